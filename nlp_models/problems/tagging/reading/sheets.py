"""The first rows of a workbook's sheets, to find out what they hold."""

from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source

SHEETS, ROWS = 10, 500


def first_rows_of_sheets(source: Source) -> list[tuple[str, list[list[str]]]]:
    """`(title, rows)` of the first sheets, empty rows, too; none of a damaged workbook."""
    from openpyxl import load_workbook  # reads XML by defusedxml; slow to import

    try:
        book = load_workbook(source.opened(), read_only=True, data_only=True)
        return [(sheet.title, _first_rows(sheet)) for sheet in book.worksheets[:SHEETS]]
    except Exception:  # openpyxl raises whatever its XML parser meets; the shape `workbook` says so
        return []


def _first_rows(sheet: Any) -> list[list[str]]:
    rows = sheet.iter_rows(values_only=True, max_col=limits.COLUMNS, max_row=ROWS)
    cells = [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    width = max((n + 1 for row in cells for n, cell in enumerate(row) if cell), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in cells]
