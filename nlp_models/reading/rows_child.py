"""The child that works on the rows of a large table: `python -m nlp_models.reading.rows_child MEGABYTES SECONDS`.

What is asked comes as JSON on its stdin. It leaves the rows by field (`Wanted.mapped`), and what the doctor finds in them
(`Wanted.key`) or the Edit of a remedy, in folders of the table's; or `error.json`. large.py asks for them.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from operator import is_
from pathlib import Path
from typing import Any

from nlp_models import tasks
from nlp_models.datasets import cells
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.doctor import Finding, fixed, patient_of, summed_up
from nlp_models.datasets.splits import UnusedParts
from nlp_models.datasets.table import Table
from nlp_models.errors import DataError, UnrolledError
from nlp_models.files import DISK_FULL, no_room
from nlp_models.reading import kept_table
from nlp_models.reading.kept_table import KeptTable
from nlp_models.reading.wanted import Wanted

ROWS, FOUND, EDIT, ERROR = "rows.json", "found.json", "edit.json", "error.json"


def map_columns(wanted: Wanted, table: Table | KeptTable, folder: Path) -> Dataset | None:
    """The rows by field, kept on disk; None, with the reason left there, where they cannot be had."""
    out = _made(folder / wanted.mapped)
    try:
        dataset = tasks.load(wanted.task).dataset(table, wanted.columns, keep_unlabelled=True)  # type: ignore[arg-type]
        write_rows(dataset, out, table)
        return dataset
    except (UnrolledError, MemoryError, RecursionError, OSError) as error:
        tell(error, out)
        return None


def examine(wanted: Wanted, folder: Path, dataset: Dataset | None) -> None:
    """What the doctor finds in the rows, kept on disk."""
    if dataset is None:
        return
    out = _made(folder / wanted.key)
    try:
        write_found(_found(wanted, dataset), tasks.load(wanted.task).kind.HEALTHY, out)
    except (UnrolledError, MemoryError, RecursionError, OSError) as error:
        tell(error, out)


def _found(wanted: Wanted, dataset: Dataset) -> list[tuple[tuple[int, int], Finding]]:
    """Each finding with its place: which check found it, and as which of its findings."""
    patient, checks = _patient(wanted, dataset)
    every = enumerate(checks) if patient.texts else ()
    return [((number, n), found) for number, check in every for n, found in enumerate(check(patient))]


def _patient(wanted: Wanted, dataset: Dataset) -> Any:
    task = tasks.load(wanted.task)
    dataset = replace(dataset, names=dict(wanted.names)).edited(wanted.edits)
    return patient_of(dataset, task.kind.resolved(task.recipe, dataset)), task.kind.CHECKS


def mend(wanted: Wanted, folder: Path, dataset: Dataset, place: tuple[int, int], option: str | None) -> None:
    """The Edit of one finding's remedy, kept on disk."""
    patient, checks = _patient(wanted, dataset)
    finding = list(checks[place[0]](patient))[place[1]]
    (folder / EDIT).write_bytes(_dumped(fixed(patient.dataset, finding, option).as_dict()))


def write_rows(dataset: Dataset, folder: Path, table: Table | KeptTable) -> None:
    """A Dataset of that table for `read_rows`; its head last."""
    written = {name: kept_table.column_file(folder.parent, place) for place, name in enumerate(table.columns)}
    for place, values in enumerate(dataset.columns.values()):
        same = next((name for name in table.columns if _are_same(values, table.values(name))), None)
        if same is not None and written[same].exists():
            cells.link(written[same], folder / f"column{place}")
        else:
            cells.write(folder / f"column{place}", values)
    if dataset.numbers is not None:
        cells.write_numbers(folder / "numbers", dataset.numbers)
    unused = dataset.unused_parts
    about = {
        "columns": list(dataset.columns),
        "names": dataset.names,
        "numbered": dataset.numbers is not None,
        "speakers": dataset.speakers,
        "unused": [unused.column, list(unused.parts.items())] if unused else None,
    }
    _write_last(folder / ROWS, about)


def _are_same(values: Sequence[str], others: Sequence[str]) -> bool:
    """Whether they are the very cells, none of them changed."""
    return len(values) == len(others) and all(map(is_, values, others))


def read_rows(folder: Path, unused: bool = False) -> Dataset:
    """The Dataset of `write_rows`, what is large of it on disk.

    Args:
        unused: with the parts that a column of the file names and nobody uses, which only the doctor asks for.
    """
    about = json.loads((folder / ROWS).read_bytes())
    columns = {name: cells.read(folder / f"column{place}") for place, name in enumerate(about["columns"])}
    numbers = cells.read_numbers(folder / "numbers") if about["numbered"] else None
    parts = UnusedParts(about["unused"][0], dict(about["unused"][1])) if unused and about["unused"] else None
    return Dataset(columns, about["names"], numbers, tuple(about["speakers"]), parts)


def write_found(found: Sequence[tuple[tuple[int, int], Finding]], healthy: str, folder: Path) -> None:
    """Findings for large.py: their rows in files of their own."""
    places = {id(finding): place for place, finding in found}
    told = []
    for number, one in enumerate(summed_up([finding for _, finding in found], healthy)):
        cells.write_numbers(folder / f"rows{number}", one.rows)
        told.append(
            {
                "kind": one.kind,
                "message": one.message.as_dict(),
                "remedy": one.remedy and one.remedy.as_dict(),
                "level": one.level,
                "options": one.options,
                "place": places.get(id(one)),
                "mends": one.mend is not None or one.kind == "contradictions",
            }
        )
    _write_last(folder / FOUND, told)


def tell(error: BaseException, folder: Path) -> None:
    """Leave the reason for whoever waits."""
    if isinstance(error, OSError):
        if error.errno not in DISK_FULL:
            raise error
        error = no_room()
    message = error.message if isinstance(error, UnrolledError) else TOO_MANY.message
    _write_last(folder / ERROR, message.as_dict())


TOO_MANY = DataError("These rows take more memory than there is for them.")


def _write_last(path: Path, value: Any) -> None:
    path.with_suffix(".new").write_bytes(_dumped(value))
    path.with_suffix(".new").rename(path)


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def work(asked: dict[str, Any]) -> None:
    """Do what was asked."""
    folder, wanted = Path(asked["folder"]), Wanted.from_dict(asked["wanted"])
    rows = folder / wanted.mapped
    if not (rows / ROWS).exists():
        map_columns(wanted, KeptTable(folder), folder)
    if asked["do"] == "map" or not (rows / ROWS).exists():
        return
    dataset = read_rows(rows, unused=True)
    if asked["do"] == "examine":
        examine(wanted, folder, dataset)
    else:
        mend(wanted, Path(asked["out"]), dataset, tuple(asked["place"]), asked["option"])


if __name__ == "__main__":
    from nlp_models.reading.child import limit_and_ask

    work(limit_and_ask(sys.argv[1:]))
