"""One run: a folder with what was asked, how far it is, what came of it. See runs.py for the folder of all runs.

recipe.json, dataset.jsonl, about.json, status.json, metrics.jsonl, report.json, log.txt, what is asked after each epoch
(asked.py), and the flags `cancel` and `stop`. The page and the training process meet in these files only. A run is alive while a process holds `alive.lock`.
"""

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunDamaged, RunError
from nlp_models.files import write_aside
from nlp_models.messages import Message
from nlp_models.recipe import Recipe
from nlp_models.runs.records import (
    CANNOT_GO_ON,
    READ_OFTEN,
    RunInfo,
    State,
    Status,
    damage_of,
    read_about,
    read_json,
    read_lines,
    read_recipe,
    read_status,
    signature,
    whole,
)

if TYPE_CHECKING:
    from nlp_models.runs.store import RunStore

LOCK_PATIENCE = 1.0  # seconds; a page that only looks holds the lock for an instant
COLUMNS = "columns.json"
NOTES, MOST_NOTES = "notes.json", 20
OWNER = "owner.txt"  # the hash again, for when a disk has lost about.json
ROWS_DIGEST = "dataset.sha256"  # of dataset.jsonl as it was given
METRICS = "metrics.jsonl"
ACTIVE = ("queued", "running")
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


class Run:
    """One training, finished or not. `mine=False` (a shared run of somebody else) can be read but not changed."""

    is_ready = False  # see ready.py

    def __init__(self, folder: str | Path, store: "RunStore | None" = None, mine: bool = True) -> None:
        self.folder = Path(folder)
        self.store = store
        self.mine = mine

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def about(self) -> RunInfo:
        return read_about(self.folder)

    @property
    def owner(self) -> str:
        """The owner's hash, though about.json be damaged; empty where nobody knows any more."""
        try:
            return self.about.owner
        except RunError:
            path = self.folder / OWNER
            return path.read_text("utf-8", "replace").strip() if path.is_file() else ""

    @property
    def known_name(self) -> str:
        """What it is called, where that can still be read."""
        try:
            return self.about.name
        except RunError:
            return ""

    @property
    def damage(self) -> Message | None:
        """What is wrong with the first of its small files that cannot be read; None for a whole run."""
        return damage_of(self.folder, tuple(map(signature, (self.folder / name for name in READ_OFTEN))))

    def check_whole(self) -> None:
        """RunDamaged where one of its small files cannot be read."""
        if wrong := self.damage:
            raise RunDamaged(wrong.text, **wrong.values)

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
        """The stored status; queued or running, old and held by no process is told as `interrupted`."""
        status = read_status(self.folder)
        if status.state in ACTIVE and status.is_stale and self.lock_is_free():
            status = read_status(self.folder)  # it may have ended between the two looks
            if status.state in ACTIVE and status.is_stale:
                return replace(status, state="interrupted")
        return status

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

    @property
    def recipe_json(self) -> str:
        return (self.folder / "recipe.json").read_text(encoding="utf-8")

    @property
    def recipe(self) -> Recipe:
        return read_recipe(self.folder)

    @property
    def dataset_path(self) -> Path:
        return self.folder / "dataset.jsonl"

    @property
    def has_rows(self) -> bool:
        """Whether its rows are here, and for whom has opened it: a link shows them only where its owner said so."""
        return self.dataset_path.exists() and (self.mine or self.about.with_rows)

    @property
    def seen_as(self) -> str:
        """The key of what is kept of it between visitors: another one for who may not see its rows."""
        return self.id if self.mine or self.about.with_rows else f"{self.id} without rows"

    @property
    def dataset(self) -> Dataset:
        if not self.dataset_path.exists():
            raise RunError("This run was imported as a bundle; the rows it learned from are not here.")
        if not self.has_rows:
            raise RunError("The rows belong to the person who trained it.")
        with whole(self.dataset_path.name):
            return Dataset.load(self.dataset_path)

    def digest_of_rows(self) -> str:
        """sha256 of dataset.jsonl as it lies there."""
        with open(self.dataset_path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def check_rows(self) -> None:
        """RunError unless dataset.jsonl is what was given: a training on half of the rows would look whole."""
        kept = self.folder / ROWS_DIGEST
        if kept.exists() and self.dataset_path.exists() and kept.read_text().strip() != self.digest_of_rows():
            raise RunError("The rows of this run are damaged, so it cannot go on. Train it anew.").coded(CANNOT_GO_ON)

    @property
    def columns(self) -> dict[str, str]:
        """Field -> column of the file that its rows come from; empty where nobody knows any more."""
        path = self.folder / COLUMNS
        return read_json(path) if path.exists() else {}

    @property
    def report(self) -> dict[str, Any] | None:
        """The final scores as a dict, or None before the end."""
        path = self.folder / "report.json"
        return read_json(path) if path.exists() else None

    def write_json(self, name: str, data: object) -> None:
        """Write a file of this run, whole or not at all."""
        write_aside(self.folder / name, _as_json(data, indent=1))

    def metrics(self) -> list[dict[str, Any]]:
        """One dict per epoch; a line that a crash cut short, or that is none, is left out."""
        return self.lines(METRICS)

    def append_metrics(self, row: Mapping[str, Any]) -> None:
        self.append_line(METRICS, row)

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The same of any file with a line an epoch."""
        return read_lines(self.folder / name)

    def append_line(self, name: str, row: Mapping[str, Any]) -> None:
        """One more line of a file of lines, on disk when this returns."""
        with open(self.folder / name, "ab+") as file:
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                if file.read() != b"\n":  # a crash cut the last line short
                    file.write(b"\n")
            file.write(_as_json(row) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def cut_metrics(self, keep: int | Callable[[dict[str, Any]], bool]) -> None:
        """Keep the rows up to an epoch, or those for which `keep(row)` is true."""
        self.cut_lines(METRICS, keep if callable(keep) else lambda row: row["epoch"] <= keep)

    def cut_lines(self, name: str, keep: Callable[[dict[str, Any]], bool]) -> None:
        """Keep the lines for which `keep(line)` is true."""
        lines = [_as_json(row) + b"\n" for row in self.lines(name) if keep(row)]
        write_aside(self.folder / name, b"".join(lines))

    def note(self, message: Message) -> None:
        """Keep a sentence that its owner should read beside the run, however it ends."""
        self.write_json(NOTES, {"notes": [*(one.as_dict() for one in self.notes()), message.as_dict()][-MOST_NOTES:]})

    def notes(self) -> list[Message]:
        """What was noted, the oldest first."""
        try:
            return [Message.from_dict(one) for one in read_json(self.folder / NOTES)["notes"]]
        except (RunError, LookupError, TypeError):
            return []

    def log_tail(self, lines: int = 50) -> str:
        """The last lines that the training process printed."""
        path = self.folder / "log.txt"
        if not path.exists():
            return ""
        with open(path, "rb") as file:
            file.seek(max(0, path.stat().st_size - 1000 * lines))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])

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
    def has_learned(self) -> bool:
        """Whether there is a checkpoint to go on from."""
        return any((self.folder / "checkpoint").glob("epoch-*"))

    @property
    def stop_requested(self) -> bool:
        return (self.folder / "stop").exists()

    def clear_flags(self) -> None:
        for flag in ("cancel", "stop"):
            (self.folder / flag).unlink(missing_ok=True)

    def position(self, store: "RunStore") -> int | None:
        """0 when running, 1 for the next in the queue, and so on; None when neither."""
        state, ticket = self.status.state, self.about.ticket
        if state != "queued":
            return 0 if state == "running" else None
        return 1 + sum(other.state == "queued" and other.ticket < ticket for other in store.queue())

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
            while not _try_lock(descriptor, fcntl.LOCK_EX):
                if time.monotonic() > until:
                    raise RunError("This run is already being trained by another process.")
                time.sleep(0.02)
            yield
        finally:
            os.close(descriptor)

    def lock_is_free(self) -> bool:
        """Whether no process trains this run."""
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


def _as_json(data: object, indent: int | None = None) -> bytes:
    # a lone surrogate from a broken text becomes its JSON escape
    return json.dumps(data, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")
