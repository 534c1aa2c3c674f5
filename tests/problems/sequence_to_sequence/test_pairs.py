"""Pairs of texts: which column is which, plain spaces, and no source on both sides of a split."""

import pytest

from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.fields import Source, Target
from nlp_models.datasets.readers import read_table
from nlp_models.errors import DataError
from nlp_models.problems.sequence_to_sequence.problem import SequenceToSequence
from nlp_models.problems.sequence_to_sequence.reading.pairs import (
    check_pairs,
    plain_pairs,
    plain_spaces,
    referenced,
    split_by_source,
)
from tests.conftest import SHARED

needs_data = pytest.mark.skipif(not SHARED.exists(), reason="the public datasets are not here")
FIELDS = (Source(), Target())


def guessed(text, name="pairs.tsv"):
    table = read_table(text.encode(), name)
    return guess_columns(table, FIELDS), table


def dataset_of(*pairs):
    return Dataset({"text": [pair[0] for pair in pairs], "label": [pair[1] for pair in pairs]})


REAL = [
    ("chatbot-ko-songys/ChatbotData.csv", "Q", "A", 11_823),
    ("chatbot-en-simple-dialogs/dialogs.txt", "column 1", "column 2", 3_725),
    ("translation-en-ko-tatoeba/kor.txt", "column 1", "column 2", 3_798),
    ("translation-en-fr-tatoeba/fra_first33000.txt", "column 1", "column 2", 33_000),
]


@needs_data
@pytest.mark.parametrize("file, source, target, rows", REAL)
def test_the_pair_of_a_real_file_is_found(file, source, target, rows):
    table = read_table(SHARED / file)
    assert guess_columns(table, FIELDS) == {"text": source, "label": target}
    assert len(table.rows) == rows


def test_languages_are_read_from_the_first_to_the_second():
    assert guessed("korean,english\n안녕,Hello\n고마워,Thanks\n", "a.csv")[0] == {"text": "korean", "label": "english"}
    assert guessed("english,korean\nHello,안녕\nThanks,고마워\n", "a.csv")[0] == {"text": "english", "label": "korean"}


def test_a_role_that_is_named_goes_before_the_order():
    guess, table = guessed("answer,question,part\nFine.,How are you?,train\nBye.,See you.,test\n", "a.csv")
    assert guess == {"text": "question", "label": "answer", "part": "part"} and table.header


def test_numbers_and_labels_are_no_side_of_a_pair():
    rows = "".join(f"{n}\tword {n}\tnoun\tmot {n}\n" for n in range(40))
    assert guessed(rows)[0] == {"text": "column 2", "label": "column 4"}


def test_a_single_word_that_names_a_side_is_no_header():
    assert not guessed("answer\tréponse\nask\tdemander\nsay\tdire\n")[1].header


def test_a_tab_that_became_spaces_is_a_tab_again():
    _, table = guessed("hi\thello\nbye    see you\nthanks\tnot at all\n")
    assert table.rows[1] == ("bye", "see you")


def test_no_break_spaces_are_made_plain():
    assert plain_spaces("Va\u202f! C'est\u00a0 bon ") == "Va ! C'est bon"
    cleaned = plain_pairs(dataset_of(("Go.", "Va\u202f!"), ("Stop\u00a0it", "Arrête")))
    assert cleaned.columns == {"text": ["Go.", "Stop it"], "label": ["Va !", "Arrête"]}


def test_a_pair_with_an_empty_side_is_told_with_its_rows():
    with pytest.raises(DataError, match="Row 2 has an empty side"):
        check_pairs(dataset_of(("Go.", "Va !"), ("Stop.", "")))
    with pytest.raises(DataError, match="Rows 1, 2, 3, 4, 5 and 3 more"):
        check_pairs(dataset_of(*[("", "mot")] * 8))


def test_a_source_is_never_on_both_sides():
    pairs = [(f"sentence {n // 3}", f"phrase {n}") for n in range(300)]
    parts = split_by_source(dataset_of(*pairs), seed=3)
    by_source = {}
    for (source, _), part in zip(pairs, parts.columns["part"], strict=True):
        by_source.setdefault(source, set()).add(part)
    assert all(len(found) == 1 for found in by_source.values())
    counts = [sum(found == {name} for found in by_source.values()) for name in ("test", "validation", "train")]
    assert counts == [10, 10, 80]  # a tenth of the distinct sources, not of the rows


def test_the_seed_alone_decides_the_split():
    pairs = dataset_of(*[(f"sentence {n}", "phrase") for n in range(50)])
    first, again, other = (split_by_source(pairs, seed=seed).columns["part"] for seed in (1, 1, 2))
    assert first == again != other


def test_marked_parts_are_kept_and_a_source_held_back_once_is_held_back():
    pairs = dataset_of(*[(f"sentence {n}", "phrase") for n in range(20)], ("sentence 0", "other"))
    marked = Dataset(pairs.columns | {"part": ["test"] * 4 + ["train"] * 17})
    parts = split_by_source(marked, seed=0).columns["part"]
    assert [row for row, part in enumerate(parts) if part == "test"] == [0, 1, 2, 3, 20]
    assert parts.count("validation") == 2


def test_one_source_alone_leaves_nothing_to_learn_from():
    with pytest.raises(DataError, match="different"):
        split_by_source(dataset_of(*[("same", f"phrase {n}") for n in range(12)]), seed=0)


def test_every_source_stands_once_with_all_its_targets():
    sources, references = referenced(dataset_of(("a", "1"), ("b", "2"), ("a", "3"), ("a", "1")))
    assert sources == ["a", "b"] and references == [["1", "3"], ["2"]]


@needs_data
def test_a_tenth_of_the_distinct_english_sentences_is_held_back():
    table = read_table(SHARED / "translation-en-fr-tatoeba/fra_first33000.txt")
    whole = plain_pairs(Dataset.from_table(table, guess_columns(table, FIELDS)))
    assert not any(sign in text for text in whole.columns["label"] for sign in "\u202f\u00a0")
    parts = split_by_source(whole, seed=42)
    test, train = parts.part("test"), parts.part("train")
    sources, references = referenced(test)
    assert len(sources) == 2_068 == round(len(set(whole.columns["text"])) / 10)
    assert not set(sources) & set(train.columns["text"])
    assert sum(map(len, references)) == len(set(zip(test.columns["text"], test.columns["label"], strict=True)))


def test_lines_of_a_dialogue_answer_each_other_but_not_across_an_empty_line():
    text = "hello there\nhi how are you\nfine thanks\n\nwhat is this\na film\n"
    table = SequenceToSequence.read_table(text.encode(), "talk.txt")
    assert table.rows == [
        ("hello there", "hi how are you"),
        ("hi how are you", "fine thanks"),
        ("what is this", "a film"),
    ]
    assert table.line_numbers == [2, 3, 6]  # where the answer stands
    assert guess_columns(table, FIELDS) == {"text": "question", "label": "answer"}
    two = SequenceToSequence.read_table(b"a question\tan answer\nanother\tits answer\n", "pairs.txt")
    assert two.rows[0] == ("a question", "an answer")
