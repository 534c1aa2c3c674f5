"""A csv or workbook in whose cells lists are written out: ['B-PER', 'O'], ["B-PER","O"], ['B-PER' 'O'] or B-PER, O."""

import csv
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.reading.lists import ENOUGH, Value, parse_list, table_of_lists, tags_in_commas
from nlp_models.problems.tagging.reading.sheets import first_rows_of_sheets, table_with
from nlp_models.problems.tagging.reading.tag_styles import look_like_entities
from nlp_models.problems.tagging.reading.word_cells import SEPARATORS

TITLE = mark("a table with lists in its cells")
SEPARATED = True  # a person may say by what
BECAUSE = mark("a table with lists of tags written out in its cells")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By a column whose cells are lists."""
    if source.is_workbook:
        grids = [rows for _, rows in first_rows_of_sheets(source)]
        return Sighting(1.0, Message(BECAUSE)) if any(map(_holds_lists, grids)) else None
    if not source.is_text or source.sample[0].lstrip().startswith(("{", "[")):
        return None
    grids = (_cut(source.sample, separator) for separator in SEPARATORS)
    return Sighting(0.93, Message(BECAUSE)) if any(map(_holds_lists, grids)) else None


def read(source: Source, how: How) -> Table:
    """A row a sentence."""
    table = table_with(source, how, _holds_lists)
    columns = [_column(table.values(name)) for name in table.columns]
    found = [
        (number, dict(zip(table.columns, row, strict=True)))
        for number, row in zip(table.line_numbers, zip(*columns, strict=True), strict=True)
    ]
    told = {
        name: getattr(table, name)
        for name in ("encoding", "separator", "header", "header_row", "sheet", "sheets", "notes")
    }
    return table_of_lists(found, "lists", **told)


def _column(cells: list[str]) -> list[Value]:
    """The cells of a column as lists, where most are; else as they are."""
    reader = _reader(cells)
    return [(reader(cell) if cell else []) or cell for cell in cells] if reader else list(cells)


def _reader(cells: Sequence[str]) -> Any:
    """What reads most of the cells as lists."""
    filled = [cell for cell in cells if cell][:500]
    for reader in (parse_list, tags_in_commas):
        read = [items for cell in filled if (items := reader(cell)) is not None]
        if filled and len(read) >= ENOUGH * len(filled) and (reader is parse_list or _are_tags(read)):
            return reader
    return None


def _are_tags(read: list[list[str]]) -> bool:
    return look_like_entities({item for items in read for item in items})


def _holds_lists(rows: list[list[str]]) -> bool:
    """Whether a column below the first row is one of lists, beside another column."""
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2:
        return False
    columns = [[row[n] for row in rows[1:] if n < len(row)] for n in range(min(width, 60))]
    return any(len(column) > len(rows) / 2 and _reader(column) for column in columns)


def _cut(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator, strict=False))
    except csv.Error:
        return []
