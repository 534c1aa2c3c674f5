"""The rows of a large table are mapped, examined and mended in a child; all comes out as it would in this process."""

from collections.abc import Sequence

import pytest

from nlp_models import tasks
from nlp_models.datasets import cells
from nlp_models.datasets.doctor import examine, fixed
from nlp_models.datasets.edit import Edit
from nlp_models.errors import DataError
from nlp_models.reading import large, read_limited
from nlp_models.reading.wanted import Wanted

ROWS = "text,label,other\n" + "".join(f"a <b>film</b> {n % 30},{'Good' if n % 2 else 'bad '},x{n}\n" for n in range(60))


@pytest.fixture
def table(monkeypatch):
    monkeypatch.setattr(cells, "LARGE", 100)
    return read_limited("sentiment", ROWS.encode(), "a.csv", names={"bad": "Bad"})


def told(findings):
    return [(one.kind, one.message, list(one.rows), one.remedy, one.level, one.options) for one in findings]


def test_what_a_child_does_with_all_rows_is_what_is_done_here(table):
    task, edits = tasks.load("sentiment"), (Edit.of([3], {4: "Good"}),)
    here = task.dataset(task.kind.read_table(ROWS.encode(), "a.csv"), table.guessed)
    wanted = Wanted("sentiment", table.guessed, {"bad": "Bad"})
    there = large.mapped(table, wanted)
    assert large.is_large(table) and isinstance(there.columns["text"], cells.Stored)
    assert there.digest() == here.digest() and list(there.row_numbers) == list(here.row_numbers)
    for changes in ((), edits):
        rows = here.edited(changes)
        shown = type(rows)(rows.columns, {"bad": "Bad"}, rows.numbers)
        expected = examine(shown, task.kind.resolved(task.recipe, shown), task.kind.CHECKS, task.kind.HEALTHY)
        asked = Wanted("sentiment", table.guessed, {"bad": "Bad"}, changes)
        found = large.examined(table, asked)
        assert told(found) == told(expected) and large.mapped(table, asked).digest() == rows.digest()
    dirty = next(one for one in found if one.kind == "html")
    assert fixed(there, dirty) == fixed(shown, next(one for one in expected if one.kind == "html"))
    assert large.problem_of(table, asked, task.kind.check, there) is None


def test_columns_that_are_not_there_are_told_once_and_again(table):
    wanted = Wanted("sentiment", {"text": "text", "label": "none"})
    for _ in range(2):
        with pytest.raises(DataError, match="no column named 'none'"):
            large.mapped(table, wanted)
    assert isinstance(table.line_numbers, Sequence)
