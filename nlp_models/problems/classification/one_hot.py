"""joined(table): labels that stand in a column each, with 1 where they hold (one-hot), as one column of labels."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from nlp_models.datasets.fields import Label
from nlp_models.datasets.labels import listed
from nlp_models.datasets.table import Table
from nlp_models.messages import Message, mark

YES = frozenset({"1", "1.0", "true", "yes", "y", "x", "✓", "v", "예", "참"})
NO = frozenset({"0", "0.0", "false", "no", "n", "", "-", "아니요", "거짓"})
LOOK = 200  # rows that are looked at before whole columns are
ONE, SOME = 0.95, 0.9  # of the rows have exactly one label, or one at least
FEWEST_OF_SEVERAL = 4  # columns: of fewer, some may well be answers to other questions
PREFIX = re.compile(r"(.*[_.=:/ ])")
JOINED = "label"


def joined(table: Table) -> Table:
    """The Table with one more column, guessed as the label; the same where its labels stand in no columns of their own."""
    known = {name.lower() for name in Label().known_as}
    columns = _yes_or_no(table)
    elsewhere = {column.strip().lower() for column in table.columns if column not in columns} & known
    if not table.header or len(columns) < 2 or elsewhere or "label" in table.guess:
        return table
    marks = {column: [cell.strip().lower() in YES for cell in table.values(column)] for column in columns}
    chosen = _one_hot(marks)
    return _with_labels(table, chosen, marks) if chosen else table


def _yes_or_no(table: Table) -> list[str]:
    """The columns that only say yes or no, by their first rows."""
    first = table.head(LOOK)
    cells = {column: {row[place].strip().lower() for row in first} for place, column in enumerate(table.columns)}
    found = [column for column, values in cells.items() if values <= YES | NO and values != {""}]
    whole = {column: {cell.strip().lower() for cell in table.values(column)} for column in found}
    return [column for column in found if whole[column] <= YES | NO and whole[column] & YES]


def _one_hot(marks: dict[str, list[bool]]) -> list[str]:
    """The columns of which one holds in each row: all, all but one, or several at once of many; else none."""
    columns = list(marks)
    for chosen in (columns, *([one for one in columns if one != other] for other in columns)):
        if len(chosen) > 1 and _share(marks, chosen, exactly=True) >= (ONE if len(chosen) > 2 else 1):
            return chosen
    several = len(columns) >= FEWEST_OF_SEVERAL and _share(marks, columns, exactly=False) >= SOME
    return columns if several else []


def _share(marks: dict[str, list[bool]], columns: Sequence[str], exactly: bool) -> float:
    counts = [sum(row) for row in zip(*(marks[column] for column in columns), strict=True)]
    return sum(count == 1 if exactly else count > 0 for count in counts) / max(1, len(counts))


def _with_labels(table: Table, columns: list[str], marks: dict[str, list[bool]]) -> Table:
    names = _names(columns)
    every = zip(*(marks[column] for column in columns), strict=True)
    labels = [", ".join(compress(names, row)) for row in every]
    rows = [(*row, label) for row, label in zip(table.rows, labels, strict=True)]
    called = JOINED if JOINED not in table.columns else " / ".join(names)[:60]
    told = Message(
        mark("Each label stands in a column of its own ({columns}); they were joined to the column '{name}'"),
        {"columns": listed(columns), "name": called},
    )
    return replace(
        table,
        columns=(*table.columns, called),
        rows=rows,
        notes=(*table.notes, told),
        guess=table.guess | {"label": called},
    )


def _names(columns: list[str]) -> list[str]:
    """The labels: names of columns without what all begin with, as `pandas.get_dummies` writes them."""
    begins = {found[1] if (found := PREFIX.match(column)) else "" for column in columns}
    begin = begins.pop() if len(begins) == 1 else ""
    names = [column.removeprefix(begin).strip() for column in columns]
    return names if all(names) and len(set(names)) == len(names) else columns
