"""Delimited text: cells parted by a tab, comma, semicolon or bar, by the rules of csv quoting or line by line."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.fields import PAIR_NAMES
from nlp_models.datasets.parsing.headers import COLUMN_NAMES, KNOWN_NAMES, NAME, Rows
from nlp_models.datasets.parsing.ragged import note
from nlp_models.datasets.parsing.tabular import common_width, steadiness, steadiness_of, table_of
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("a table with separators (CSV)")

SEPARATED = True  # a person may say by what
SEPARATORS = "\t,;|"
SAID = re.compile(r'"?sep=(.)"?[\s,;|]*', re.I)  # a first line for Excel that names the separator
TOGETHER = 2**16  # letters whose lines are cut together
TITLES = 5  # lines above the header that the look at the beginning leaves out
csv.field_size_limit(limits.CELL_LETTERS)
NAMES = {
    "\t": Message(mark("a tab")), ",": Message(mark("a comma")), ";": Message(mark("a semicolon")), "|": Message(mark("a vertical bar")),
}  # fmt: skip


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where a separator cuts the lines into equally many cells, or a csv has a single column."""
    if not source.is_text:
        return None
    if said := said_separator(source.sample):
        return Sighting(0.95, Message(mark("its first line says which sign parts the columns"), {"separator": said}))
    if (separator := find_separator(source.sample, source.name)) is None:
        return Sighting(0.7, Message(mark("a csv of one column"))) if _one_column(source) else None
    width = common_width([split_line(line, separator) for line in source.sample])
    values = {"separator": NAMES[separator], "width": width}
    return Sighting(0.8, Message(mark("{separator} cuts the lines into {width} columns"), values))


def read(source: Source, how: How) -> Table:
    """All rows, each as wide as the header."""
    said = said_separator(source.sample)
    text = "\n" + source.text.partition("\n")[2] if said else source.text
    if not text.strip():
        raise DataError("This file is empty.")
    found = how.separator or said or find_separator(source.sample, source.name)
    if found is None and _one_column(source):
        return _single(text, how, source.encoding)
    separator = found or ","
    limits.check_cells(text.count(separator))
    rows, numbers = _split(text, separator)
    if separator == "\t":
        _tabs_again(rows)
    mended = [numbers[place] for place in _rejoin(rows, separator)]
    kind = "tsv" if separator == "\t" else "csv"
    table = table_of(rows, numbers, kind, how, source.encoding, separator)
    return replace(table, notes=(note(mended, table.columns[0]), *table.notes)) if mended else table


def said_separator(lines: list[str]) -> str | None:
    """The sign that a first line `sep=;` names."""
    found = SAID.fullmatch(lines[0]) if lines else None
    return found[1] if found else None


def names_columns(lines: list[str]) -> bool:
    """Whether a first line names columns that we know, and the lines below have as many: then even prose is a table."""
    first, *rest = lines
    for separator in SEPARATORS:
        cells = [cell.strip(' "').lower() for cell in first.split(separator)]
        if len(cells) > 1 and all(map(_may_name, cells[1:] if not cells[0] else cells)):
            known = [cell for cell in cells if cell in COLUMN_NAMES]
            wide = sum(line.count(separator) >= len(cells) - 1 for line in rest)
            told = len(known) == len(cells) or set(known) & (KNOWN_NAMES | PAIR_NAMES)
            if told and wide >= (0.8 if len(known) > 1 else 0.95) * len(rest):
                return True
    return False


def _may_name(cell: str) -> bool:
    """Whether a cell is a name that we know, or a word or two that may be one."""
    return cell in COLUMN_NAMES or (bool(NAME.fullmatch(cell)) and cell.count(" ") < 2)


def find_separator(lines: list[str], name: str = "") -> str | None:
    """The separator that cuts the lines into equally many cells; None for plain text."""
    found = _evenly_cutting(lines, name)
    if found:
        return found
    for start in range(1, min(TITLES, len(lines) - 3) + 1):  # a title or two stand above
        if (found := _evenly_cutting(lines[start:], name)) and names_columns(lines[start:]):
            return found
    return None


def _evenly_cutting(lines: list[str], name: str) -> str | None:
    for separator in SEPARATORS:
        cells = [cell.strip(' "').lower() for cell in lines[0].split(separator)]
        known = (KNOWN_NAMES | PAIR_NAMES) & set(cells)
        enough = 0.5 if separator in lines[0] and (known or name.endswith((".csv", ".tsv"))) else 0.9
        if separator in "\t|" and _recurs(lines, separator, enough):
            return separator  # they hardly occur in prose; commas do, so those must recur evenly
        readings = (
            _quoted([f"{line}\n" for line in lines], separator)[0],
            [split_line(line, separator) for line in lines],
        )
        if separator in ",;" and separator in lines[0] and max(map(steadiness, readings)) >= enough:
            return separator
        if separator in ",;" and all(cell in COLUMN_NAMES for cell in cells) and _has_them(cells, readings[1]):
            return separator  # texts with commas that nobody quoted, below a header that we know
    return None


def _recurs(lines: list[str], separator: str, enough: float) -> bool:
    """Whether more than this share of the lines hold it, or of the rows where some are several lines within quotes."""
    if separator not in lines[0]:
        return sum(separator in line for line in lines) > enough * len(lines)
    rows = _quoted([f"{line}\n" for line in lines], separator)[0]
    return (
        max(
            sum(separator in line for line in lines) / len(lines), sum(len(row) > 1 for row in rows) / max(1, len(rows))
        )
        > enough
    )


def _has_them(cells: list[str], rows: list[list[str]]) -> bool:
    """Whether nearly all rows have as many cells as this header, or more."""
    return len(cells) > 1 and sum(len(row) >= len(cells) for row in rows) >= 0.9 * len(rows)


def _one_column(source: Source) -> bool:
    """Whether a file that is called a csv has a single column: each row one cell, or a known name above."""
    if not source.name.endswith((".csv", ".tsv", ".tab")):
        return False
    rows, _, broken = _quoted([f"{line}\n" for line in source.sample], ",")
    name = source.sample[0].strip().strip('"').lower()
    return name in COLUMN_NAMES or (not broken and bool(rows) and all(len(row) == 1 for row in rows))


def _single(text: str, how: How, encoding: str | None) -> Table:
    """A Table of one column: quotes by their rules where each row is one cell, else each line is a text."""
    rows, numbers, broken = _quoted(lines_of(text), ",")
    if broken or any(len(row) != 1 for row in rows):
        filled = [(number, line) for number, line in enumerate(lines_of(text), 1) if line.strip()]
        rows = [[_unquoted(line.rstrip("\n"))] for _, line in filled]
        numbers = [number for number, _ in filled]
    return replace(table_of(rows, numbers, "csv", how, encoding), separator=",")


def _unquoted(line: str) -> str:
    """A line without the quotes that hold all of it."""
    cells = split_line(line, ",")
    return cells[0] if len(cells) == 1 else line


def _split(text: str, separator: str) -> tuple[Rows, list[int]]:
    """`(rows, row numbers)`: by the rules of csv quoting, unless cutting line by line gives steadier rows."""
    if '"' not in text:
        return _by_line(text, separator)
    quoted, numbers, broken = _quoted(lines_of(text), separator)
    steady = steadiness(quoted) if quoted else 0
    if not broken and steady == 1 and separator != "\t":
        return quoted, numbers
    widths = [line_width(line, separator) for line in lines_of(text) if line.strip(f" \t\n{separator}")]
    by_line = steadiness_of(widths)
    if broken and by_line < 0.9:
        raise DataError("A quote opens in row {row} and does not close as it should.", row=broken)
    if not broken and (steady > by_line or (steady == by_line and (separator != "\t" or len(quoted) == len(widths)))):
        return quoted, numbers
    quoted.clear()
    return _by_line(text, separator)  # quotes that are letters swallow whole rows


def _by_line(text: str, separator: str) -> tuple[Rows, list[int]]:
    """`(rows, row numbers)`: each line that holds something is a row."""
    rows, numbers, count, alike = [], [], 0, Alike()
    nothing, split = f" \t\n{separator}", split_line if '"' in text else str.split
    for number, line in enumerate(lines_of(text), 1):
        if line.strip(nothing):
            cells = split(line.rstrip("\n"), separator)
            rows.append(alike.row(cells))
            numbers.append(number)
            count += min(len(cells), limits.COLUMNS)
            if count > limits.CELLS:
                limits.check_cells(count)
    return rows, numbers


def line_width(line: str, separator: str) -> int:
    """How many cells a line is cut into."""
    return line.count(separator) + 1 if '"' not in line else len(split_line(line.rstrip("\n"), separator))


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one at a time: a list of them, or a file in memory, takes four times the text."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + TOGETHER) + 1 or len(text)
        *lines, last = text[start:end].split("\n")
        for line in lines:
            yield f"{line}\n"
        if last:
            yield last
        start = end


class Alike:
    """Of short cells that recur, as labels do, one is kept for all."""

    MOST, LETTERS = 50_000, 16

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def row(self, cells: list[str]) -> list[str]:
        """The same cells."""
        known = self.known
        for place, cell in enumerate(cells):
            if len(cell) <= self.LETTERS:
                cells[place] = known.get(cell) or (known.setdefault(cell, cell) if len(known) < self.MOST else cell)
        return cells


def split_line(line: str, separator: str) -> list[str]:
    """The cells of one line, unquoted where its quotes are whole."""
    if '"' not in line:
        return line.split(separator)
    try:
        cells = next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error:
        return line.split(separator)
    # some tools quote the whole line, tabs and all
    return cells[0].split(separator) if len(cells) == 1 and separator == "\t" else cells


def _quoted(lines: Iterable[str], separator: str) -> tuple[Rows, list[int], int | None]:
    """`(rows, row numbers, the row where a quote breaks or None)` by the rules of csv quoting."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    rows, numbers, start, count, alike = [], [], 1, 0, Alike()
    with suppress(csv.Error):
        for row in reader:
            if any(map(str.strip, row)):
                rows.append(alike.row(row))
                numbers.append(start)
                count += min(len(row), limits.COLUMNS)
                limits.check_cells(count)
            start = reader.line_num + 1
        return rows, numbers, None
    return rows, numbers, start


def _rejoin(rows: Rows, separator: str) -> list[int]:
    """Two columns, a text with separators in it and a label last: give the text its separators back; the places of these."""
    if common_width(rows) != 2 or all(len(row) < 3 for row in rows):
        return []
    known = {row[1].strip() for row in rows if len(row) == 2}
    if len(known) > max(20, len(rows) // 20):
        return []
    mended = [place for place, row in enumerate(rows) if len(row) > 2 and row[-1].strip() in known]
    for place in mended:
        rows[place] = [separator.join(rows[place][:-1]), rows[place][-1]]
    return mended


def _tabs_again(rows: Rows) -> None:
    """Rows whose tab somebody's editor turned into spaces: cut there, if that gives as many cells as the others have."""
    width = common_width(rows)
    for place, row in enumerate(rows):
        if len(row) == 1 < width and len(cells := re.split(r" {2,}", row[0].strip())) == width:
            rows[place] = cells
