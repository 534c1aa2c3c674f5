"""table_of(rows): the rows of a file, as they were cut, -> Table: which row names the columns, which columns stay."""

import re

from nlp_models.datasets import limits
from nlp_models.datasets.fields import PAIR_NAMES, Label, Text
from nlp_models.datasets.source import SAMPLE
from nlp_models.datasets.table import How, Table
from nlp_models.errors import DataError

KNOWN_NAMES = {*Text().known_as, *Label().known_as}


def steadiness(rows: list[list[str]]) -> float:
    """The share of rows as wide as most; 0 for a single column."""
    return sum(len(row) == width for row in rows) / len(rows) if (width := common_width(rows)) > 1 else 0


def common_width(rows: list[list[str]]) -> int:
    """As many cells as most of the first rows have."""
    widths = [len(row) for row in rows[:SAMPLE]]
    return max(sorted(set(widths)), key=widths.count, default=0)


def table_of(
    rows: list[list[str]], numbers: list[int], kind: str, how: How, encoding: str | None = None, separator: str | None = None,
) -> Table:  # fmt: skip
    """A Table of rows and their numbers in the file; DataError where they are empty, or not as wide as the header."""
    if not any(map(any, rows)):
        raise DataError("This file is empty.")
    if any(len(cell) > limits.CELL_LETTERS for row in rows for cell in row):
        raise DataError("A cell has more than {limit} letters; is a quote missing?", limit=limits.CELL_LETTERS)
    header = has_header(rows) if how.header is None else bool(how.header)
    first = numbers[0]
    names = [cell.strip() for cell in rows[0]] if header else [""] * common_width(rows)
    body, numbers = (rows[1:], numbers[1:]) if header else (rows, numbers)
    if header and len(names) == 1 and common_width(body) == 2:
        names.append("")  # a header that forgot the label
    limits.check_width(len(names))
    filled = [sum(len(row) > n and bool(row[n].strip()) for row in body) for n in range(len(names))]
    kept = [n for n in range(len(names)) if names[n] or not header or filled[n] > len(body) / 50] or [0]
    _check_rows(body, numbers, len(names), kept[-1] + 1, header)
    columns = [names[n] or f"column {n + 1}" for n in kept]
    columns = tuple(f"{name} ({n + 1})" if name in columns[:n] else name for n, name in enumerate(columns))
    cells = [tuple([row[n].strip() if n < len(row) else "" for n in kept]) for row in body]
    return Table(columns, cells, numbers, kind, encoding, separator, header, first if header else None)


def has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: by a name we know, or a first cell unlike the labels below it."""
    first, rest = [cell.strip().lower() for cell in rows[0]], rows[1:]
    known = [n for n, cell in enumerate(first) if cell in KNOWN_NAMES]
    again = [sum(len(row) > n and row[n].strip().lower() == first[n] for row in rest) for n in known]
    if known and min(again) <= len(rest) / 20:  # y and class may be values, too
        return True
    if sum(cell in PAIR_NAMES for cell in first) > 1:  # a single one may be a word that somebody says
        return True
    if not 2 <= len(first) <= limits.COLUMNS or any(
        len(cell) > 40 or re.fullmatch(r"[-+\d.]*", cell) for cell in first
    ):
        return False
    below = [[row[n].strip().lower() for row in rest if n < len(row)] for n in range(len(first))]
    labels = [n for n, values in enumerate(below) if 2 <= len(set(values)) <= min(50, len(values) / 2)]
    return bool(labels) and all(first[n] not in below[n] for n in labels)


def _check_rows(rows, numbers, width, least, header):
    """All rows are as wide as the header; empty cells beyond it, and missing ones of dropped columns, do not count."""
    bad = [
        (number, len(row)) for row, number in zip(rows, numbers, strict=True)
        if len(row) < least or (len(row) > width and any(map(str.strip, row[width:])))
    ]  # fmt: skip
    if not bad:
        return
    counts = sorted({count for _, count in bad})
    found = "–".join(str(count) for count in (counts if len(counts) == 1 else counts[:: len(counts) - 1]))
    *most, last = [str(number) for number, _ in bad[:5]]
    if not header:
        told = ", ".join([*most, last, *["…"][: len(bad) > 5]])
        raise DataError("These rows do not have {width} columns, as the others do: {rows}.", width=width, rows=told)
    told = {"rows": ", ".join(most), "last": last, "found": found, "width": width, "more": len(bad) - 5}
    if len(bad) == 1:
        raise DataError("Row {last} has {found} columns where the header has {width}.", **told)
    if len(bad) <= 5:
        raise DataError("Rows {rows} and {last} have {found} columns where the header has {width}.", **told)
    raise DataError("Rows {rows}, {last} and {more} more have {found} columns where the header has {width}.", **told)
