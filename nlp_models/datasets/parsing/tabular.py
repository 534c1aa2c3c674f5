"""table_of(rows): the rows of a file, as they were cut, -> Table: which row names the columns, what is title and footer."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.parsing.footers import footer_at
from nlp_models.datasets.parsing.headers import KNOWN_NAMES as KNOWN_NAMES
from nlp_models.datasets.parsing.headers import Rows, header_place, usually_filled
from nlp_models.datasets.parsing.ragged import even
from nlp_models.datasets.source import SAMPLE
from nlp_models.datasets.table import How, Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark


def steadiness(rows: Rows) -> float:
    """The share of rows as wide as most; 0 for a single column."""
    return steadiness_of([len(row) for row in rows])


def steadiness_of(widths: list[int]) -> float:
    """The same of their widths."""
    width = _commonest(widths[:SAMPLE])
    return widths.count(width) / len(widths) if width > 1 else 0


def common_width(rows: Rows) -> int:
    """As many cells as most of the first rows have."""
    return _commonest([len(row) for row in rows[:SAMPLE]])


def _commonest(widths: list[int]) -> int:
    return max(sorted(set(widths)), key=widths.count, default=0)


def table_of(
    rows: Rows, numbers: list[int], kind: str, how: How, encoding: str | None = None, separator: str | None = None
) -> Table:
    """A Table of rows and their numbers in the file; DataError where they are empty, or not as wide as the header.

    Titles above the header and sums and remarks below the last row are left out and counted as skipped. `rows` are used up.
    """
    check_cells(rows)
    place = _header(rows, numbers, how)
    start = 0 if place is None else place
    body, skipped = rows[start:], []
    if start:
        skipped.append(Skipped(tuple(numbers[:start]), Message(mark("They stand above the names of the columns"))))
    end = start + footer_at(body, numbers[start:], usually_filled(body), separator is None)
    if end < len(rows):
        skipped.append(Skipped(tuple(numbers[end:]), Message(mark("Sums or remarks below the last row"))))
    body, below = rows[start + (place is not None) : end], numbers[start + (place is not None) : end]
    names = [cell.strip() for cell in rows[start]] if place is not None else [""] * common_width(body)
    if place is not None and len(names) == 1 and common_width(body) == 2:
        names.append("")  # a header that forgot the label
    limits.check_width(len(names))
    columns, kept = _columns(names, body, place is not None)
    done = even(body, below, _numbered(names), kept[-1] + 1, separator, place is not None, how.skip_bad_rows)
    cells: list[Any] = done.rows
    rows.clear()
    whole = len(kept) == kept[-1] + 1  # no column between is left out
    for at, row in enumerate(cells):  # in their place: two copies of a large table do not fit
        if whole and len(row) == len(kept):
            cells[at] = tuple(map(str.strip, row))
        else:
            cells[at] = tuple([row[n].strip() if n < len(row) else "" for n in kept])
    header_row = numbers[start] if place is not None else None
    return Table(
        columns,
        cells,
        done.numbers,
        kind,
        encoding,
        separator,
        place is not None,
        header_row,
        skipped=(*skipped, *done.skipped),
        notes=tuple(done.notes),
    )


def check_cells(rows: Sequence[Sequence[str]]) -> None:
    """DataError where all cells are empty, or one is too long to be a text."""
    if not any(map(any, rows)):
        raise DataError("This file is empty.")
    if max(map(len, chain.from_iterable(rows))) > limits.CELL_LETTERS:
        raise DataError("A cell has more than {limit} letters; is a quote missing?", limit=limits.CELL_LETTERS)


def named_table(
    columns: list[str], rows: list[tuple[str, ...]], numbers: list[int], kind: str, encoding: str | None = None
) -> Table:
    """A Table of rows under the names that the file itself gives them: keys, say."""
    check_cells(rows)
    limits.check_width(len(columns))
    return Table(_unlike(_numbered([name.strip() for name in columns])), rows, numbers, kind, encoding)


def _header(rows: Rows, numbers: list[int], how: How) -> int | None:
    """The place of the row that names the columns: as a person says, else as found out."""
    if how.header is False:
        return None
    if how.header is None or how.header is True:
        found = header_place(rows, how.wanted)
        return 0 if found is None and how.header else found
    if how.header not in numbers:
        raise DataError("There is no row {row} that could name the columns.", row=how.header)
    return numbers.index(how.header)


def _columns(names: list[str], body: Rows, header: bool) -> tuple[tuple[str, ...], list[int]]:
    """`(names, places)` of the columns that stay: those with a name, and those of the others that are not empty."""
    kept = [n for n in range(len(names)) if names[n] or not header or _filled(body, n) > len(body) / 50] or [0]
    numbered = _numbered(names)
    return _unlike([numbered[n] for n in kept]), kept


def _filled(body: Rows, n: int) -> int:
    """How many cells of a column hold something."""
    return sum(len(row) > n and bool(row[n].strip()) for row in body)


def _numbered(names: list[str]) -> list[str]:
    """A column without a name is called by its place."""
    return [name or f"column {n + 1}" for n, name in enumerate(names)]


def _unlike(names: list[str]) -> tuple[str, ...]:
    """Of two alike the later one is numbered."""
    return tuple(f"{name} ({n + 1})" if name in names[:n] else name for n, name in enumerate(names))
