"""inspection(task, table): how a file was read and what is in it, as JSON; nothing is trained."""

from collections import Counter
from typing import Any

from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.doctor import examine
from nlp_models.datasets.table import Table
from nlp_models.messages import render
from nlp_models.tasks import Task

FIRST = 5  # rows shown


def inspection(task: Task, table: Table, columns: dict[str, str] | None = None) -> dict[str, Any]:
    """What `python -m nlp_models inspect --json` prints.

    Args:
        columns: field -> column, where a person says so; guessed unless given.
    """
    columns = guess_columns(table, task.fields) | (columns or {})
    dataset = _dataset(task, table, columns)
    return {
        "shape": table.shape or table.kind,
        "because": render(table.because) if table.because else "",
        "encoding": table.encoding,
        "separator": table.separator,
        "header": table.header_row,
        "sheet": table.sheet,
        "rows": len(dataset) if dataset else len(table),
        "splits": dict(Counter(dataset.columns.get("part", ()))) if dataset else {},
        "columns": columns,
        "other_columns": [column for column in table.columns if column not in columns.values()],
        "labels": _labels(task, dataset),
        "skipped": [{"rows": list(one.rows), "why": render(one.why)} for one in table.skipped],
        "notes": [render(note) for note in table.notes],
        "findings": _findings(task, dataset),
        "first": _first(task, table, columns, dataset),
    }


def _dataset(task: Task, table: Table, columns: dict[str, str]) -> Dataset | None:
    """The rows by field; None while a column is missing."""
    if not {field.name for field in task.fields} <= set(columns):
        return None
    return task.dataset(table, columns, keep_unlabelled=True)


def _labels(task: Task, dataset: Dataset | None) -> dict[str, int]:
    """How many rows have each label, the commonest first; none where texts are answered."""
    if dataset is None or task.kind.SOURCES.written or "label" not in dataset.columns:
        return {}
    counts = Counter(label for cell in dataset.columns["label"] for label in task.kind.labels_in(cell))
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _findings(task: Task, dataset: Dataset | None) -> list[dict[str, Any]]:
    if dataset is None or not len(dataset):
        return []
    found = examine(dataset, task.kind.resolved(task.recipe, dataset), task.kind.CHECKS, task.kind.HEALTHY)
    return [{"kind": one.kind, "rows": one.rows, "message": render(one.message)} for one in found]


def _first(task: Task, table: Table, columns: dict[str, str], dataset: Dataset | None) -> list[dict[str, Any]]:
    """The first rows by field, as the kind calls its fields."""
    if dataset is None:
        cells = {name: table.values(column)[:FIRST] for name, column in columns.items() if column in table.columns}
        return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    labels = dataset.columns.get("label") or [""] * len(dataset)
    pairs = zip(dataset.columns["text"][:FIRST], labels, strict=False)
    return [task.kind.row_by_field(text, label) for text, label in pairs]
