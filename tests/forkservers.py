"""Processes that have loaded what takes seconds, from which the children of the tests are forked: one of each for the whole suite.

Where several workers test, who started them starts these, and the workers find their addresses in the environment.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from multiprocessing import context, forkserver, popen_forkserver, resource_tracker
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

REPOSITORY = Path(__file__).parents[1]
CAN_BE_SHARED = sys.version_info < (3, 14)  # a newer one asks for a key


class Server(forkserver.ForkServer):
    """A process that loads a module once, and forks a process for each `Child`.

    Args:
        module: its name.
        name: of the environment variable with its address.
    """

    def __init__(self, module, name):
        super().__init__()
        self.name = name
        self.set_forkserver_preload([module])

    def share(self):
        """Start it, for the processes that are started from here on."""
        self.ensure_running()
        if CAN_BE_SHARED:
            os.environ[self.name] = self._forkserver_address

    def ensure_running(self):
        if self._forkserver_pid or self.name not in os.environ:
            with patch.dict(os.environ, PYTHONPATH=os.pathsep.join((str(REPOSITORY), str(REPOSITORY / "tests")))):
                super().ensure_running()
        elif not self._forkserver_address:
            resource_tracker.ensure_running()
            self._forkserver_address = os.environ[self.name]
            _, self._forkserver_alive_fd = os.pipe()  # it lives as long as who started it


WITH_KERAS = Server("loaded_keras", "UNROLLED_TESTS_WITH_KERAS")
WITH_LIBRARY = Server("loaded_library", "UNROLLED_TESTS_WITH_LIBRARY")


class Child(context.ForkServerProcess):
    """A process forked from one of them, with what is needed of a Popen.

    Args:
        server: the one.
        target, args: what it calls, as of any Process.
    """

    def __init__(self, server, target, args):
        super().__init__(target=target, args=args, daemon=True)
        self.server = server
        self.start()

    @staticmethod
    def _Popen(process):
        ours = patch.object(forkserver, "connect_to_new_process", process.server.connect_to_new_process)
        process.server = None  # it is not sent
        with ours, _no_main():
            return popen_forkserver.Popen(process)

    @property
    def returncode(self):
        """The exit status, None while it runs."""
        return self.exitcode

    def poll(self):
        """The exit status, None while it runs."""
        return self.exitcode

    def wait(self, timeout=None):
        """The exit status, minus the number of the signal that ended it; subprocess.TimeoutExpired after `timeout` seconds."""
        self.join(timeout)
        if self.exitcode is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
        return self.exitcode


@contextmanager
def _no_main():
    """multiprocessing repeats in the child what our main module is, which may be a page."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
