"""What the files of a run say, read like a stranger's: of a bounded size, each field of its type, unknown fields left out.

A disk may lose half of a file, a later version may write more into it, somebody may have had an editor open on it: a
RunDamaged names the file and what is wrong, and nobody but its owner notices.
"""

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from nlp_models.errors import RecipeError, RunDamaged, RunNotFound, UnrolledError
from nlp_models.messages import Message
from nlp_models.recipe import Recipe, written

T = TypeVar("T")
LOG = logging.getLogger(__name__)
STALE_SECONDS = 10  # a child takes its lock within them, or says that it is starting; nobody waits long for a dead one
BYTES = 5_000_000  # of one JSON file that is read whole; the largest, a report of a hundred labels, has some 100 kB
CANNOT_GO_ON = "cannot_go_on"  # the code of a failure after which nothing can be resumed
TRIED = "tried"  # the code of what ended a trial of a sweep: it has learned, and is not scored on the test part
CUT_OFF = "cut_off"  # the code of why a run was interrupted, where that is known
READ_OFTEN = ("about.json", "status.json", "recipe.json", "report.json")  # by every page that lists runs
METRICS_BYTES = 20_000_000  # of all lines; 500 epochs with a sample each have 2.5 MB

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
    with_rows: bool = False  # whether a shared one also shows its rows: examples, and row by row what was answered
    parent: str | None = None  # the run whose corrected data this one learned from
    seconds: float | None = None  # that it was expected to take when it was asked for
    group: str | None = None  # id of the group that it is trained and kept with: groups.py
    trial: bool = False  # one of a sweep that was not chosen: its test part stays unread, it is trained by itself


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
    def cannot_go_on(self) -> bool:
        """Whether it failed for a reason that no resuming helps."""
        return bool(self.state == "failed" and self.message and self.message.code == CANNOT_GO_ON)

    @property
    def cut_off_by(self) -> Message | None:
        """Why it was interrupted, where that is known."""
        return self.message if self.state == "interrupted" and self.message and self.message.code == CUT_OFF else None

    @property
    def is_stale(self) -> bool:
        return is_old(self.updated)


def is_old(moment: float) -> bool:
    """Whether this is longer ago than a living process leaves it unsaid; seconds since 1970."""
    return abs(time.time() - moment) > STALE_SECONDS  # abs: a clock set back makes nothing fresh for ever


Signature = tuple[int, int, int] | None  # of a file: what changes whenever it is written
MOST_KEPT = 10_000  # runs of which something is kept in memory
_ENDED: dict[str, tuple[Signature, Status]] = {}  # by folder


def signature(path: str | Path) -> Signature:
    """When a file was last written, its length and its place on the disk; None without one."""
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


@lru_cache(maxsize=MOST_KEPT)
def damage_of(folder: Path, signatures: tuple[Signature, ...]) -> Message | None:
    """What is wrong with the first of the READ_OFTEN that cannot be read; looked at once for each state of the files."""
    try:
        for read in (read_about, read_status, read_recipe):
            read(folder)
        if signatures[READ_OFTEN.index("report.json")]:
            check_outline(read_json(folder / "report.json"))
        _check_opens(folder / "metrics.jsonl")
    except RunDamaged as error:
        return error.message
    except RunNotFound:  # deleted meanwhile
        return None
    return None


def check_outline(report: dict[str, Any]) -> None:
    """RunDamaged unless a report has what every page reads of it."""
    wanted = {"test": dict, "baselines": dict, "rows": dict, "seconds": dict}
    for name, kind in wanted.items():
        if not isinstance(report.get(name), kind):
            raise damaged("report.json", name)


def read_about(folder: str | Path) -> RunInfo:
    """Whose run it is and what it is called; RunNotFound without a folder, RunDamaged where it cannot be read."""
    where = str(folder)  # a new Path is slow to hash, and this is done for everybody's runs
    return _about(where, signature(f"{where}/about.json"))


@lru_cache(maxsize=MOST_KEPT)
def _about(folder: str, _signature: Signature) -> RunInfo:
    """Read once for each state of the file: every page that is drawn asks for everybody's."""
    return typed(RunInfo, read_json(Path(folder) / "about.json"), "about.json")


def has_ended(folder: str) -> bool:
    """Whether its status is known to be one after which nothing comes unless it is resumed; False where it has to be read."""
    known = _ENDED.get(folder)
    return known is not None and known[0] == signature(f"{folder}/status.json")


def read_status(folder: Path) -> Status:
    """The Status as it was stored. One that has ended is read once: every page that is drawn asks for everybody's."""
    where = str(folder)
    now, known = signature(f"{where}/status.json"), _ENDED.get(where)
    if known and now and known[0] == now:
        return known[1]
    status = _stored_status(folder)
    if status.state in ("done", "failed", "cancelled"):
        if len(_ENDED) >= MOST_KEPT:
            _ENDED.clear()
        _ENDED[where] = now, status
    return status


def _stored_status(folder: Path) -> Status:
    data = read_json(folder / "status.json")
    try:
        message = data.get("message") and Message.from_dict(data["message"])
    except (AttributeError, KeyError, TypeError):
        raise damaged("status.json", "message") from None
    return typed(Status, data | {"message": message}, "status.json")


def read_recipe(folder: Path) -> Recipe:
    """The Recipe; settings that a later version has are left out."""
    known = {name for own in Recipe.model_fields for name in (own, written(own))}
    data = read_json(folder / "recipe.json")
    try:
        return Recipe.make(**{name: value for name, value in data.items() if name in known})
    except (RecipeError, TypeError) as error:
        raise damaged("recipe.json", str(error)) from None


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file of a run; RunNotFound where its folder is gone, RunDamaged where it is no such object."""
    try:
        if path.stat().st_size > BYTES:
            raise damaged(path.name, f"> {BYTES // 10**6} MB")
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise damaged(path.name, "missing") if path.parent.is_dir() else not_found() from None
    except (ValueError, RecursionError, OSError) as error:
        raise damaged(path.name, _said(error)) from None
    if not isinstance(data, dict):
        raise damaged(path.name, type(data).__name__)
    return data


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects with an epoch among the lines of metrics.jsonl; what a crash cut short or a disk garbled is left out."""
    try:
        with open(path, "rb") as file:
            lines = file.read(METRICS_BYTES).split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise damaged(path.name, _said(error)) from None
    return [row for row in map(_parsed, lines) if row is not None]


def _check_opens(path: Path) -> None:
    """RunDamaged where a file of lines is there and cannot be read at all; what its lines say is nobody's damage."""
    try:
        open(path, "rb").close()
    except FileNotFoundError:
        return
    except OSError as error:
        raise damaged(path.name, _said(error)) from None


def typed(kind: type[T], data: dict[str, Any], name: str) -> T:
    """A dataclass of these values; RunDamaged at the first that is missing or of another type."""
    try:
        return _adapter(kind).validate_python(data)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or name
        raise damaged(name, where) from None


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and type(row.get("epoch")) is int else None


@contextmanager
def whole(name: str) -> Iterator[None]:
    """What a damaged file raises while it is read is told as RunDamaged; the host's log has where."""
    try:
        yield
    except UnrolledError:
        raise
    except (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError) as error:
        LOG.warning("a file of a run cannot be read: %s", name, exc_info=True)
        raise damaged(name, f"{type(error).__name__}: {_said(error)}") from error


def _said(error: Exception) -> str:
    """What an error says, without the folder of the host that an OSError names."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def damaged(name: str, why: str) -> RunDamaged:
    """What is told of a file that cannot be read."""
    return RunDamaged("{name} of this run cannot be read ({why}).", name=name, why=why[:120])


def not_found() -> RunNotFound:
    return RunNotFound("There is no such run; it may have been deleted or the link is wrong.")
