"""The runner of this computer in tests/runs/test_life.py: as it is, but that its processes are acted, and threads wait to be looked at."""

import types

from acted import Process, Warm, waited

from nlp_models.files import disk_told
from nlp_models.runners import local, warm
from nlp_models.runs import machine
from nlp_models.training import waiting


def threads(start):
    """threading, as the runner uses it: what a thread would do is given to `start`."""
    return types.SimpleNamespace(
        Thread=lambda target, args=(), **_: types.SimpleNamespace(start=lambda: start(target, args))
    )


class ActedRunner:
    """Has `patch`, `store`, `processes` and `fsync`, which says whether the disk is full."""

    def runner_is_acted(self):
        """The runner of this computer as it is, but for its processes, and its threads, which follow when `runner_looks`."""
        self.followed, acted = [], self.patch.setattr
        acted(local, "threading", threads(lambda target, args: self.followed.append((target, args))))
        acted(warm, "threading", threads(lambda target, args: target(*args)))
        acted(local, "start", self.started)
        acted(local, "followed", lambda _run, _process: None)
        acted(warm, "_waiting", [])
        acted(warm, "_started", lambda _environment: self.begins(Warm(self.store)))
        acted(warm, "open", self.opened, raising=False)
        acted(machine, "memory", lambda: (9_000, 9_000))
        acted(waiting, "os", types.SimpleNamespace(nice=lambda _steps: None))
        acted(waiting, "RunStore", types.SimpleNamespace(default=lambda: self.store))
        acted(waiting, "_waited", waited)
        acted(waiting, "_print_into", lambda log: self.opened(log, "ab").close())

    def started(self, run):
        with disk_told(), self.opened(run.folder / "log.txt", "ab"):
            return self.begins(Process(self.store, run.id))

    def begins(self, process):
        self.processes.append(process)
        return process

    def opened(self, path, mode):
        self.fsync(path)
        return open(path, mode)
