"""Labels that stand in a column each are joined to one; columns that merely say yes or no are left as they are."""

import pytest

from nlp_models import tasks
from nlp_models.datasets.dataset import guess_columns
from nlp_models.datasets.doctor import examine, fixed
from nlp_models.messages import render


def read(header, rows):
    text = "".join(",".join(map(str, row)) + "\n" for row in [header, *rows])
    task = tasks.load("sentiment")
    table = task.kind.read_table(text.encode(), "a.csv")
    return task, table, guess_columns(table, task.fields)


def looked_at(task, dataset):
    return {one.kind: one for one in examine(dataset, task.recipe, task.kind.CHECKS, task.kind.HEALTHY)}


@pytest.mark.parametrize(("yes", "no"), [(1, 0), ("1.0", "0.0"), ("True", "False"), ("x", "")])
def test_one_of_several_columns_holds(yes, no):
    rows = [(f"a long day number {n}", *(yes if n % 3 == k else no for k in range(3))) for n in range(30)]
    task, table, columns = read(("text", "emo_joy", "emo_fear", "emo_anger"), rows)
    assert columns == {"text": "text", "label": "label"}
    assert task.dataset(table, columns).columns["label"][:4] == ["joy", "fear", "anger", "joy"]
    assert "were joined to the column 'label'" in render(table.notes[-1])


def test_a_column_that_asks_something_else_is_left_out():
    rows = [(f"a long day number {n}", int(n % 3 == 0), int(n % 3 == 1), int(n % 3 == 2), n % 2) for n in range(30)]
    task, table, columns = read(("text", "joy", "fear", "anger", "retweet"), rows)
    assert set(task.dataset(table, columns).columns["label"]) == {"joy", "fear", "anger"}


def test_of_several_at_once_one_can_be_asked_for():
    names = ("joy", "fear", "anger", "hope")
    rows = [(f"a long day number {n}", *(int(k in (n % 4, n % 3)) for k in range(4))) for n in range(60)]
    task, table, columns = read(("text", *names), rows)
    dataset = task.dataset(table, columns)
    assert dataset.columns["label"][1] == "fear" and dataset.columns["label"][3] == "joy, hope"
    one = looked_at(task, dataset)["one_label"]
    assert set(one.options) == set(names)
    for option in names:
        asked = dataset.edited([fixed(dataset, one, option)]).columns["label"]
        assert asked == [
            option if option in label.split(", ") else f"not {option}" for label in dataset.columns["label"]
        ]
    assert looked_at(task, dataset)["several_labels"].rows == [
        n for n, label in zip(dataset.row_numbers, dataset.columns["label"], strict=True) if ", " in label
    ]


def test_a_label_that_is_named_and_two_that_are_no_opposites_stay():
    rows = [(f"a long day number {n}", n % 2, n % 3 % 2, "good" if n % 2 else "bad") for n in range(30)]
    assert read(("text", "reply", "photo", "label"), rows)[2]["label"] == "label"
    assert read(("text", "reply", "photo"), [row[:3] for row in rows])[1].columns == ("text", "reply", "photo")


def test_lists_written_out_are_several_labels_and_are_guessed_as_the_label():
    rows = [
        f"{4000 + 3 * n}\ta long day number {n}\t{n % 5},{5 + n % 4}\n"
        if n % 3
        else f"{4000 + 3 * n}\ta long day number {n}\t{n % 5}\n"
        for n in range(60)
    ]
    task = tasks.load("sentiment")
    table = task.kind.read_table("".join(rows).encode(), "a.tsv")
    columns = guess_columns(table, task.fields)
    assert columns == {"text": "column 2", "label": "column 3"}
    first = fixed(dataset := task.dataset(table, columns), looked_at(task, dataset)["several_labels"])
    assert dataset.edited([first]).columns["label"][:4] == ["0", "1", "2", "3"]
