"""What a page does with all rows of a large table is done in a child, and stays on disk:

rows = mapped(table, wanted)              # a Dataset, its large columns on disk
findings = examined(table, wanted)        # of the doctor; their remedies are reckoned in a child, too
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from nlp_models.datasets import cells
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.doctor import Finding
from nlp_models.datasets.edit import Edit
from nlp_models.datasets.table import Table
from nlp_models.errors import DataError, UnrolledError
from nlp_models.files import no_room, room_told
from nlp_models.messages import Message
from nlp_models.reading.kept_table import KeptTable
from nlp_models.reading.limited import LOOKS, check_told, in_child, seconds_for
from nlp_models.reading.rows_child import EDIT, ERROR, FOUND, ROWS, read_rows
from nlp_models.reading.wanted import Wanted, edits_mark

CHILD = "nlp_models.reading.rows_child"
KEPT, KEPT_ROWS = 8, 3  # what is made of one table: held for pages, and rows by other columns on disk
Made = TypeVar("Made")


@dataclass(frozen=True)
class Failed:
    """Why something could not be made."""

    error: DataError


def is_large(table: Table | KeptTable) -> bool:
    """Whether its rows are left to a child."""
    return isinstance(table, KeptTable) and table.is_large


def mapped(table: KeptTable, wanted: Wanted) -> Dataset:
    """The rows by field, corrected. Raises DataError as `Task.dataset` does."""
    rows = _once(table, wanted.mapped, lambda: _rows(table, wanted))
    return (
        _once(table, wanted.mapped + edits_mark(wanted.edits), lambda: rows.edited(wanted.edits))
        if wanted.edits
        else rows
    )


def problem_of(
    table: KeptTable, wanted: Wanted, check: Callable[[Dataset], None], dataset: Dataset
) -> UnrolledError | None:
    """What keeps the rows from being learned, as the kind's `check` says; looked for once."""

    def problem() -> UnrolledError | None:
        try:
            check(dataset)
        except UnrolledError as error:
            return error
        return None

    names = repr(sorted(wanted.names.items()))
    return _once(table, f"checked-{wanted.mapped}{edits_mark(wanted.edits)}{names}", problem)


def examined(table: KeptTable, wanted: Wanted) -> list[Finding]:
    """What the doctor finds. Raises DataError where the rows take too much for that."""
    return _once(table, wanted.key, lambda: _findings(table, wanted))


def _once(table: KeptTable, key: str, made: Callable[[], Made]) -> Made:
    """What is held under a key; an error is raised again, and its cause not tried again, but for a full disk."""
    if key not in table.kept:
        try:
            table.kept[key] = made()
        except DataError as error:
            if error.message != no_room().message:
                table.kept[key] = Failed(error)
            raise
        while len(table.kept) > KEPT:
            table.kept.pop(next(iter(table.kept)), None)
    found = table.kept[key]
    if isinstance(found, Failed):
        raise found.error
    return found


def _rows(table: KeptTable, wanted: Wanted) -> Dataset:
    _left_by_child(table, wanted, wanted.mapped, ROWS, "map")
    return read_rows(table.folder / wanted.mapped)


def _findings(table: KeptTable, wanted: Wanted) -> list[Finding]:
    _left_by_child(table, wanted, wanted.key, FOUND, "examine")
    folder = table.folder / wanted.key
    told = json.loads((folder / FOUND).read_bytes())
    return [_finding(table, wanted, one, folder / f"rows{number}") for number, one in enumerate(told)]


def _finding(table: KeptTable, wanted: Wanted, told: dict[str, Any], rows: Path) -> Finding:
    mend = partial(_mended, table, wanted, told["place"]) if told["mends"] else None
    return Finding(
        told["kind"],
        Message.from_dict(told["message"]),
        cells.read_numbers(rows),
        told["remedy"] and Message.from_dict(told["remedy"]),
        told["level"],
        mend,
        tuple(told["options"]),
    )


def _mended(table: KeptTable, wanted: Wanted, place: list[int], _dataset: Dataset, option: str | None = None) -> Edit:
    """The Edit of a remedy; which rows and which finding is known by `wanted` and `place`."""
    with room_told():
        out = tempfile.TemporaryDirectory(prefix="unrolled-reading-")
    with out:
        _child(table, wanted, "mend", Path(out.name), place=place, option=option)
        return Edit.from_dict(json.loads((Path(out.name) / EDIT).read_bytes()))


def _left_by_child(table: KeptTable, wanted: Wanted, key: str, name: str, do: str) -> None:
    """Wait for a file that the reading child is about to leave, else have it made by a child of its own."""
    folder = table.folder / key
    working = table.working
    mine = (working is not None and working.promised in (wanted.key, key)) or _mapping_of(table, wanted, do)
    while mine and working and working.goes_on and not (folder / name).exists() and not (folder / ERROR).exists():
        time.sleep(LOOKS)
    check_told(folder)
    if not (folder / name).exists():
        _forget_old_rows(table, wanted)
        _child(table, wanted, do, folder)
        check_told(table.folder / wanted.mapped)


def _mapping_of(table: KeptTable, wanted: Wanted, do: str) -> bool:
    """Whether the reading child maps these very columns, whatever it looks for afterwards."""
    return do == "map" and dict(wanted.columns) == table.guessed


def _forget_old_rows(table: KeptTable, wanted: Wanted) -> None:
    """Rows by other columns go from the disk, the oldest first; who has them open still can read them."""
    others = [one for one in table.folder.glob("rows-*") if one.name != wanted.mapped]
    for one in sorted(others, key=lambda path: path.stat().st_mtime)[:-KEPT_ROWS]:
        shutil.rmtree(one, ignore_errors=True)


def _child(table: KeptTable, wanted: Wanted, do: str, out: Path, **more: Any) -> None:
    with room_told():
        out.mkdir(exist_ok=True)
    asked = {"do": do, "folder": str(table.folder), "wanted": wanted.as_dict(), "out": str(out), **more}
    in_child(CHILD, asked, out, seconds_for(table.size))
