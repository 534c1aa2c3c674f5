"""Our own sentences of more kinds: what a ready model learns from and what it is judged on stay apart."""

import csv
from collections import Counter

import pytest

from nlp_models import tasks

FILES = sorted((tasks.SAMPLES / "more").glob("kinds.*.csv"))
LABELS = {"sentiment": {"positive", "negative"}, "spam": {"spam", "ham"}}


def rows(path):
    return list(csv.DictReader(path.open(encoding="utf-8", newline="")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_kind_has_a_judge_as_balanced_as_what_is_learned(path):
    counts = Counter((row["kind"], row["part"], row["label"]) for row in rows(path))
    labels = LABELS[path.name.split(".")[1]]
    for kind, part in {(kind, part) for kind, part, _ in counts} | {(kind, "test") for kind, _, _ in counts}:
        of_each = [counts[kind, part, label] for label in labels]
        assert min(of_each) and max(of_each) - min(of_each) <= 2


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_sentence_is_learned_and_judged(path):
    kinds, language = rows(path), path.name.split(".")[2]
    judged = {row["text"].lower() for row in kinds if row["part"] == "test"}
    task = path.name.split(".")[1]
    learned = {row["text"].lower() for row in kinds if row["part"] == "train"}
    for other in (tasks.load(task).samples[language], tasks.SAMPLES / "more" / f"{task}.{language}.csv"):
        learned |= {row["text"].lower() for row in rows(other)} if other.exists() else set()
    assert not judged & learned


def test_tagged_sentences_have_a_tag_for_every_word():
    known = set(tasks.load("tagging").label_names) | {"X"}
    lines = (tasks.SAMPLES / "more" / "kinds.tagging.ko.txt").read_text(encoding="utf-8").splitlines()
    words = [word.rsplit("/", 1) for line in lines for word in line.split("\t")[2].split(" ")]
    assert all(len(pair) == 2 and pair[0] and pair[1] in known for pair in words)
    assert len(lines) == len(set(lines)) and {line.split("\t")[1] for line in lines} == {"train", "test"}
