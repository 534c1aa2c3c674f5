"""Trainee: what one machine of the cluster does for a training, which is the command that any runner starts.

It is an actor of Ray's: the driver calls its methods from the other machine. Where the machine sees the folder of the runs (its
own UNROLLED_RUNS, or the same path as the server's) the training works in there; else the folder is carried, carrying.py.
The training ends with this process, and when nobody has asked for SILENCE seconds: a run that is offered for resume there
must not go on here.
"""

import ctypes
import fcntl
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nlp_models.runners.ray import carrying, versions
from nlp_models.runs import lease
from nlp_models.runs.machine import NODE
from nlp_models.runs.store import REPOSITORY

SILENCE = 20.0  # seconds; less than a lease lasts
AWAY = "unrolled-"  # what a folder with carried runs is called
LOCK = ".here"
DIES_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


class Trainee:
    """One training on this machine."""

    def __init__(self) -> None:
        self.root, self.shared = Path(), False
        self.run_ids: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None
        self.heard = time.monotonic()
        self.answering = threading.Lock()  # while a question is answered silence ends nothing

    def facts(self) -> dict[str, Any]:
        """What this machine is called and has."""
        return {"node": os.environ.get(NODE) or platform.node(), "versions": versions.own()}

    def find(self, root: str, run_ids: Iterable[str], token: str) -> bool:
        """Whether the runs are seen here; else a folder is made for them, which `take` fills."""
        own = os.environ.get("UNROLLED_RUNS")
        self.root, self.run_ids = Path(own or root), list(run_ids)
        held = [lease.read(self.root / run_id) for run_id in self.run_ids]
        self.shared = all(one and one.token == token for one in held)
        if not self.shared:
            self.root = self._folder_of_its_own(own)
        return self.shared

    def _folder_of_its_own(self, within: str | None) -> Path:
        """A new folder; those that killed machines left, people's rows in them, go."""
        where = Path(within or tempfile.gettempdir())
        where.mkdir(parents=True, exist_ok=True)
        for left in where.glob(f"{AWAY}*/{LOCK}"):
            if not _is_held(left):
                shutil.rmtree(left.parent, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=AWAY, dir=where))
        self.here = open(folder / LOCK, "w")  # noqa: SIM115  # held as long as this process lives
        fcntl.flock(self.here, fcntl.LOCK_EX)
        return folder

    def take(self, name: str, offset: int, data: bytes) -> None:
        """Write a piece of a carried file."""
        with self._heard():
            carrying.write_piece(self.root, name, offset, data)

    def begin(self, run_id: str, environment: Mapping[str, str]) -> None:
        """Start the training."""
        mine, self.heard = os.getpid(), time.monotonic()
        with open(self.root / run_id / "log.txt", "ab") as log:
            self.process = subprocess.Popen(
                self.command(run_id),
                cwd=REPOSITORY,
                env=os.environ | environment | {"UNROLLED_RUNS": str(self.root), NODE: self.facts()["node"]},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: _die_with(mine),
            )
        threading.Thread(target=self._mind_silence, name="silence", daemon=True).start()

    def command(self, run_id: str) -> list[str]:
        """What any runner starts."""
        return [sys.executable, "-m", "nlp_models", "train", "--run", run_id]

    def told(
        self, flags: Iterable[str], known: Mapping[str, carrying.Signature], contents: bool = True
    ) -> dict[str, Any]:
        """How the training ended, None before; every carried file with its signature, as it was then; small ones whole.

        Args:
            flags: `ID/cancel`, `ID/stop`: what was asked since.
            known: what the other machine has already.
            contents: whether any file is wanted.
        """
        with self._heard():
            for flag in flags:
                (self.root / flag).touch()
            ended = self.process.poll() if self.process else None
            files = {} if self.shared else carrying.listing(self.root, self.run_ids)
            found = carrying.small_changed(self.root, files, known) if contents else {}
            return {"ended": ended, "files": files, "contents": found}

    def piece(self, name: str, offset: int, signature: carrying.Signature) -> bytes:
        """A piece of a carried file as it was listed; b"" where it has changed since, or is gone."""
        with self._heard():
            return carrying.read_piece(self.root, name, offset, signature)

    def end(self) -> None:
        """The training is killed where it goes on still; nothing of what was carried stays."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if not self.shared and self.root.name.startswith(AWAY):
            shutil.rmtree(self.root, ignore_errors=True)

    @contextmanager
    def _heard(self) -> Iterator[None]:
        with self.answering:
            self.heard = time.monotonic()
            yield

    def _mind_silence(self) -> None:
        """This process ends, too: whoever asks later is to hear of it, not of a folder in which nothing is left."""
        assert self.process
        while self.process.poll() is None:
            with self.answering:
                if time.monotonic() - self.heard > SILENCE:
                    self.end()
                    os._exit(1)
            time.sleep(0.5)


def _die_with(parent: int) -> None:
    """Of a process that has just been forked: it is killed when its parent ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _is_held(file: Path) -> bool:
    """Whether the process that wrote it lives."""
    try:
        with open(file) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # somebody else's, or gone
        return True
    return False
