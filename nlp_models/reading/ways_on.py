"""ways_on(task, source, ...): of a file that cannot be used as it is, what it looks like and what would read it.

Tried in the child on the beginning of the file, for a few seconds only: other encodings, separators and sheets, rows left
out that do not fit, and the other use cases, of which a file may be the very thing that one of them asks for.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nlp_models import tasks
from nlp_models.datasets.dataset import guess_columns
from nlp_models.datasets.encodings import ENCODINGS
from nlp_models.datasets.fields import LANGUAGES
from nlp_models.datasets.recognition import LEAST, shapes_in, sightings
from nlp_models.datasets.shapes import __name__ as SHARED
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import PLAIN, How, Table
from nlp_models.errors import DataError, UnrolledError
from nlp_models.messages import Message, mark
from nlp_models.reading.signatures import signature
from nlp_models.tasks import Task

SECONDS = 3  # of trying; who waits for a sentence waits no longer for it
BEGINNING = 200_000  # bytes of a text
MOST_WAYS, MOST_SHEETS = 3, 8
SEPARATORS = (*"\t,;|", PLAIN)
TRANSLATIONS = ("parallel", "tmx")  # shapes of pairs that are no talk
OWN, NAMED, FITTING, ANY_TEXT = 3, 2, 1, 0  # how well a file fits a use case


@dataclass(frozen=True)
class Way:
    """One way on: the use case that would take the file, and what is to be said of how it is read."""

    task: str
    how: dict[str, Any] = field(default_factory=dict)  # as in table.How; what changes only
    rows: int = 0  # that are left out
    shape: str = ""  # msgid: what the file is there


@dataclass(frozen=True)
class WaysOn:
    """What a file looks like, in a sentence with what is needed, and what would read it, the nearest first."""

    looks: Message | None = None
    ways: tuple[Way, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"looks": self.looks and self.looks.as_dict(), "ways": [asdict(way) for way in self.ways]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "WaysOn":
        """The WaysOn of `as_dict`."""
        looks = Message.from_dict(data["looks"]) if data["looks"] else None
        return cls(looks, tuple(Way(**way) for way in data["ways"]))


class NotRead(DataError):
    """A file that cannot be read as it was asked for, with the ways on."""

    ways_on = WaysOn()


class _Enough(Exception):
    """The seconds are over."""


def ways_on(task: Task, source: Path, name: str, how: How, table: Table | None = None) -> WaysOn:
    """What the file looks like, and the nearest ways on; as many as are found within a few seconds.

    Args:
        table: what was read of it, where columns are missing.
    """
    found: list[tuple[int, Way]] = []
    start = _beginning(source)
    with _limited(SECONDS):
        found += ((OWN + 1, way) for way in _otherwise(task, start, name, how, table))
        found += _elsewhere(task, start, name)
    found.sort(key=lambda pair: -pair[0])
    ways = tuple(way for _, way in found[:MOST_WAYS])
    return WaysOn(_looks(task, start, name, ways, table), ways)


def _beginning(source: Path) -> bytes:
    """The first lines of a text; of what is no text all."""
    with source.open("rb") as file:
        start = file.read(BEGINNING)
        if len(start) < BEGINNING or start.startswith(b"PK"):
            return start + file.read()
    return start[: start.rfind(b"\n") + 1] or start if b"\0" not in start else start[: len(start) // 4 * 4]


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """What takes longer is left where it is."""

    def over(*_: object) -> None:
        raise _Enough

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with suppress(_Enough, MemoryError):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _otherwise(task: Task, start: bytes, name: str, how: How, table: Table | None) -> Iterator[Way]:
    """The same use case, something said of how the file is read: the first of each kind that works."""
    bad_rows = [] if table or how.skip_bad_rows else [{"skip_bad_rows": True}]
    for trials in (_encodings(how) if not table else [], _sheets(how, table), _separators(how, table), bad_rows):
        for trial in trials:
            read = _read(task, start, name, replace(how, **trial))
            if read and (_is_steady(read) or "separator" not in trial):
                left = sum(len(one.rows) for one in read.skipped) if "skip_bad_rows" in trial else 0
                yield Way(task.name, trial, left, _title(task, read.shape))
                break


def _encodings(how: How) -> list[dict[str, Any]]:
    return [{"encoding": one} for one in ENCODINGS if one != how.encoding]


def _sheets(how: How, table: Table | None) -> list[dict[str, Any]]:
    return [{"sheet": sheet} for sheet in (table.sheets if table else ())[:MOST_SHEETS]]


def _separators(how: How, table: Table | None) -> list[dict[str, Any]]:
    """Where a table was read, and its columns are not what is needed."""
    return (
        [{"separator": sign} for sign in SEPARATORS if table and sign != table.separator] if not how.separator else []
    )


def _elsewhere(task: Task, start: bytes, name: str) -> Iterator[tuple[int, Way]]:
    """Other use cases that the file fits, one of each kind of problem."""
    found: dict[str, tuple[int, Way]] = {}
    for other in map(tasks.load, tasks.names()):
        if other.problem == task.problem and other.view == task.view:
            continue
        if (table := _read(other, start, name, How())) and (
            own := _fitting(other, table, _sure(other, start, name))
        ) is not None:
            best = found.get(other.problem)
            if best is None or own > best[0]:
                found[other.problem] = (own, Way(other.name, {}, 0, _title(other, table.shape)))
    yield from found.values()


def _sure(task: Task, start: bytes, name: str) -> dict[str, float]:
    """How sure each shape of a use case is of the file."""
    seen = sightings(Source(start, name), task.kind.shapes(), task.fields)
    return {shape: sighting.confidence for shape, sighting in seen.items()}


def _read(task: Task, start: bytes, name: str, how: How) -> Table | None:
    """The Table, where all that the task needs is in it."""
    with suppress(UnrolledError, RecursionError):
        table = task.kind.read_table(start, name, **vars(how))
        columns = guess_columns(table, task.fields)
        if {one.name for one in task.fields} <= set(columns):
            task.kind.check(task.dataset(table, columns, keep_unlabelled=True))
            return table
    return None


def _fitting(task: Task, table: Table, sure: dict[str, float]) -> int | None:
    """How well a file fits: in a shape of the kind's own, by the names of its columns, or as any text does."""
    if len(task.fields) == 1:
        return ANY_TEXT if table.shape in ("plain_text", "paragraphs") else None
    if sure.get(table.shape, 0) < LEAST:  # what reads anything says nothing
        return None
    names = [column.strip().lower() for column in table.columns]
    translated = table.shape in TRANSLATIONS or sum(name in LANGUAGES for name in names) > 1
    if task.kind.SOURCES.written and (translated or table.shape not in shapes_in(SHARED)):
        return OWN if translated != task.talks_back else None
    if table.shape not in shapes_in(SHARED):
        return OWN
    known = all(set(names) & set(one.known_as) for one in task.fields)
    guessed = not (task.kind.SOURCES.written and table.header)  # columns of other names are hardly question and answer
    return NAMED if known else FITTING if guessed and _is_steady(table) else None


def _is_steady(table: Table) -> bool:
    """Whether its columns are more than commas of prose: named, or cut by what hardly stands in a text."""
    return table.header or table.separator != ","


def _looks(task: Task, start: bytes, name: str, ways: tuple[Way, ...], table: Table | None) -> Message | None:
    """What it looks like, and what is needed here."""
    shape = (
        signature(start)
        or next((way.shape for way in ways if way.shape), "")
        or _title(task, table.shape if table else "")
    )
    shape = shape or _seen(task, start, name)
    needs = Message(task.kind.SOURCES.file)
    if not shape:
        return Message(mark("What this page needs: {needs}."), {"needs": needs})
    return Message(
        mark("It looks like {shape}. What this page needs: {needs}."), {"shape": Message(shape), "needs": needs}
    )


def _seen(task: Task, start: bytes, name: str) -> str:
    """The title of the shape that is surest of it; empty where none is."""
    with suppress(UnrolledError):
        seen = sightings(Source(start, name), task.kind.shapes(), task.fields)
        return _title(task, next(iter(seen), ""))
    return ""


def _title(task: Task, shape: str) -> str:
    own = task.kind.shapes().get(shape)
    return own.TITLE if own else ""
