"""A process that has imported TensorFlow before it is needed, and then is the next training.

    warm.prepare(store, environment)        # where somebody opens Train
    warm.handed_over(run, environment)      # its Popen, or None where none waits that fits

There is one a server at most, and one a store: `nlp_models/training/waiting.py` sees to the second. It is told the run on its
standard input, whose end also ends it: when the server is gone, so is the process.
"""

import secrets
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from nlp_models.files import disk_told
from nlp_models.runs import machine
from nlp_models.runs.run import Run
from nlp_models.runs.store import REPOSITORY, RunStore
from nlp_models.runs.turns import has_free_place, processes

MODULE = "nlp_models.training.waiting"
NEEDED_MB = 2_500  # free: 500 for the process, the rest for the training and the pages


@dataclass(frozen=True)
class Waiting:
    """A process that waits, and the environment it was started with."""

    process: subprocess.Popen[bytes]
    environment: Mapping[str, str]


_one_at_a_time = threading.Lock()
_waiting: list[Waiting] = []  # none or one


def prepare(store: RunStore, environment: Mapping[str, str]) -> None:
    """Start one in the background, unless one waits already, the host does not want it, or there is no room; returns at once."""
    if store.limits.warm_minutes and not is_waiting():
        threading.Thread(target=_prepare, args=(store, environment), name="warm", daemon=True).start()


def is_waiting() -> int | None:
    """The number of the process that waits now, or None."""
    return _waiting[0].process.pid if _waiting and _waiting[0].process.poll() is None else None


def _prepare(store: RunStore, environment: Mapping[str, str]) -> None:
    with _one_at_a_time:
        if is_waiting():
            return
        _waiting.clear()
        room = machine.memory()
        if room and room[1] >= NEEDED_MB and has_free_place(store):
            _waiting.append(Waiting(_started(environment), environment))


def _started(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(secrets.token_hex(8)),
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        close_fds=True,
    )


def command(mark: str) -> list[str]:
    """What it is started with; by the mark it is known again."""
    return [sys.executable, "-m", MODULE, mark]


def handed_over(run: Run, environment: Mapping[str, str]) -> subprocess.Popen[bytes] | None:
    """The process that trains a run from now on, or None: none waits, or not with this environment, or it would have to wait on."""
    with _one_at_a_time:
        if not _waiting or run.store is None or _waiting[0].environment != environment:
            return None
        if processes(run.store.queue()) > run.store.places:  # it is in line itself
            return None
        with disk_told(), open(run.folder / "log.txt", "ab"):  # a full disk is told whoever clicked, and it waits on
            process = _waiting.pop().process
            return process if _told(process, run.id) else None


def _told(process: subprocess.Popen[bytes], run_id: str) -> bool:
    """Whether it lives and was told the run."""
    assert process.stdin
    try:
        with process.stdin as line:
            line.write(f"{run_id}\n".encode())
    except OSError:  # it has ended
        process.wait()
        return False
    return process.poll() is None
