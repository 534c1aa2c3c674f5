"""`python ...` in a process of its own that has Keras already: forked from one process that loads it once, in five seconds.

    child = python("-m", "nlp_models", "train", "--run", run.id)
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -9

That everything starts from nothing too is shown where a real interpreter is started: runners, browser, exports.
"""

import importlib.util
import os
import resource
import runpy
import sys
from pathlib import Path

from forkservers import REPOSITORY, WITH_KERAS, Child


def python(
    *arguments, cwd=REPOSITORY, environment=None, printed=os.devnull, file_size=None, isolated=False, untraced=False
):
    """Start what `python <arguments>` would do: a script or `-m module`, and what it is given.

    Args:
        environment: all of it; ours when None.
        printed: the file that takes what it prints and its errors.
        file_size: the bytes a file of it may have.
        isolated: without our package, as `python -I` elsewhere.
        untraced: TensorFlow computes a step as it comes, without a graph: of a few that takes less.
    """
    world = str(cwd), dict(environment or os.environ), str(printed), file_size, isolated, untraced
    return Child(WITH_KERAS, _become, ([*map(str, arguments)], *world))


def training(run, **more):
    """What a runner starts for this run; `more` as of `python`."""
    from nlp_models.runners import local  # not above: an isolated child finds this file, and nothing of ours beside it

    environment = os.environ | local.environment(run)
    return python(*local.command(run)[1:], environment=environment, printed=run.folder / "log.txt", **more)


def _become(arguments, cwd, environment, printed, file_size, isolated, untraced):
    os.setsid()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    with open(printed, "ab") as out:
        for stream in (1, 2):
            os.dup2(out.fileno(), stream)
    if file_size:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    sys.path[:] = [path for path in sys.path if _installed(path)]
    if isolated:
        assert importlib.util.find_spec("nlp_models") is None and not any("nlp_models" in name for name in sys.modules)
    else:
        sys.path[:0] = [*_own_folder(arguments), *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    if untraced:
        sys.modules["tensorflow"].config.run_functions_eagerly(True)
    _run(arguments)


def _installed(path):
    return "site-packages" in path or path.startswith(sys.base_prefix)


def _own_folder(arguments):
    """Where the interpreter looks first: `-m` where it is, a script in its folder."""
    return [""] if arguments[0] == "-m" else [str(Path(arguments[0]).parent)]


def _run(arguments):
    module = arguments[0] == "-m"
    sys.argv = arguments[module:]
    if module:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(sys.argv[0], run_name="__main__")
