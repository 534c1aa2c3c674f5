"""The first rows of a workbook's sheets, to find out what they hold; and the table of the sheet that fits."""

import zipfile
from collections.abc import Callable
from dataclasses import replace

from nlp_models.datasets.parsing.sheets import Damaged, Rows, Workbook
from nlp_models.datasets.shapes import delimited, workbook
from nlp_models.datasets.source import ZIP_ERRORS, Source
from nlp_models.datasets.table import How, Table
from nlp_models.errors import DataError

SHEETS, ROWS = 10, 500


def first_rows_of_sheets(source: Source) -> list[tuple[str, list[list[str]]]]:
    """`(title, rows)` of the first sheets, empty rows, too; none of a damaged workbook."""
    try:
        with source.opened() as file, zipfile.ZipFile(file) as archive:
            book = Workbook(archive)
            return [(sheet.name, _rows(book.rows(sheet, ROWS))) for sheet in book.sheets[:SHEETS]]
    except (Damaged, DataError, *ZIP_ERRORS):  # the shape `workbook` says so
        return []


def table_with(source: Source, how: How, fits: Callable[[list[list[str]]], bool]) -> Table:
    """The Table of a csv, or of a workbook's first sheet whose rows fit, unless a person names one."""
    if not source.is_workbook:
        return delimited.read(source, how)
    fitting = (title for title, rows in first_rows_of_sheets(source) if fits(rows))
    return workbook.read(source, replace(how, sheet=how.sheet or next(fitting, None)))


def _rows(found: Rows) -> list[list[str]]:
    """Rows as lists of cells, an empty one wherever the sheet has any."""
    width = max((max(cells) + 1 for cells in found.cells), default=0)
    rows, before = [], 0
    for number, cells in zip(found.numbers, found.cells, strict=True):
        rows += [[""] * width] * min(number - before - 1, 1)
        rows.append([cells.get(n, "").strip() for n in range(width)])
        before = number
    return rows
