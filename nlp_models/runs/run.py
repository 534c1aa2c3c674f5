"""One run: a folder with what was asked, how far it is, what came of it. See runs.py for the folder of all runs.

recipe.json, dataset.jsonl, about.json, status.json, metrics.jsonl, report.json, log.txt, and the flags `cancel` and
`stop`. The page and the training process meet in these files only. A run is alive while a process holds `alive.lock`.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunError, RunNotFound
from nlp_models.files import write_aside
from nlp_models.messages import Message
from nlp_models.recipe import Recipe

if TYPE_CHECKING:
    from nlp_models.runs.store import RunStore

STALE_SECONDS = 10  # a child takes its lock within a second; nobody waits long for one that died
LOCK_PATIENCE = 1.0  # seconds; a page that only looks holds the lock for an instant
COLUMNS = "columns.json"
ACTIVE = ("queued", "running")

State = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]


@dataclass(frozen=True)
class RunInfo:
    """What a run is called and whose it is; `owner` is a hash, `ticket` the order of service."""

    task: str
    name: str
    owner: str
    created: float
    shared: bool
    ticket: int
    parent: str | None = None  # the run whose corrected data this one learned from


@dataclass(frozen=True)
class Status:
    """How far a run is. Times are seconds since 1970; None is "not known yet"."""

    state: State = "queued"
    attempt: int = 1
    epoch: int = 0
    epochs: int | None = None
    step: int = 0
    steps: int | None = None
    batch: int | None = None
    tokens_per_second: float | None = None
    seconds_left: float | None = None
    loss: float | None = None
    score: float | None = None
    best_epoch: int | None = None
    device: str | None = None
    message: Message | None = None
    started: float | None = None
    updated: float = 0.0

    @property
    def is_stale(self) -> bool:
        age = time.time() - self.updated
        return abs(age) > STALE_SECONDS  # abs: a clock set back makes nothing fresh for ever


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
        return RunInfo(**read_json(self.folder / "about.json"))

    @property
    def status(self) -> Status:
        """The stored status; queued or running, old and held by no process is told as `interrupted`."""
        status = self._stored_status()
        if status.state in ACTIVE and status.is_stale and self.lock_is_free():
            status = self._stored_status()  # it may have ended between the two looks
            if status.state in ACTIVE and status.is_stale:
                return replace(status, state="interrupted")
        return status

    @property
    def is_active(self) -> bool:
        return self.status.state in ACTIVE

    def update_status(self, **changes: Any) -> None:
        """Replace fields of the status atomically. It is synced to disk: call it a few times a second at most."""
        changes = {**changes, "updated": time.time()}
        self.write_json("status.json", asdict(replace(self._stored_status(), **changes)))

    def _stored_status(self) -> Status:
        data = read_json(self.folder / "status.json")
        message = data["message"] and Message.from_dict(data["message"])
        return Status(**{**data, "message": message})

    @property
    def recipe_json(self) -> str:
        return (self.folder / "recipe.json").read_text(encoding="utf-8")

    @property
    def recipe(self) -> Recipe:
        return Recipe.model_validate_json(self.recipe_json)

    @property
    def dataset_path(self) -> Path:
        return self.folder / "dataset.jsonl"

    @property
    def dataset(self) -> Dataset:
        if not self.dataset_path.exists():
            raise RunError("This run was imported as a bundle; the rows it learned from are not here.")
        return Dataset.load(self.dataset_path)

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
        """One dict per epoch; a line that a crash cut short is left out."""
        path = self.folder / "metrics.jsonl"
        lines = path.read_bytes().split(b"\n") if path.exists() else []
        return [row for row in map(_parsed, lines) if row is not None]

    def append_metrics(self, row: Mapping[str, Any]) -> None:
        with open(self.folder / "metrics.jsonl", "ab+") as file:
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                if file.read() != b"\n":  # a crash cut the last line short
                    file.write(b"\n")
            file.write(_as_json(row) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def cut_metrics(self, keep: int | Callable[[dict[str, Any]], bool]) -> None:
        """Keep the rows up to an epoch, or those for which `keep(row)` is true."""
        wanted = keep if callable(keep) else lambda row: row["epoch"] <= keep
        lines = [_as_json(row) + b"\n" for row in self.metrics() if wanted(row)]
        write_aside(self.folder / "metrics.jsonl", b"".join(lines))

    def log_tail(self, lines: int = 50) -> str:
        """The last lines that the training process printed."""
        path = self.folder / "log.txt"
        if not path.exists():
            return ""
        with open(path, "rb") as file:
            file.seek(max(0, path.stat().st_size - 1000 * lines))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])

    def request_cancel(self) -> None:
        """Ask the training to end and leave nothing."""
        self.only_mine()
        (self.folder / "cancel").touch()

    def request_stop(self) -> None:
        """Ask the training to end now and keep the best so far."""
        self.only_mine()
        (self.folder / "stop").touch()

    @property
    def cancel_requested(self) -> bool:
        return (self.folder / "cancel").exists()

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


def read_json(path: Path) -> Any:
    """What a JSON file of a run holds; RunNotFound where it is gone."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise not_found() from None


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        return json.loads(line)
    except ValueError:
        return None


def not_found() -> RunNotFound:
    return RunNotFound("There is no such run; it may have been deleted or the link is wrong.")
