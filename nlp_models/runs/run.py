"""One run: a folder with what was asked, how far it is, what came of it. See runs.py for the folder of all runs.

recipe.json, dataset.jsonl, about.json, status.json, metrics.jsonl, report.json, log.txt, and the flags `cancel` and
`stop`. The page and the training process meet in these files only. A run is alive while a process holds `alive.lock`.
"""

import fcntl
import json
import os
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunError, RunNotFound
from nlp_models.files import write_aside
from nlp_models.messages import Message
from nlp_models.recipe import Recipe

STALE_SECONDS = 10  # a child takes its lock within a second; nobody waits long for one that died
LOCK_PATIENCE = 1.0  # seconds; a page that only looks holds the lock for an instant
ACTIVE = ("queued", "running")


@dataclass(frozen=True)
class About:
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

    state: str = "queued"
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
    def is_stale(self):
        age = time.time() - self.updated
        return abs(age) > STALE_SECONDS  # abs: a clock set back makes nothing fresh for ever


class Run:
    """One training, finished or not. `mine=False` (a shared run of somebody else) can be read but not changed."""

    is_ready = False  # see ready.py

    def __init__(self, folder, store=None, mine=True):
        self.folder = Path(folder)
        self.store = store
        self.mine = mine

    @property
    def id(self):
        return self.folder.name

    @property
    def about(self):
        return About(**read_json(self.folder / "about.json"))

    @property
    def status(self):
        """The stored status; queued or running, old and held by no process is told as `interrupted`."""
        status = self._stored_status()
        if status.state in ACTIVE and status.is_stale and self.lock_is_free():
            status = self._stored_status()  # it may have ended between the two looks
            if status.state in ACTIVE and status.is_stale:
                return replace(status, state="interrupted")
        return status

    @property
    def is_active(self):
        return self.status.state in ACTIVE

    def update_status(self, **changes):
        """Replace fields of the status atomically. It is synced to disk: call it a few times a second at most."""
        changes = {**changes, "updated": time.time()}
        self.write_json("status.json", asdict(replace(self._stored_status(), **changes)))

    def _stored_status(self):
        data = read_json(self.folder / "status.json")
        message = data["message"] and Message.from_dict(data["message"])
        return Status(**{**data, "message": message})

    @property
    def recipe_json(self):
        return (self.folder / "recipe.json").read_text(encoding="utf-8")

    @property
    def recipe(self):
        return Recipe.model_validate_json(self.recipe_json)

    @property
    def dataset_path(self):
        return self.folder / "dataset.jsonl"

    @property
    def dataset(self):
        if not self.dataset_path.exists():
            raise RunError("This run was imported as a bundle; the rows it learned from are not here.")
        return Dataset.load(self.dataset_path)

    @property
    def report(self):
        """The final scores as a dict, or None before the end."""
        path = self.folder / "report.json"
        return read_json(path) if path.exists() else None

    def write_json(self, name, data):
        """Write a file of this run, whole or not at all."""
        write_aside(self.folder / name, _as_json(data, indent=1))

    def metrics(self):
        """One dict per epoch; a line that a crash cut short is left out."""
        path = self.folder / "metrics.jsonl"
        lines = path.read_bytes().split(b"\n") if path.exists() else []
        return [row for row in map(_parsed, lines) if row is not None]

    def append_metrics(self, row):
        with open(self.folder / "metrics.jsonl", "ab+") as file:
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                if file.read() != b"\n":  # a crash cut the last line short
                    file.write(b"\n")
            file.write(_as_json(row) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def cut_metrics(self, keep):
        """Keep the rows up to an epoch, or those for which `keep(row)` is true."""
        wanted = keep if callable(keep) else lambda row: row["epoch"] <= keep
        lines = [_as_json(row) + b"\n" for row in self.metrics() if wanted(row)]
        write_aside(self.folder / "metrics.jsonl", b"".join(lines))

    def log_tail(self, lines=50):
        """The last lines that the training process printed."""
        path = self.folder / "log.txt"
        if not path.exists():
            return ""
        with open(path, "rb") as file:
            file.seek(max(0, path.stat().st_size - 1000 * lines))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])

    def request_cancel(self):
        """Ask the training to end and leave nothing."""
        self.only_mine()
        (self.folder / "cancel").touch()

    def request_stop(self):
        """Ask the training to end now and keep the best so far."""
        self.only_mine()
        (self.folder / "stop").touch()

    @property
    def cancel_requested(self):
        return (self.folder / "cancel").exists()

    @property
    def stop_requested(self):
        return (self.folder / "stop").exists()

    def clear_flags(self):
        for flag in ("cancel", "stop"):
            (self.folder / flag).unlink(missing_ok=True)

    def position(self, store):
        """0 when running, 1 for the next in the queue, and so on; None when neither."""
        state, ticket = self.status.state, self.about.ticket
        if state != "queued":
            return 0 if state == "running" else None
        return 1 + sum(other.state == "queued" and other.ticket < ticket for other in store.queue())

    def prepare_resume(self):
        """Put an ended, unfinished run at the end of the queue; submit it to a runner next."""
        self.store.prepare_resume(self)

    def only_mine(self):
        if not self.mine:
            raise RunError("Only the person who started this run can change it.")

    @contextmanager
    def hold_lock(self):
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

    def lock_is_free(self):
        """Whether no process trains this run."""
        try:
            descriptor = os.open(self.folder / "alive.lock", os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return True
        try:
            return _try_lock(descriptor, fcntl.LOCK_SH)
        finally:
            os.close(descriptor)


def _try_lock(descriptor, kind):
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _as_json(data, indent=None):
    # a lone surrogate from a broken text becomes its JSON escape
    return json.dumps(data, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")


def read_json(path):
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise not_found() from None


def _parsed(line):
    try:
        return json.loads(line)
    except ValueError:
        return None


def not_found():
    return RunNotFound("There is no such run; it may have been deleted or the link is wrong.")
