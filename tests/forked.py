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

from forkservers import REPOSITORY, WITH_LIBRARY, Child


def started(module, asked, seconds, megabytes):
    """What `limited._started` gives, sooner."""
    room = resource.getrlimit(resource.RLIMIT_FSIZE)  # its parent may have been started under another
    given = module, json.dumps(asked).encode(), [str(megabytes), str(round(seconds))], dict(os.environ), room
    return Child(WITH_LIBRARY, _read, given)


def _read(module, asked, limits, environment, room):
    """Do what `python -m module <limits>` does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, room)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(REPOSITORY)
    sys.argv, sys.stdin = [module, *limits], io.TextIOWrapper(io.BytesIO(asked))
    sys.modules.pop(module, None)
    runpy.run_module(module, run_name="__main__")
