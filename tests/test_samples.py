"""The sample data: a fixed fifth for the test, hardly any near-duplicates; sentiment balanced, spam the rarer label."""

import csv
import re
from collections import Counter

import pytest
from conftest import REPOSITORY

from nlp_models.text.words import split_words

SAMPLES = REPOSITORY / "data" / "samples"
FILES = sorted(SAMPLES.glob("sentiment.??.csv"))
MESSAGES = sorted(SAMPLES.glob("spam.??.csv"))
CHATS = sorted(SAMPLES.glob("chatbot.??.csv"))
MORE = SAMPLES / "more" / "tagging.en.conll"
KINDS = {"person", "location", "group", "corporation", "product", "creative-work"}
REAL_LINK = re.compile(r"https?:|www\.|\.(?:com|kr|net|org)\b|\d{2,4}-\d{3,4}-\d{4}|\d{7,}")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_sample_is_balanced_and_marks_a_fifth(file):
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert len(rows) == 1000
    assert Counter((row["label"], row["part"]) for row in rows) == {
        ("positive", "train"): 400, ("negative", "train"): 400, ("positive", "test"): 100, ("negative", "test"): 100,
    }  # fmt: skip


@pytest.mark.parametrize("file", MESSAGES, ids=lambda file: file.name)
def test_messages_are_enough_spam_is_rarer_and_a_fifth_of_each_is_held(file):
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    counts = Counter((row["label"], row["part"]) for row in rows)
    spam, genuine = (counts[label, "train"] + counts[label, "test"] for label in ("spam", "ham"))
    assert len(rows) == spam + genuine and len({row["text"] for row in rows}) == len(rows)
    assert len(rows) >= (1500 if ".ko." in file.name else 1000)
    assert 0.2 * len(rows) < spam < 0.45 * len(rows)
    assert counts["spam", "test"] == round(0.2 * spam) and counts["ham", "test"] == round(0.2 * genuine)


@pytest.mark.parametrize("file", MESSAGES, ids=lambda file: file.name)
def test_no_message_holds_a_real_link_or_number_and_a_mask_alone_tells_nothing(file):
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert not [row["text"] for row in rows if REAL_LINK.search(row["text"])]
    for label in ("spam", "ham"):
        texts = [row["text"] for row in rows if row["label"] == label]
        for mask in ("<링크>", "<번호>") if ".ko." in file.name else ("<link>", "<number>"):
            assert sum(mask in text for text in texts) > 0.1 * len(texts)  # genuine messages have links too


@pytest.mark.parametrize("file", CHATS, ids=lambda file: file.name)
def test_pairs_ask_the_same_in_many_ways_and_never_twice_in_one(file):
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert len(rows) >= 1500
    asked = [re.sub(r"\W", "", row["question"].lower()) for row in rows]
    assert len(set(asked)) == len(rows) and all(row["answer"].strip() for row in rows)
    answers = Counter(row["answer"] for row in rows)
    assert 250 < len(answers) < len(rows) / 4  # each is an answer to some ways of asking, none to everything
    assert max(answers.values()) < 0.02 * len(rows)
    more = {
        re.sub(r"\W", "", row["question"].lower())
        for row in csv.DictReader((SAMPLES / "more" / file.name).open(encoding="utf-8"))
    }
    assert len(more) > 1300 and len(more & set(asked)) < 0.05 * len(more)


@pytest.mark.parametrize("file", [*FILES, *MESSAGES], ids=lambda file: file.name)
def test_near_duplicates_stay_under_two_percent(file):
    words = [set(row["text"].lower().split()) for row in csv.DictReader(file.open(encoding="utf-8"))]
    close = sum(any(len(one & other) >= 0.5 * len(one | other) for other in words[:n]) for n, one in enumerate(words))
    assert close < 0.02 * len(words)


@pytest.mark.parametrize("file", [*FILES, *MESSAGES], ids=lambda file: file.name)
def test_sentences_differ_in_length_and_beginning(file):
    texts = [row["text"] for row in csv.DictReader(file.open(encoding="utf-8"))]
    lengths = sorted(len(text.split()) for text in texts)
    assert lengths[50] <= 5 and lengths[-50] >= 10  # Korean says in ten words what English says in fifteen
    first = Counter(text.split()[0] for text in texts)
    assert len(first) > 250


@pytest.mark.parametrize("language, columns", [("ko", ["korean", "english"]), ("en", ["english", "french"])])
def test_translations_are_900_different_sentences_and_a_tenth_is_held_back(language, columns):
    rows = list(csv.DictReader((SAMPLES / f"translation.{language}.csv").open(encoding="utf-8")))
    assert list(rows[0]) == [*columns, "part"]
    assert len(rows) == len({row[columns[0]] for row in rows}) == 900
    assert Counter(row["part"] for row in rows) == {"train": 810, "test": 90}
    for side in columns:
        words = Counter(word for row in rows for word in re.findall(r"\w+", row[side].lower()))
        assert len(words) > 700 and all(row[side].strip() == row[side] != "" for row in rows)
    hangul = [sum("가" <= letter <= "힣" for letter in row[columns[0]]) > 0 for row in rows]
    assert all(hangul) if language == "ko" else not any(hangul)


def tagged_sentences():
    """Sentences of `MORE`, each a list of (word, tag)."""
    blocks = MORE.read_text(encoding="utf-8").strip("\n").split("\n\n")
    return [[tuple(line.split("\t")) for line in block.split("\n")] for block in blocks]


def test_more_tagged_sentences_are_well_formed_and_a_third_names_nobody():
    sentences = tagged_sentences()
    kinds = Counter(tag[2:] for sentence in sentences for _, tag in sentence if tag.startswith("B-"))
    assert len(sentences) >= 1000 and set(kinds) == KINDS and min(kinds.values()) >= 50
    plain = sum(all(tag == "O" for _, tag in sentence) for sentence in sentences)
    assert 0.3 * len(sentences) < plain < 0.36 * len(sentences)
    for sentence in sentences:
        words, tags = zip(*sentence, strict=True)
        assert words == tuple(split_words(" ".join(words))), "cut as a typed text is"
        for before, tag in zip(("O", *tags), tags, strict=False):
            assert tag == "O" or (tag[:2] in ("B-", "I-") and tag[2:] in KINDS)
            assert tag[:2] != "I-" or before[2:] == tag[2:]


def test_more_tagged_sentences_have_many_names_and_repeat_neither_each_other_nor_the_sample():
    sentences = tagged_sentences()
    names = set()
    for sentence in sentences:
        joined = " ".join(f"{word}\t{tag}" for word, tag in sentence)
        names |= set(re.findall(r"\S+\tB-\S+(?: \S+\tI-\S+)*", joined))
    assert len(names) > 1200
    sample = re.split(r"\n\n+", (SAMPLES / "tagging.en.conll").read_text(encoding="utf-8"))
    known = [{line.split("\t")[0].lower() for line in block.split("\n") if "\t" in line} for block in sample]
    for sentence in sentences:
        words = {word.lower() for word, _ in sentence}
        assert not any(len(words & other) >= 0.5 * len(words | other) for other in known), sentence
        known.append(words)
