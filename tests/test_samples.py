"""The sample data: balanced, a fixed fifth for the test, hardly any near-duplicates."""

import csv
from collections import Counter

import pytest
from conftest import REPOSITORY

FILES = sorted((REPOSITORY / "data" / "samples").glob("sentiment.??.csv"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_sample_is_balanced_and_marks_a_fifth(file):
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert len(rows) == 1000
    assert Counter((row["label"], row["part"]) for row in rows) == {
        ("positive", "train"): 400, ("negative", "train"): 400, ("positive", "test"): 100, ("negative", "test"): 100,
    }  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_near_duplicates_stay_under_two_percent(file):
    words = [set(row["text"].lower().split()) for row in csv.DictReader(file.open(encoding="utf-8"))]
    close = sum(
        any(len(one & other) >= 0.5 * len(one | other) for other in words[:n]) for n, one in enumerate(words)
    )  # fmt: skip
    assert close < 0.02 * len(words)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_sentences_differ_in_length_and_beginning(file):
    texts = [row["text"] for row in csv.DictReader(file.open(encoding="utf-8"))]
    lengths = sorted(len(text.split()) for text in texts)
    assert lengths[50] <= 5 and lengths[-50] >= 10  # Korean says in ten words what English says in fifteen
    first = Counter(text.split()[0] for text in texts)
    assert len(first) > 250
