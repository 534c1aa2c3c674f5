"""even(rows): rows that are wider than the others, made even where one column is free text; else told, or left out."""

from dataclasses import dataclass, field

from nlp_models.datasets.parsing.headers import NUMBER, Rows
from nlp_models.datasets.source import SAMPLE
from nlp_models.datasets.table import Skipped
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

FREE_LETTERS = 12  # a free text is longer than this, on average
FEW_VALUES = 50  # a label or a part has no more
TOLD = 5


@dataclass(frozen=True)
class Evened:
    """Rows as wide as the header, their numbers, and what was done to make them so."""

    rows: Rows
    numbers: list[int]
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def even(
    rows: Rows, numbers: list[int], columns: list[str], least: int, separator: str | None, header: bool, skip: bool
) -> Evened:
    """Rows of `least` cells or more and none filled beyond the columns; DataError names those that are not so.

    Args:
        columns: their names, as many as there should be cells.
        least: cells that each row has to have; later columns are dropped.
        separator: gives back to a text what was cut.
        header: whether a row of the file says how many columns there are.
        skip: leave out the rows that do not fit.
    """
    width = len(columns)
    bad = [at for at, row in enumerate(rows) if not least <= len(row) <= width and not _fits(row, least, width)]
    if not bad:
        return Evened(rows, numbers)
    mended, column = _rejoined(rows, bad, len(columns), separator)
    left = [place for place in bad if place not in mended]
    if left and not skip:
        counts = {len(rows[place]) for place in left}
        raise _told([numbers[place] for place in left[:TOLD]], counts, len(left) - TOLD, len(columns), header)
    out = set(left)
    kept = [place for place in range(len(rows)) if place not in out]
    skipped = Skipped(
        tuple(numbers[place] for place in left),
        Message(mark("They do not have {width} columns, as the others do"), {"width": len(columns)}),
    )
    notes = [note([numbers[place] for place in mended], columns[column])] if mended else []
    return Evened(
        [mended.get(place) or rows[place] for place in kept],
        [numbers[place] for place in kept],
        [skipped] * bool(left),
        notes,
    )


def _fits(row: list[str], least: int, width: int) -> bool:
    return len(row) >= least and (len(row) <= width or not any(map(str.strip, row[width:])))


def note(numbers: list[int], column: str) -> Message:
    """What is told of rows whose text was put together again."""
    count = len(numbers)
    told = {"count": f"{count:,}", "column": column, "row": numbers[0]}
    if count == 1:
        return Message(
            mark("In row {row} the text of '{column}' has separators in it; it was put together again"), told
        )
    return Message(
        mark(
            "In {count} rows, from row {row} on, the text of '{column}' has separators in it; it was put together again"
        ),
        told,
    )


def _rejoined(rows: Rows, bad: list[int], width: int, separator: str | None) -> tuple[dict[int, list[str]], int]:
    """`({place: row made even}, the column of free text)`: for the rows whose other cells are as in the rows that fit."""
    wide = [place for place in bad if len(rows[place]) > width]
    out = set(bad)
    fitting = [row for place, row in enumerate(rows[: 50 * SAMPLE]) if place not in out and len(row) >= width]
    columns = [[row[n].strip() for row in fitting] for n in range(width)]
    free = [n for n, values in enumerate(columns) if is_free(values)] if fitting else [n for n in [0] if width == 1]
    if separator is None or len(free) != 1:
        return {}, 0
    (place,) = free
    kinds = [_kind(values) for values in columns]
    mended = {}
    for row in wide:
        cells, after = rows[row], width - 1 - place
        end = len(cells) - after
        made = [*cells[:place], separator.join(cells[place:end]), *cells[end:]]
        if all(
            kind is None or kind(cell.strip())
            for n, (kind, cell) in enumerate(zip(kinds, made, strict=False))
            if n != place
        ):
            mended[row] = made
    return mended, place


def is_free(values: list[str]) -> bool:
    """Whether they are texts as people write them: rather long, with spaces, hardly two alike."""
    some = [value for value in values[: 5 * SAMPLE] if value]
    if not some or sum(map(len, some)) < FREE_LETTERS * len(some) or len(set(some)) < len(some) / 2:
        return False
    return sum(" " in value for value in some) > len(some) / 2


def _kind(values: list[str]):
    """What a cell of this column has to be like, as a function; None where they are of no kind."""
    some = {value for value in values if value}
    if some and all(map(NUMBER.fullmatch, some)):
        return lambda cell: not cell or NUMBER.fullmatch(cell)
    if len(some) <= max(2, min(FEW_VALUES, len(values) // 2)):
        return lambda cell: not cell or cell in some
    if not any(" " in value for value in some):
        longest = 2 * max(map(len, some), default=0)
        return lambda cell: " " not in cell and len(cell) <= longest
    return None


def _told(bad: list[int], widths: set[int], more: int, width: int, header: bool) -> DataError:
    """The error that names the first rows that are not as wide as the others, and says how many more there are."""
    found = "–".join(str(count) for count in sorted({min(widths), max(widths)}))
    *most, last = map(str, bad)
    if not header:
        told = ", ".join([*most, last, *["…"] * (more > 0)])
        return DataError("These rows do not have {width} columns, as the others do: {rows}.", width=width, rows=told)
    told = {"rows": ", ".join(most), "last": last, "found": found, "width": width, "more": more}
    if not most:
        return DataError("Row {last} has {found} columns where the header has {width}.", **told)
    if more <= 0:
        return DataError("Rows {rows} and {last} have {found} columns where the header has {width}.", **told)
    return DataError("Rows {rows}, {last} and {more} more have {found} columns where the header has {width}.", **told)
