"""Delimited text: cells parted by a tab, comma, semicolon or bar, by the rules of csv quoting or line by line."""

import csv
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.fields import PAIR_NAMES
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.datasets.tabular import KNOWN_NAMES, common_width, steadiness, table_of
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("a table with separators (CSV)")

SEPARATED = True  # a person may say by what
SEPARATORS = "\t,;|"
csv.field_size_limit(limits.CELL_LETTERS)


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where a separator cuts the lines into equally many cells."""
    if not source.is_text or (separator := find_separator(source.sample, source.name)) is None:
        return None
    width = common_width([split_line(line, separator) for line in source.sample])
    values = {"separator": NAMES[separator], "width": width}
    return Sighting(0.8, Message(mark("{separator} cuts the lines into {width} columns"), values))


NAMES = {
    "\t": Message(mark("a tab")), ",": Message(mark("a comma")), ";": Message(mark("a semicolon")), "|": Message(mark("a vertical bar")),
}  # fmt: skip


def names_columns(line: str) -> bool:
    """Whether a first line names columns that we know: then even prose below it is a table."""
    cells = [{cell.strip(' "').lower() for cell in line.split(separator)} for separator in SEPARATORS]
    return any(len(found) > 1 and found & (KNOWN_NAMES | PAIR_NAMES) for found in cells)


def read(source: Source, how: How) -> Table:
    """All rows, each as wide as the header."""
    numbered = [(number, line) for number, line in enumerate(source.lines, 1) if line.strip()]
    separator = how.separator or find_separator(source.sample, source.name) or ","
    rows, numbers = _split(source.text, numbered, separator)
    rows = _tabs_again(rows) if separator == "\t" else rows
    kind = "tsv" if separator == "\t" else "csv"
    return table_of(_rejoin(rows, separator), numbers, kind, how, source.encoding, separator)


def find_separator(lines: list[str], name: str = "") -> str | None:
    """The separator that cuts the lines into equally many cells; None for plain text."""
    for separator in "\t,;|":
        known = (KNOWN_NAMES | PAIR_NAMES) & {cell.strip(' "').lower() for cell in lines[0].split(separator)}
        enough = 0.5 if separator in lines[0] and (known or name.endswith((".csv", ".tsv"))) else 0.9
        if separator in "\t|" and sum(separator in line for line in lines) > enough * len(lines):
            return separator  # they hardly occur in prose; commas do, so those must recur evenly
        readings = (_quoted("\n".join(lines), separator)[0], [split_line(line, separator) for line in lines])
        if separator in ",;" and separator in lines[0] and max(map(steadiness, readings)) >= enough:
            return separator
    return None


def _split(text, numbered, separator):
    """`(rows, row numbers)`: by the rules of csv quoting, unless cutting line by line gives steadier rows."""
    rows = [split_line(line, separator) for _, line in numbered]
    quoted, numbers, broken = _quoted(text, separator)
    if broken and steadiness(rows) < 0.9:
        raise DataError("A quote opens in row {row} and does not close as it should.", row=broken)
    better = steadiness(quoted) - steadiness(rows)
    if not broken and (better > 0 or (better == 0 and (separator != "\t" or len(quoted) == len(rows)))):
        return quoted, numbers
    return rows, [number for number, _ in numbered]  # quotes that are letters swallow whole rows


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


def _quoted(text, separator):
    """`(rows, row numbers, the row where a quote breaks or None)` by the rules of csv quoting."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=separator, strict=True)
    rows, numbers, start = [], [], 1
    with suppress(csv.Error):
        for row in reader:
            if any(map(str.strip, row)):
                rows.append(row)
                numbers.append(start)
            start = reader.line_num + 1
        return rows, numbers, None
    return rows, numbers, start


def _rejoin(rows, separator):
    """Two columns, a text with separators in it and a label last: give the text its separators back."""
    if common_width(rows) != 2:
        return rows
    known = {row[1].strip() for row in rows if len(row) == 2}
    if len(known) > max(20, len(rows) // 20):
        return rows
    return [[separator.join(row[:-1]), row[-1]] if len(row) > 2 and row[-1].strip() in known else row for row in rows]


def _tabs_again(rows):
    """Rows whose tab somebody's editor turned into spaces: cut there, if that gives as many cells as the others have."""
    width = common_width(rows)
    cut = [re.split(r" {2,}", row[0].strip()) if len(row) == 1 < width else row for row in rows]
    return [cells if len(cells) == width else row for cells, row in zip(cut, rows, strict=True)]
