"""A column that says which part each row belongs to, and that nobody uses: found in a Table, told by the doctor."""

from dataclasses import replace
from typing import Any

from nlp_models.datasets.dataset import PART_NAMES, Dataset, UnusedParts
from nlp_models.datasets.doctor import Finding, Findings, Patient
from nlp_models.datasets.edit import Edit
from nlp_models.datasets.table import Table
from nlp_models.messages import Message, mark

LOOK = 200  # rows that are looked at before a whole column is
MOSTLY = 0.98  # of the cells name a part; what a few others say is learned from


def with_unused_parts(dataset: Dataset, table: Table, used: Any) -> Dataset:
    """The Dataset that knows of a column of parts which none of `used` is; only where its rows are the table's."""
    if "part" in dataset.columns or dataset.numbers is None or not len(dataset):
        return dataset
    first = table.head(LOOK)
    left = [
        column
        for place, column in enumerate(table.columns)
        if column not in used and _are_parts([row[place] for row in first])
    ]
    found = next(filter(None, (_parts_of(table, column) for column in left)), None)
    return replace(dataset, unused_parts=found) if found else dataset


def _parts_of(table: Table, column: str) -> UnusedParts | None:
    """What a column says of every row, where it names parts and rows to learn from are among them."""
    said = [PART_NAMES.get(cell.strip().lower(), "") for cell in table.values(column)]
    if "train" not in said or len({*said} - {""}) < 2 or sum(map(bool, said)) < MOSTLY * len(said):
        return None
    pairs = zip(table.line_numbers, said, strict=True)
    return UnusedParts(column, {number: part or "train" for number, part in pairs})


def _are_parts(cells: list[str]) -> bool:
    return sum(cell.strip().lower() in PART_NAMES for cell in cells) > MOSTLY * len(cells) / 2


def unused_split(patient: Patient) -> Findings:
    """That the file says itself which rows are for the score."""
    unused = patient.dataset.unused_parts
    if unused is None or "part" in patient.dataset.columns:
        return
    counts = {part: sum(own == part for own in unused.parts.values()) for part in ("train", "validation", "test")}
    sentence = mark(
        "The column '{column}' says which rows are for learning and which for the score ({counts}); it is not used"
    )
    values = {
        "column": unused.column,
        "counts": ", ".join(f"{part} {count:,}" for part, count in counts.items() if count),
    }
    yield Finding("unused_split", Message(sentence, values), [], Message(mark("Use it")), "look", _used)


def _used(dataset: Dataset) -> Edit:
    assert dataset.unused_parts
    return Edit.of_parts(dataset.unused_parts.column, dataset.unused_parts.parts)
