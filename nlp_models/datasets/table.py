"""Table: what a file holds, whatever its shape; How: what a person says of how to read it; Sighting: what a shape says."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp_models.messages import Message

PLAIN = ""  # as a separator: none, each line is a text


@dataclass(frozen=True)
class How:
    """What a person says against what was found out; None: found out."""

    shape: str | None = None  # the name of a shape, as in Table.kind
    encoding: str | None = None
    separator: str | None = None  # PLAIN: there is none
    header: bool | int | None = None  # whether the first row names the columns, or the number of the row that does
    sheet: str | None = None  # of a workbook; of a zip, the file in it
    sentence: str | None = None  # Tagging: the column that numbers the sentences
    pause: int | None = None  # dialogues: minutes of silence after which a new talk begins
    skip_bad_rows: bool = False  # rows that do not fit the header are left out and counted
    wanted: tuple[str, ...] = ()  # columns that must be there: asked for by name, or what a run learned from


@dataclass(frozen=True)
class Skipped:
    """Rows of a file that are not in its Table, and why."""

    rows: tuple[int, ...]  # their numbers in the file
    why: Message


@dataclass(frozen=True)
class Sighting:
    """What a shape says of a file that may be its own."""

    confidence: float  # 0 to 1; of several shapes the surest reads
    because: Message  # the evidence, in a sentence that names what was seen


@dataclass(frozen=True)
class Table:
    """What a file holds: rows of strings, all as wide as `columns`; `line_numbers` are rows of the file, from 1."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    line_numbers: Sequence[int]
    kind: str  # the shape it was read as: csv, tsv, txt, jsonl, xlsx, conll, ...
    encoding: str | None = None
    separator: str | None = None
    header: bool = True
    header_row: int | None = None  # the row of the file that names the columns
    sheet: str | None = None  # of a workbook the sheet, of a zip the file
    sheets: tuple[str, ...] = ()  # all there are to choose from
    skipped: tuple[Skipped, ...] = ()  # what was left out in reading
    notes: tuple[Message, ...] = ()  # what was done that a person should know
    word_lines: list[list[int]] = field(default_factory=list)  # where a row's words stand on lines of their own: these
    guess: dict[str, str] = field(default_factory=dict)  # field -> column, where the shape knows
    speakers: tuple[str, ...] = ()  # of a talk: who spoke, whose names are left out of the rows
    shape: str = ""  # the name of the shape that read it
    because: Message | None = None  # why it was read so
    others: tuple[str, ...] = ()  # shapes that it might be read as, too

    def __len__(self) -> int:
        return len(self.line_numbers)

    def head(self, rows: int) -> list[tuple[str, ...]]:
        """Its first rows."""
        return self.rows[:rows]

    def values(self, column: str) -> list[str]:
        """The cells of one column."""
        place = self.columns.index(column)
        return [row[place] for row in self.rows]
