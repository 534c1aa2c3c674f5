"""A workbook (.xlsx): its cells as they were last shown; formulas are not computed."""

import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.parsing.headers import filled, header_place, named
from nlp_models.datasets.parsing.sheets import Damaged, Rows, Sheet, Workbook
from nlp_models.datasets.parsing.tabular import table_of
from nlp_models.datasets.source import ZIP_ERRORS, Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("a workbook")

LOOK = 200  # rows of each sheet, to choose the best
LOOKED_AT = 30  # sheets


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """What holds a workbook's own file, whatever its name says."""
    return Sighting(1.0, Message(mark("a workbook"))) if source.is_workbook else None


def read(source: Source, how: How) -> Table:
    """The rows of the best sheet, or of the one asked for, that hold something."""
    try:
        with source.opened() as file, zipfile.ZipFile(file) as archive:
            return _read(Workbook(archive), how)
    except (Damaged, *ZIP_ERRORS):
        raise DataError("This workbook is damaged.") from None


def _read(book: Workbook, how: How) -> Table:
    if not book.sheets:
        raise Damaged
    sheet = _asked(book, how.sheet) if how.sheet is not None else _best(book, how)
    found = book.rows(sheet)
    count = _fill_down(found)
    table = table_of(_even(found), found.numbers, "xlsx", how)
    names = tuple(one.name for one in book.sheets)
    notes = [*_told_sheets(names, sheet, how), *table.notes]
    if count:
        notes.append(
            Message(mark("{count} empty cells belong to merged ones and were filled"), {"count": f"{count:,}"})
        )
    skipped = table.skipped
    if found.beyond:
        skipped = (*skipped, Skipped((found.beyond,), Message(mark("Cells far below the table"))))
    return replace(table, notes=tuple(notes), skipped=skipped, sheet=sheet.name, sheets=names if len(names) > 1 else ())


def _told_sheets(names: tuple[str, ...], sheet: Sheet, how: How) -> list[Message]:
    if len(names) < 2 or how.sheet is not None:
        return []
    return [
        Message(mark("The workbook has {count} sheets; '{name}' was read"), {"count": len(names), "name": sheet.name})
    ]


def _asked(book: Workbook, name: str) -> Sheet:
    """The sheet of this name."""
    found = next((sheet for sheet in book.sheets if sheet.name.strip() == name.strip()), None)
    if found is None:
        names = ", ".join(sheet.name for sheet in book.sheets[:5])
        raise DataError("There is no sheet '{name}' in this workbook; it has: {names}.", name=name, names=names)
    return found


def _best(book: Workbook, how: How) -> Sheet:
    """The sheet that is most like a table: names we know above many rows of several cells; of equals the first."""
    if len(book.sheets) == 1:
        return book.sheets[0]
    return max(book.sheets[:LOOKED_AT], key=lambda sheet: _worth(book, sheet, how))


def _worth(book: Workbook, sheet: Sheet, how: How) -> tuple[bool, bool, float]:
    try:
        rows = _even(book.rows(sheet, LOOK))
    except (DataError, Damaged):
        return (False, False, 0.0)
    if not rows:
        return (False, False, 0.0)
    place = header_place(rows, how.wanted)
    wanted = {name.strip().casefold() for name in how.wanted}
    cells = {cell.strip().casefold() for cell in rows[place or 0]}
    known = place is not None and named(rows[place]) > 0
    several = sum(filled(row) > 1 for row in rows)
    lengths = sum(len(cell) for row in rows for cell in row) / 1e6  # decides between equals
    return (
        bool(wanted) and wanted <= cells,
        known and not sheet.hidden and len(rows) > 3,
        (several + 0.3 * len(rows)) * (0.1 if sheet.hidden else 1) + min(lengths, 0.2),
    )


def _even(found: Rows) -> list[list[str]]:
    """Rows as lists of cells, all equally wide."""
    width = max((max(cells) + 1 for cells in found.cells), default=0)
    limits.check_cells(width * len(found.cells))
    return [[cells.get(n, "") for n in range(width)] for cells in found.cells]


def _fill_down(found: Rows) -> int:
    """Write what merged cells show into each row they reach; how many cells were filled. A merged title is shown once."""
    count = 0
    for column, top, last, bottom in found.merged:
        start, end = bisect_left(found.numbers, top), bisect_right(found.numbers, bottom)
        if bottom == top or last != column or start >= end or found.numbers[start] != top:
            continue
        if not (shown := found.cells[start].get(column)):
            continue
        limits.check_cells(count + end - start)
        for cells in found.cells[start + 1 : end]:
            if column not in cells:
                cells[column] = shown
                count += 1
    return count
