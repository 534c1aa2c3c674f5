"""Prose, poems and programs on Next word: read as they stand."""

from pathlib import Path

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from nlp_models import tasks
from nlp_models.datasets.doctor import examine
from nlp_models.problems.language_model.problem import LanguageModel

CASES = Path(__file__).parents[2] / "fixtures" / "cases"
POEM = "The song, the song is quick,\n  the phone is dull,\n\nthe film,\tbright, or warm,\n  the rest is mine\n" * 6
BOOK = (
    "It was a bright cold day in April and the clocks were striking, and she\nhad been walking for some time along the river, which was wide and grey\n"
    "there, before the bridge came into sight at last, and with it the tower\nof the old town.\n\n"
)


def read(text, name="", **how):
    return LanguageModel.read_table(text.encode() if isinstance(text, str) else text, name, **how)


@pytest.mark.parametrize("name", ["", "poem.txt", "poem.md", "poem.py"])
def test_a_text_keeps_its_commas_tabs_indentation_and_empty_lines(name):
    table = read(POEM, name)
    assert [row[0] for row in table.rows] == POEM.rstrip("\n").split("\n") and table.line_numbers[2] == 3
    dataset = tasks.load("next-word").dataset(table)
    assert dataset.columns["text"][:4] == POEM.split("\n")[:4]
    LanguageModel.check(dataset)
    findings = examine(dataset, tasks.load("next-word").recipe, LanguageModel.CHECKS, LanguageModel.HEALTHY)
    assert all(finding.level == "fine" for finding in findings)


def test_empty_lines_are_no_rows_to_hold_back():
    dataset = tasks.load("next-word").dataset(read("\n\n".join(f"line {n}" for n in range(20))))
    parts = LanguageModel.split_dataset(dataset, tasks.load("next-word").recipe)
    for name in ("validation", "test"):
        assert any(text for text in parts.part(name).columns["text"])


def test_a_known_header_makes_a_table_of_a_txt():
    text = "text,label\n" + "".join(f"the film number {n} was good,{n % 2}\n" for n in range(20))
    assert read(text, "a.txt").shape == "delimited"
    assert read("text, and more of it,\nso, well, yes\n" * 9, "a.txt").shape == "plain_text"
    assert read("Title, body of the matter\nand, so, on\n" * 9, "a.txt").shape == "plain_text"


def test_a_line_that_all_begin_alike_is_not_indented():
    assert read(" a b c\n   d e\n f g\n").rows == [("a b c",), ("  d e",), ("f g",)]


def test_one_long_line_is_cut_and_told():
    table = read(CASES / "14b_one_line.txt")
    assert table.shape == "plain_text" and len(table.rows) > 30 and len(table.notes) == 1
    sentences = read("It rained all day, and more. Was it warm? 비가 왔어요! " * 30)
    assert sentences.rows[:3] == [("It rained all day, and more.",), ("Was it warm?",), ("비가 왔어요!",)]
    assert sentences.line_numbers == list(range(1, 91)) and "90" in str(sentences.notes[0].values)
    assert "without ends" in read("anarchism originated as a term " * 300).notes[0].text


def test_a_poem_with_commas_is_no_table():
    table = read(CASES / "14c_poem_commas.txt")
    assert (table.shape, len(table.rows)) == ("plain_text", 120)
    assert table.rows[0] == ("The song is quick, the phone is dull",)


def test_lines_cut_at_a_width_can_be_joined():
    table = read(BOOK * 8, "book.txt")
    assert table.shape == "plain_text" and "paragraphs" in table.others and "paragraphs" in table.notes[0].text
    joined = read(BOOK * 8, "book.txt", shape="paragraphs")
    assert len(joined.rows) == 8 and joined.line_numbers[:2] == [1, 6]
    assert joined.rows[0][0] == BOOK.strip().replace("\n", " ")


@pytest.mark.parametrize(
    "text", [POEM, "def add(a, b):\n    return a + b\n\n" * 20, "A short line of news, as usual.\n" * 40]
)
def test_other_lines_are_not_taken_for_a_book(text):
    assert "paragraphs" not in read(text, "a.txt").others


def test_a_separator_can_be_denied_on_any_task():
    table = tasks.load("sentiment").kind.read_table(b"text,label\ngood,1\nbad,0\n", "a.csv", separator="")
    assert table.columns == ("text",) and len(table.rows) == 3


PROSE = st.text(st.sampled_from("abc de,;\t|\"'가나다.!?"), min_size=1, max_size=40)


@examples(200)
@given(st.lists(PROSE, min_size=2, max_size=30), st.sampled_from(["", "a.txt", "a.md", "a.py"]))
def test_any_prose_is_read_as_the_same_prose(lines, name):
    lines = ["Once", *lines, "the end."]
    assert [row[0] for row in read("\n".join(lines), name).rows] == [line.rstrip() for line in lines]
