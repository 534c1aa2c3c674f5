"""A csv or workbook with a text and, in another cell, the places marked in it: as Label Studio exports csv, as pandas prints.

text,entities
Anna flew.,"[(0, 4, 'PER')]"
"""

import csv
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.reading.places import table_of_places
from nlp_models.problems.tagging.reading.sheets import first_rows_of_sheets, table_with
from nlp_models.problems.tagging.reading.spans import written_spans
from nlp_models.problems.tagging.reading.word_cells import SEPARATORS

TITLE = mark("a table with places marked in texts")
SEPARATED = True  # a person may say by what
BECAUSE = mark("a table of texts with the places marked in them written out")
ENOUGH = 0.8  # of the filled cells are places, or an empty list
LOOKED_AT = 200
KEPT = (
    "encoding",
    "separator",
    "header",
    "header_row",
    "sheet",
    "sheets",
    "notes",
    "skipped",
)  # of the table it is made of


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By a column whose cells are lists of places, beside a text."""
    if source.is_workbook:
        grids = [rows for _, rows in first_rows_of_sheets(source)]
        return Sighting(1.0, Message(BECAUSE)) if any(_place(rows[1:]) is not None for rows in grids) else None
    if not source.is_text or source.sample[0].lstrip().startswith(("{", "[")):
        return None
    grids = [_cut(source.sample, separator) for separator in SEPARATORS]
    return Sighting(0.94, Message(BECAUSE)) if any(_place(rows[1:]) is not None for rows in grids) else None


def read(source: Source, how: How) -> Table:
    """A row a text, or a sentence of a long one."""
    table = table_with(source, how, lambda rows: _place(rows[1:]) is not None)
    place = _place(table.rows)
    if place is None:
        raise DataError("This file holds no text with places marked in it.")
    others = [n for n in range(len(table.columns)) if n != place]
    text = max(others, key=lambda n: sum(len(row[n]) for row in table.rows[:LOOKED_AT]))
    part = next((n for n in others if table.columns[n].lower() in ("split", "part")), None)
    found = (
        (number, (row[text], written_spans(row[place])) if row[place] else None, row[part] if part is not None else "")
        for number, row in zip(table.line_numbers, table.rows, strict=True)
    )
    return table_of_places(found, table.kind, **{name: getattr(table, name) for name in KEPT})


def _place(rows: Sequence[Sequence[str]]) -> int | None:
    """The column with the places."""
    width = max(map(len, rows[:LOOKED_AT]), default=0)
    for n in range(width if width > 1 else 0):
        cells = [row[n].strip() for row in rows[:LOOKED_AT] if n < len(row) and row[n].strip()]
        marked = [bool(written_spans(cell)) for cell in cells]
        if any(marked) and sum(marked) + sum(not cell.strip("[]() ") for cell in cells) >= ENOUGH * len(cells):
            return n
    return None


def _cut(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator, strict=False))
    except csv.Error:
        return []
