"""A Table as files of a folder: what the child hands back. One file a column, so that a page loads only what it shows."""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nlp_models.datasets import cells
from nlp_models.datasets.table import Skipped, Table
from nlp_models.messages import Message
from nlp_models.reading.ways_on import WaysOn
from nlp_models.reading.working import Working

HEAD = "table.json"
LINES, FIRST, WORDS = "lines", "first", "words"
FIRST_ROWS = 1_000  # that are seen before anything is asked for
SMALL = (
    "columns",
    "kind",
    "encoding",
    "separator",
    "header",
    "header_row",
    "sheet",
    "sheets",
    "guess",
    "speakers",
    "shape",
    "others",
)


def write(table: Table, folder: Path, head: str = HEAD, guessed: dict[str, str] | None = None) -> int:
    """Write a table, with what was guessed of its columns; its head last, so that who sees that can read all. Gives its bytes."""
    size = sum(
        cells.write(column_file(folder, place, head), table.values(name)) for place, name in enumerate(table.columns)
    )
    (folder / f"{head}.{FIRST}").write_text(_dumped(table.head(FIRST_ROWS)), "utf-8")
    cells.write_numbers(folder / f"{head}.{LINES}", table.line_numbers)
    (folder / f"{head}.{WORDS}").write_text(_dumped(table.word_lines), "utf-8")
    about = {name: getattr(table, name) for name in SMALL} | {
        "because": table.because.as_dict() if table.because else None,
        "notes": [note.as_dict() for note in table.notes],
        "skipped": [{"rows": list(one.rows), "why": one.why.as_dict()} for one in table.skipped],
        "guessed": guessed,
        "size": size,
    }
    (folder / f"{head}.new").write_text(_dumped(about), "utf-8")
    (folder / f"{head}.new").rename(folder / head)
    return size


def column_file(folder: Path, place: int, head: str = HEAD) -> Path:
    """Where the cells of a column are."""
    return folder / f"{head}.{place}"


class KeptTable:
    """A Table whose cells lie on disk until they are asked for; its folder goes when nobody holds it any more."""

    def __init__(self, folder: "TemporaryDirectory[str] | Path", head: str = HEAD) -> None:
        self.folder = folder if isinstance(folder, Path) else Path(folder.name)
        self._held, self._head = folder, self.folder / head
        about = json.loads(self._head.read_text("utf-8"))
        self._about = Table(rows=[], line_numbers=[], **_facts(about))
        self.guessed: dict[str, str] = about["guessed"] or {}  # field -> column, of the use case it was read for
        self.size: int = about["size"]  # bytes of its cells
        self.working: Working | None = None  # the child, while it goes on with these rows
        self.kept: dict[str, Any] = {}  # what was made of it for pages: large.py

    def __getattr__(self, name: str) -> Any:
        return getattr(self._about, name)  # what stands in the head

    def __len__(self) -> int:
        return len(self.line_numbers)

    @property
    def is_large(self) -> bool:
        """Whether a web process leaves its rows on disk, and what is to be done with all of them to a child."""
        return self.size > cells.LARGE

    @cached_property
    def ways_on(self) -> WaysOn:
        """What would read the file, where what is needed was not found in it."""
        ways = self._head.with_name("ways.json")
        return WaysOn.from_dict(json.loads(ways.read_bytes())) if ways.exists() else WaysOn()

    @cached_property
    def line_numbers(self) -> Sequence[int]:
        """As in Table."""
        return cells.read_numbers(self._part(LINES))

    @property
    def word_lines(self) -> list[list[int]]:
        """As in Table, read anew each time: a number for each word."""
        return json.loads(self._part(WORDS).read_bytes())

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """All rows, read anew each time."""
        return list(zip(*map(self.values, self._about.columns), strict=True))

    def head(self, rows: int) -> list[tuple[str, ...]]:
        """Its first rows."""
        return list(map(tuple, json.loads(self._part(FIRST).read_bytes())))[:rows]

    def values(self, column: str) -> Sequence[str]:
        """The cells of one column, read anew each time."""
        return cells.read(column_file(self.folder, self._about.columns.index(column), self._head.name))

    def _part(self, name: str) -> Path:
        return self._head.with_name(f"{self._head.name}.{name}")


def _facts(about: dict[str, Any]) -> dict[str, Any]:
    return {name: about[name] for name in SMALL} | {
        "columns": tuple(about["columns"]),
        "sheets": tuple(about["sheets"]),
        "others": tuple(about["others"]),
        "speakers": tuple(about["speakers"]),
        "because": about["because"] and Message.from_dict(about["because"]),
        "notes": tuple(map(Message.from_dict, about["notes"])),
        "skipped": tuple(Skipped(tuple(one["rows"]), Message.from_dict(one["why"])) for one in about["skipped"]),
    }


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair
