"""Which lines of a text are held back: its end, as ever, or pieces from all over it."""

from collections import Counter

import pytest

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.doctor import Patient
from nlp_models.messages import render
from nlp_models.problems.language_model.checks import layout
from nlp_models.problems.language_model.parts import parted
from nlp_models.recipe import Recipe
from nlp_models.tasks import load

TEXT = Dataset({"text": [f"line {n}" if n % 7 else "" for n in range(2_000)]})


def parts(dataset, **recipe):
    return parted(dataset, Recipe.make(validation_share=0.1, test_share=0.1, **recipe)).columns["part"]


def test_new_runs_hold_back_pieces_from_all_over_and_old_ones_the_end():
    assert load("next-word").recipe.held_back == "spread" and Recipe().held_back == "end"
    assert parts(TEXT)[-1] == "test" and parts(TEXT, held_back="spread")[-1] == "train"


def test_pieces_are_lines_in_a_row_and_neither_the_beginning_nor_the_end():
    own = parts(TEXT, held_back="spread")
    filled = [part for part, text in zip(own, TEXT.columns["text"], strict=True) if text]
    assert [filled.count(name) for name in ("test", "validation")] == [171, 154]
    ends = [n for n in range(1, len(own)) if own[n] != own[n - 1]]
    assert own[:140] == ["train"] * 140 and own[-150:] == ["train"] * 150
    assert sum(own[n] == "test" and own[n - 1] != "test" for n in ends) == 5
    assert {part for n, part in enumerate(own) if part == "test" and n < 1_000} and "test" in own[1_000:]


@pytest.mark.parametrize("rows", [8, 9, 30, 200])
@pytest.mark.parametrize("held_back", ["end", "spread"])
def test_short_texts_have_all_parts(rows, held_back):
    own = parts(Dataset({"text": [f"line {n}" for n in range(rows)]}), held_back=held_back)
    assert {"train", "validation", "test"} == set(own)
    assert own.count("test") == max(1, round(0.1 * rows))


def test_what_the_file_marks_stays():
    marked = Dataset({"text": ["a", "b", "c", "d"] * 5, "part": ["train", "test"] * 10})
    assert [part == "test" for part in parts(marked, held_back="spread")] == [False, True] * 10


def test_the_doctor_says_what_of_the_layout_is_learned():
    def kinds(texts):
        patient = Patient(Dataset({"text": texts}), Recipe(), list(range(1, len(texts) + 1)), texts, [], Counter())
        return [render(one.message) for one in layout(patient)]

    code = ["def answer(text):", "    words = text.split()", "", "    return words"] * 10
    assert kinds(code) == ["20 lines are indented and 10 are empty; the network learns both"]
    assert kinds(["a line", "", "another line"] * 10) == ["10 lines are empty; the network learns where"]
    assert not kinds(["a line", "another line"] * 10)
