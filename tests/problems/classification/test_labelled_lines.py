"""Labels in front of (or behind) their texts; prose with colons is no such file."""

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from made_zips import CASES, told

from nlp_models.errors import DataError
from nlp_models.problems.classification.problem import Classification

READ = Classification.read_table


def test_the_case():
    table = READ(CASES / "09_fasttext.txt")
    assert table.columns == ("label", "text") and len(table.rows) == 80
    assert table.rows[0] == ("2", "The soup was lovely and bright on Sunday, honestly")
    assert set(table.values("label")) == {"1", "2"}


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("__label__good a film, truly", ("good", "a film, truly")),
        ("__label__good\ta film", ("good", "a film")),
        ("__label__14 , a  film , old", ("14", "a  film , old")),
        ("  __label__좋음 영화", ("좋음", "영화")),
        ("a film, truly __label__good", ("good", "a film, truly")),
        ("a film\t__label__good ", ("good", "a film")),
    ],
)
def test_every_way_of_marking(line, row):
    table = READ((line + "\r\n" + "__label__bad other\r\n" + line).encode("utf-8-sig"))
    assert table.rows == [row, ("bad", "other"), row] and table.line_numbers == [1, 2, 3]


def test_the_first_of_several_labels_is_taken_and_told():
    table = READ(b"__label__a __label__b one\n__label__c two\n\nno label here\nthree __label__d __label__a\n")
    assert table.rows == [("a", "one", "a b"), ("c", "two", "c"), ("d", "three", "d a")]
    assert table.columns == ("label", "text", "all labels") and table.line_numbers == [1, 2, 5]
    assert "2 lines have several labels" in told(table) and table.skipped[0].rows == (4,)


TREC = "DESC:manner How did serfdom develop in , and leave , Russia ?\nENTY:cremat What films featured Popeye ?\nDESC:def What is an atom ?\nHUM:ind Who was Galileo ?\n"


def test_trec_has_coarse_and_fine_labels():
    table = READ((TREC * 10).encode())
    assert table.columns == ("label", "text", "fine") and len(table.rows) == 40
    assert table.rows[0] == ("DESC", "How did serfdom develop in , and leave , Russia ?", "DESC:manner")
    assert "the column fine" in told(table)


@pytest.mark.parametrize("text", ["긍정: 좋은 영화, 정말\n부정: 지루했다\n", "good: a film\r\nbad: a play, dull\r\n"])
def test_a_word_and_a_colon(text):
    table = READ((text * 10).encode())
    assert (table.columns, len(table.rows)) == (("label", "text"), 20) and len(set(table.values("label"))) == 2
    table = READ((text.splitlines()[0] + "\n").encode() * 300 + (text.splitlines()[1] + "\n").encode() * 300)
    assert len(set(table.values("label"))) == 2  # all of one label first


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"Note{n}: a thing\n" for n in range(40)),
        "12:30 we met\n12:45 we ate\n" * 20,
        "https://a.b c\nhttp://b.c d\n" * 20,
        "He said: come here.\nShe went away.\nThey asked: why?\n" * 10,
        "Note: read this.\nWarning: hot.\n",
        "text: label\n" * 20,
        "1: one thing\n2: two things\n" * 20,
    ],
    ids=range(7),
)
def test_prose_with_colons_is_no_labelled_file(text):
    assert READ(text.encode()).shape != "labelled_lines"


def test_a_file_without_labels_cannot_be_read_so():
    with pytest.raises(DataError, match="begins with a label"):
        READ(b"one\ntwo\n", shape="labelled_lines")


@examples(100)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.text("xyz ,\t__label:", min_size=1)), min_size=1))
def test_what_is_marked_reads_back(rows):
    table = READ("\n".join(f"__label__{label} x {text}" for label, text in rows).encode())
    assert table.values("label") == [label for label, _ in rows]


@examples(100)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_sentence(data):
    for how in ({}, {"shape": "labelled_lines"}, {"shape": "folders"}):
        try:
            READ(b"__label__" + data, **how)
        except DataError:
            continue


def test_long_lines_are_cut_soon():
    assert len(READ(("__label__a " * 50_000 + "\n__label__b x" + " " * 500_000 + "y\n").encode()).rows) == 2
