"""A column of the file that says which rows are for the score is told where nobody uses it, and used at a click."""

import pytest

from nlp_models import tasks
from nlp_models.datasets.doctor import examine, fixed
from nlp_models.messages import render

ROWS = [
    (f"a film number {n}", "good" if n % 2 else "bad", ["Train", "TRAIN", "Test", "train ", "Val"][n % 5])
    for n in range(40)
]


def read(name, rows=ROWS, task="sentiment"):
    text = "".join("\t".join(row) + "\n" for row in [("text", "label", name), *rows])
    task = tasks.load(task)
    return task, task.dataset(task.kind.read_table(text.encode(), "a.tsv"))


def unused(task, dataset):
    found = examine(dataset, task.kind.resolved(task.recipe, dataset), task.kind.CHECKS, task.kind.HEALTHY)
    return [one for one in found if one.kind == "unused_split"]


@pytest.mark.parametrize("name", ["usage", "phase"])
def test_an_unused_column_of_parts_is_told_and_used(name):
    task, dataset = read(name)
    [finding] = unused(task, dataset)
    assert "train 24, validation 8, test 8" in render(finding.message) and f"'{name}'" in render(finding.message)
    edit = fixed(dataset, finding)
    parted = dataset.edited([edit])
    assert edit and parted.columns["part"][:5] == ["train", "train", "test", "train", "validation"]
    assert parted.with_parts(seed=1).columns["part"] == parted.columns["part"]
    assert not unused(task, parted) and unused(task, dataset.edited([]))


def test_one_that_is_used_already_and_words_that_are_no_parts_are_no_finding():
    task, dataset = read("split")
    assert "part" in dataset.columns and not unused(task, dataset)
    assert not unused(
        *read("vehicle", [(text, label, ["train", "bus", "car"][n % 3]) for n, (text, label, _) in enumerate(ROWS)])
    )


def test_pairs_are_parted_too():
    rows = [(f"where is house {n}", f"it is at number {n}", part) for n, (*_, part) in enumerate(ROWS)]
    text = "".join("\t".join(row) + "\n" for row in [("question", "answer", "usage"), *rows])
    task = tasks.load("chatbot")
    dataset = task.dataset(task.kind.read_table(text.encode(), "a.tsv"))
    assert len(unused(task, dataset)) == 1
