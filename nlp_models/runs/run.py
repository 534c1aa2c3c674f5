"""One run: a folder with what was asked, how far it is, what came of it. See store.py for the folder of all runs, folder.py for its files.

recipe.json, dataset.jsonl, about.json, status.json, metrics.jsonl, report.json, log.txt, what is asked after each epoch
(asked.py), and the flags `cancel` and `stop`. The page and the training process meet in these files only. A run is alive while a process holds
`alive.lock`, or, where it is trained on another computer, a lease (lease.py).
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp_models.errors import RunDamaged, RunError
from nlp_models.messages import Message
from nlp_models.runs import lease
from nlp_models.runs.folder import RunFolder
from nlp_models.runs.records import State, Status, is_old, read_status

if TYPE_CHECKING:
    from nlp_models.runs.queue import Queue

LOCK_PATIENCE = 1.0  # seconds; a page that only looks holds the lock for an instant
ACTIVE = ("queued", "running")
STARTING = "starting"  # touched by whoever has started its process, until that holds the lock
# what a training leaves when it is finished; the vocabulary is its checkpoints' too
NETWORK = (
    "manifest.json",
    "config.json",
    "weights.safetensors",
    "report.json",
    "examples.json",
    "answers.json",
    "card.md",
)


class Run(RunFolder):
    """One training, finished or not. `mine=False` (a shared run of somebody else) can be read but not changed."""

    is_ready = False  # see ready.py

    def __init__(self, folder: str | Path, store: "Queue | None" = None, mine: bool = True) -> None:
        super().__init__(folder, mine)
        self.store = store

    @property
    def is_alive(self) -> bool:
        """Whether it waits or trains; by its lock, where its status cannot be read."""
        try:
            return self.is_active
        except RunDamaged:
            return not self.lock_is_free()

    @property
    def ended_at(self) -> float:
        """Seconds since 1970 when something last changed its status."""
        try:
            return read_status(self.folder).updated
        except RunDamaged:
            return self.folder.stat().st_mtime

    @property
    def status(self) -> Status:
        """The stored status; queued or running, old, held by no process and not being started is told as `interrupted`."""
        status = read_status(self.folder)
        if status.state in ACTIVE and status.is_stale and self.lock_is_free():
            status = read_status(self.folder)  # it may have ended between the two looks
            if status.state in ACTIVE and status.is_stale and not (status.state == "queued" and self._is_starting()):
                return replace(status, state="interrupted")
        return status

    def say_starting(self) -> None:
        """A process that does not hold the lock yet is to train it, and lives: on a busy host it may need minutes to begin."""
        with suppress(OSError):  # deleted meanwhile, or the disk is full: whoever follows it goes on
            (self.folder / STARTING).touch()

    def _is_starting(self) -> bool:
        with suppress(FileNotFoundError):
            return not is_old((self.folder / STARTING).stat().st_mtime)
        return False

    @property
    def is_active(self) -> bool:
        return self.status.state in ACTIVE

    def update_status(self, **changes: Any) -> None:
        """Replace fields of the status atomically. It is synced to disk: call it a few times a second at most."""
        changes = {**changes, "updated": time.time()}
        self.write_json("status.json", asdict(replace(self._known_status(), **changes)))

    def _known_status(self) -> Status:
        """The stored one, or a fresh one where a disk has lost it: an ending training has to be able to say so."""
        try:
            return read_status(self.folder)
        except RunDamaged:
            return Status()

    def request_cancel(self) -> None:
        """Ask the training to end and leave nothing. RunError where it has ended already."""
        self._ask("cancel")

    def request_stop(self) -> None:
        """Ask the training to end now and keep the best so far. RunError where it has ended already."""
        self._ask("stop")

    def _ask(self, flag: str) -> None:
        self.only_mine()
        with self._undisturbed():
            if not self.is_alive:
                raise RunError("This training has ended; there is nothing left to stop or cancel.")
            (self.folder / flag).touch()

    def end_well(self, **told: Any) -> bool:
        """It is done, with its network and report in its folder; False where its owner has cancelled it before."""
        with self._undisturbed():
            if not self.cancel_requested:
                self.update_status(state="done", message=None, seconds_left=0, **told)
            return not self.cancel_requested

    def end_without(self, state: State, message: Message | None = None) -> None:
        """It has ended and answers nothing: what there was of a network goes, its checkpoints stay."""
        for name in NETWORK:
            (self.folder / name).unlink(missing_ok=True)
        self.update_status(state=state, message=message)

    def _undisturbed(self) -> AbstractContextManager[None]:
        """Nobody ends it, or asks for that, meanwhile."""
        return self.store.locked() if self.store else nullcontext()

    @property
    def cancel_requested(self) -> bool:
        return (self.folder / "cancel").exists()

    @property
    def stop_requested(self) -> bool:
        return (self.folder / "stop").exists()

    def clear_flags(self) -> None:
        for flag in ("cancel", "stop"):
            (self.folder / flag).unlink(missing_ok=True)

    def position(self, store: "Queue") -> int | None:
        """0 when running, 1 for the next in the queue, and so on; None when neither."""
        state, about = self.status.state, self.about
        if state != "queued":
            return 0 if state == "running" else None
        before = [other for other in store.queue() if other.state == "queued" and other.ticket < about.ticket]
        return 1 + len({other.trained for other in before} - {self.id if about.trial else about.group or self.id})

    @property
    def seconds_left(self) -> float | None:
        """About how long it takes from now on: as it goes, or else as was expected of it; None where nobody knows."""
        status, expected = self.status, self.about.seconds
        if status.state == "running" and status.seconds_left is not None:
            return max(0.0, status.seconds_left - (time.time() - status.updated))
        if expected is None and (minutes := self.recipe.planned_minutes):
            expected = 60 * minutes
        if expected is None or status.state != "running":
            return expected
        return max(0.0, expected - (time.time() - (status.started or status.updated)))

    def prepare_resume(self) -> None:
        """Put an ended, unfinished run at the end of the queue; submit it to a runner next."""
        assert self.store, "only a run of a store has a queue"
        self.store.prepare_resume(self)

    def only_mine(self) -> None:
        if not self.mine:
            raise RunError("Only the person who started this run can change it.")

    @contextmanager
    def hold_lock(self) -> Iterator[None]:
        """Be this run's living process. The kernel frees the lock on any death.

        The lock belongs to the open file: a fork would share it and outlive us with it, so the training process
        must never fork (threads and spawned programs are fine: the file closes on exec). Raises RunError if held.
        """
        descriptor = os.open(self.folder / "alive.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            until = time.monotonic() + LOCK_PATIENCE
            while lease.in_force(self.folder) or not _try_lock(descriptor, fcntl.LOCK_EX):
                if time.monotonic() > until:
                    raise RunError("This run is already being trained by another process.")
                time.sleep(0.02)
            yield
        finally:
            os.close(descriptor)

    def lock_is_free(self) -> bool:
        """Whether no process trains this run, here or elsewhere."""
        if lease.in_force(self.folder):
            return False
        try:
            descriptor = os.open(self.folder / "alive.lock", os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return True
        try:
            return _try_lock(descriptor, fcntl.LOCK_SH)
        finally:
            os.close(descriptor)


def _try_lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
