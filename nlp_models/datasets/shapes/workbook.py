"""A workbook (.xlsx): its cells as they were last shown; formulas are not computed."""

from collections.abc import Sequence
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import STRAY
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.datasets.tabular import table_of
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("a workbook")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """What holds a workbook's own file, whatever its name says."""
    return Sighting(1.0, Message(mark("a workbook"))) if source.is_workbook else None


def read(source: Source, how: How) -> Table:
    """The rows of a sheet that hold something."""
    from openpyxl import load_workbook  # reads XML by defusedxml; slow to import

    rows, numbers, budget = [], [], limits.Budget()
    try:
        sheet = load_workbook(source.opened(), read_only=True, data_only=True).worksheets[0]
        # one cell more than we take shows that there are more; unlimited, a far-off cell makes every row as wide
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=limits.COLUMNS + 1), 1):
            cells = ["" if cell is None else STRAY.sub(" ", str(cell)) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                budget.row(cells)
                rows.append(cells)
                numbers.append(number)
            elif number - (numbers[-1] if numbers else 0) > limits.EMPTY_ROWS:
                break  # what lies beyond so many empty rows is a far-off cell
    except DataError:
        raise
    except Exception:  # openpyxl raises whatever its XML parser meets
        raise DataError("This workbook is damaged.") from None
    width = max(map(len, rows), default=0)  # empty cells at the end of a row are not stored
    return table_of([row + [""] * (width - len(row)) for row in rows], numbers, "xlsx", how)
