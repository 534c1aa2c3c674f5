"""Labels as people mean them, and which of a file a network knows."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.labels import alike, canonical, is_nothing, known_to
from nlp_models.errors import DataError


def dataset(*labels):
    return Dataset(
        {"text": [f"text {n}" for n in range(len(labels))], "label": list(labels)}, {}, list(range(2, len(labels) + 2))
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.0", "1"),
        (" 1 ", "1"),
        ("1.50", "1.5"),
        ("-0.0", "0"),
        ("+2", "2"),
        ("007", "007"),
        ("1e3", "1e3"),
        ("1.", "1"),
        ("posi\u200btive", "positive"),
        ("\ufeffspam", "spam"),
        ("very  good", "very good"),
        ("1.0.0", "1.0.0"),
        (unicodedata.normalize("NFD", "긍정"), "긍정"),
        ("", ""),
    ],
)
def test_a_label_is_what_people_mean(written, meant):
    assert canonical(written) == meant


@given(st.text())
def test_what_is_canonical_stays(text):
    assert canonical(canonical(text)) == canonical(text) and alike(alike(text)) == alike(text)


def test_labels_of_a_file_are_the_networks_under_any_spelling():
    known = known_to(dataset("1", "0.0", "0", "1.0"), ["0.0", "1.0"])
    assert known.dataset.columns["label"] == ["1.0", "0.0", "0.0", "1.0"] and known.message is None


def test_shown_names_and_what_is_said_lead_to_the_networks_labels():
    names = {"0": "negative", "1": "positive"}
    assert known_to(dataset("positive", "negative"), ["0", "1"], names).dataset.columns["label"] == ["1", "0"]
    said = {"good": "1", "bad": "negative"}
    assert known_to(dataset("good", "bad"), ["0", "1"], names, said).dataset.columns["label"] == ["1", "0"]


def test_some_unknown_labels_are_left_out_and_told_with_their_number():
    known = known_to(dataset("a", "b", "c", "c"), ["a", "b"])
    assert known.dataset.columns["text"] == ["text 0", "text 1"] and known.dataset.row_numbers == [2, 3]
    assert known.unknown == {"c": 2} and known.message.values["count"] == "2"


def test_labels_of_which_none_is_known_name_both_sides():
    with pytest.raises(DataError, match=r"The file has: good, bad\. The network knows: 0, 1\..*--labels good=0"):
        known_to(dataset("good", "bad"), ["0", "1"])


@pytest.mark.parametrize("said", ["nan", "None", "N/A", "#NAME?", "-", " NULL ", "없음"])
def test_written_out_nothings_are_known(said):
    assert is_nothing(said) and not is_nothing("not " + said)
