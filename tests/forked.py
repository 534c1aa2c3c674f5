"""Children that read a stranger's file, forked from a process that has the library: begun anew, each costs half a second.

They stand in for `limited._started` in every test but those of the limits themselves (tests/reading/test_limited.py). Their
parent is not that of children.py: with Keras it holds more memory than such a child may ask for.
"""

import io
import json
import os
import resource
import runpy
import sys
from multiprocessing import context, forkserver, popen_forkserver
from unittest.mock import patch

from children import REPOSITORY, _no_main

from nlp_models.datasets.recognition import shapes_in
from nlp_models.problems import kinds

STARTED = "nlp_models.reading.child", "nlp_models.sharing.brought"
PROBLEMS = [f"nlp_models.problems.{kind}" for kind in kinds()]
SHAPES = [shapes_in(f"{part}.shapes") for part in ("nlp_models.datasets", *PROBLEMS)]
SERVER = forkserver.ForkServer()
SERVER.set_forkserver_preload(
    [
        "forked",
        *STARTED,
        *(f"{problem}.problem" for problem in PROBLEMS),
        *(shape.__name__ for shapes in SHAPES for shape in shapes.values()),
    ]
)


class Child(context.ForkServerProcess):
    """A process of that server, with what is needed of a Popen."""

    @staticmethod
    def _Popen(process):
        found_here = patch.dict(os.environ, PYTHONPATH=os.pathsep.join((str(REPOSITORY), str(REPOSITORY / "tests"))))
        ours = patch.object(forkserver, "connect_to_new_process", SERVER.connect_to_new_process)
        with found_here, ours, _no_main():
            return popen_forkserver.Popen(process)

    @property
    def returncode(self):
        return self.exitcode

    def poll(self):
        return self.exitcode

    def wait(self):
        self.join()


def started(module, asked, seconds, megabytes):
    """What `limited._started` gives, sooner."""
    room = resource.getrlimit(resource.RLIMIT_FSIZE)  # its parent may have been started under another
    given = module, json.dumps(asked).encode(), [str(megabytes), str(round(seconds))], dict(os.environ), room
    child = Child(target=_read, args=given, daemon=True)
    child.start()
    return child


def _read(module, asked, limits, environment, room):
    """Do what `python -m module <limits>` does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, room)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(REPOSITORY)
    sys.argv, sys.stdin = [module, *limits], io.TextIOWrapper(io.BytesIO(asked))
    sys.modules.pop(module, None)
    runpy.run_module(module, run_name="__main__")
