"""What the data doctor finds, what its remedies do to the rows."""

import pytest
from conftest import SHARED

from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.dataset import Dataset, Edit
from nlp_models.datasets.doctor import Finding, fixed, words_read
from nlp_models.datasets.doctor import examine as examine_by
from nlp_models.datasets.fields import Label, Text
from nlp_models.datasets.readers import Table, read_table
from nlp_models.errors import DataError
from nlp_models.messages import Message, render
from nlp_models.problems import problem_class
from nlp_models.recipe import Recipe

RECIPE = Recipe(tokenizer="word")
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="the public datasets are not here")


def examine(dataset, recipe, kind="classification"):
    kind = problem_class(kind)
    return examine_by(dataset, recipe, kind.CHECKS, kind.HEALTHY)


def dataset_of(*rows, names=None):
    """`dataset_of(("good film", "1"), ...)`; a third value is the part."""
    columns = dict(zip(("text", "label", "part"), map(list, zip(*rows, strict=True)), strict=False))
    return Dataset(columns, names or {})


def healthy(count=10):
    """So many rows of each of two labels, no word twice in a label."""
    return [(f"{label} {n}", label) for n in range(count) for label in ("good", "bad")]


def found(dataset, kind, recipe=RECIPE):
    return [finding for finding in examine(dataset, recipe) if finding.kind == kind]


def said(finding):
    return render(finding.message)


def test_healthy_rows_are_told_to_be_healthy():
    findings = examine(dataset_of(*healthy()), RECIPE)
    assert {finding.level for finding in findings} == {"fine"}
    assert [finding.kind for finding in findings] == ["summary", "lengths", "healthy"]
    assert said(findings[0]) == "20 rows · 2 labels · bad: 50\u00a0%, good: 50\u00a0%"
    assert said(findings[1]) == "Texts have 2 to 2 words; half have 2 or fewer"


def test_nothing_is_found_in_no_rows():
    assert examine(Dataset({"text": [], "label": []}), RECIPE) == []


def test_labels_are_told_by_the_names_they_are_shown_under():
    dataset = dataset_of(*[("a film", "1")] * 9, ("b", "0"), names={"1": "{happy}", "0": "sad"})
    assert "{happy}: 90\u00a0%, sad: 10\u00a0%" in said(found(dataset, "summary")[0])
    assert said(found(dataset, "imbalance")[0]).startswith('"{happy}" has 9 times as many rows as "sad"')


def test_spaces_and_capitals_hide_no_duplicate():
    dataset = dataset_of(*healthy(), ("Good  0", "good"), (" gOOD 0", "good"), ("good 0", "bad"))
    [finding] = found(dataset, "duplicates")
    assert finding.rows == [21, 22] and said(finding) == "2 duplicate rows"
    better = dataset.edited([fixed(dataset, finding)])
    assert len(better) == 21 and not found(better, "duplicates")


def test_the_same_text_composed_and_decomposed_is_one():
    dataset = dataset_of(("가나", "1"), ("\u1100\u1161\u1102\u1161", "1"))
    assert found(dataset, "duplicates")[0].rows == [2]


def test_empty_texts_and_missing_labels_are_neither_duplicates_nor_contradictions():
    dataset = dataset_of(*healthy(), ("", "good"), (" ", "bad"), ("same", ""), ("same", ""), ("same", "good"))
    kinds = {finding.kind: finding.rows for finding in examine(dataset, RECIPE) if finding.level == "look"}
    assert kinds == {"unlabelled": [23, 24], "empty": [21, 22]}


def test_contradicting_rows_stand_next_to_each_other():
    dataset = dataset_of(("so so", "good"), *healthy(), ("fine", "good"), ("So so", "bad"), ("fine", "bad"))
    [finding] = found(dataset, "contradictions")
    assert finding.rows == [1, 23, 22, 24] and said(finding) == "2 texts carry different labels"


def test_the_commonest_label_wins_and_ties_are_left_out():
    dataset = dataset_of(("a", "1"), ("A", "1"), ("a", "0"), ("tie", "1"), ("tie", "0"), ("b", "0"))
    edit = fixed(dataset, found(dataset, "contradictions")[0])
    assert (edit.removed, edit.labels) == ({4, 5}, {3: "1"})
    assert render(edit.message) == "Rows removed: 2; labels changed: 1"
    assert not found(dataset.edited([edit]), "contradictions")


def test_test_sentences_that_are_learned_are_removed_from_the_test():
    rows = [(*row, "train") for row in healthy()] + [("GOOD 0", "good", "test"), ("new", "bad", "test")]
    dataset = dataset_of(*rows, ("bad 3", "bad", "validation"))
    test, validation = found(dataset, "overlap")
    assert said(test) == "One test sentence is also in training; the score would look too good"
    assert (test.rows, validation.rows) == ([21], [23])
    assert dataset.edited([fixed(dataset, test)]).columns["part"].count("test") == 1
    assert not found(dataset, "duplicates")  # of another part: told once


def test_words_the_training_never_saw_are_counted_by_hand():
    rows = [(*row, "train") for row in healthy()] + [("good new newer newest", "good", "test")]
    assert "75\u00a0% of the words in the test rows never occur in training" in map(
        said, found(dataset_of(*rows), "words")
    )


def test_words_that_occur_once_are_counted_by_hand():
    [finding] = found(dataset_of(("a a b", "1"), ("a, c", "0"), ("d", "0")), "words")
    assert said(finding) == "4 different words; 75\u00a0% of them occur only once"


@pytest.mark.parametrize("good, bad, lopsided", [(30, 10, False), (31, 10, True), (10, 31, True)])
def test_three_times_as_many_rows_are_lopsided(good, bad, lopsided):
    rows = [(f"good {n}", "good") for n in range(good)] + [(f"bad {n}", "bad") for n in range(bad)]
    assert bool(found(dataset_of(*rows), "imbalance")) == lopsided


def test_labels_too_rare_to_learn_are_listed_unless_they_are_all_there_is():
    dataset = dataset_of(*healthy(8), *[(f"odd {n}", "odd") for n in range(7)])
    [finding] = found(dataset, "rare")
    assert said(finding) == "One label has fewer than 8 rows: odd" and finding.rows == list(range(17, 24))
    assert set(dataset.edited([fixed(dataset, finding)]).columns["label"]) == {"good", "bad"}
    assert found(dataset_of(*healthy(5)), "rare")[0].remedy is None


def test_texts_longer_than_the_network_reads_are_told():
    rows = [*healthy(), ("word " * 9, "good"), ("word " * 10, "bad")]
    [finding] = found(dataset_of(*rows), "cut", Recipe(tokenizer="word", max_tokens=9))
    assert finding.rows == [22] and finding.level == "fine" and finding.remedy is None
    assert said(finding) == "One text is longer than about 9 words; only its beginning is read"
    assert found(dataset_of(*rows), "cut", Recipe(tokenizer="word", max_tokens=1))[0].level == "look"


def test_how_many_words_fit_depends_on_the_tokens():
    texts = ["가나 다라 마바"] * 3  # nine words in 26 letters or 44 jamo, spaces too
    fit = {
        tokens: words_read(Recipe(tokenizer=tokens, max_tokens=100), texts)
        for tokens in ("word", "subword", "character", "jamo")
    }
    assert fit == {"word": 100, "subword": 50, "character": 100 * 9 // 26, "jamo": 100 * 9 // 44}


def test_rows_keep_their_numbers_through_edits():
    table = Table(("text", "label"), [("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")], [2, 3, 5, 9], "csv")
    dataset = Dataset.from_table(table, {"text": "text", "label": "label"})
    edits = [Edit.of([3]), Edit.of(labels={5: "x"}), Edit.of([2], {9: "y"})]
    better = dataset.edited(edits)
    assert better.columns == {"text": ["c", "d"], "label": ["x", "y"]} and better.row_numbers == [5, 9]
    assert better == dataset.edited(edits[:1]).edited(edits[1:])
    assert dataset.edited([]) is dataset and dataset.columns["label"] == ["1", "2", "3", "4"]


def test_the_last_label_given_counts():
    dataset = dataset_of(("a", "1"))
    assert dataset.edited([Edit.of(labels={1: "2"}), Edit.of(labels={1: "3"})]).columns["label"] == ["3"]


@pytest.mark.parametrize(
    "removed, labels, sentence",
    [
        ([4], {}, "Row 4 removed"),
        (range(1041), {}, "1,041 rows removed"),
        ([], {14: "1"}, "Label of row 14 changed"),
        ([], {1: "1", 2: "1"}, "2 labels changed"),
        ([1], {1: "0"}, "Row 1 removed"),
    ],
)
def test_an_edit_says_what_it_did(removed, labels, sentence):
    assert render(Edit.of(removed, labels).message) == sentence


def test_rows_without_a_label_are_kept_when_asked_and_refused_before_learning():
    rows = [(f"film {n}", "ab"[n % 2]) for n in range(20)] + [("film", ""), ("show", " ")]
    table = Table(("text", "label"), rows, list(range(2, 24)), "csv")
    dataset = Dataset.from_table(table, {"text": "text", "label": "label"}, keep_unlabelled=True)
    sentence = "Rows 22 and 23 have no label. Both a text and a label column are needed."
    with pytest.raises(DataError) as refused:
        dataset.check_labels()
    assert str(refused.value) == sentence
    [finding] = found(dataset, "unlabelled")
    dataset.edited([fixed(dataset, finding)]).check_labels()
    dataset.edited([Edit.of(labels={22: "a", 23: "b"})]).check_labels()


REAL = [
    ("filter-ko-malicious/Dataset.csv", {"duplicates": 13, "codes": 0}),
    ("spam-en-sms/spam.csv", {"html": 308, "urls": 108, "duplicates": 415, "imbalance": 0}),
    ("sentiment-ko-finance/finance_data_cp949.csv", {"urls": 28, "duplicates": 6, "contradictions": 4, "imbalance": 0}),
]


@needs_data
@pytest.mark.parametrize("file, rows", REAL)
def test_real_files_are_examined_and_mended(file, rows):
    table = read_table(SHARED / file)
    dataset = Dataset.from_table(table, guess_columns(table, (Text(), Label())))
    look = [finding for finding in examine(dataset, Recipe()) if finding.level == "look"]
    assert {finding.kind: len(finding.rows) for finding in look} == rows
    mended = dataset
    for _ in range(2):  # what was cleaned may be a duplicate then
        for finding in [one for one in examine(mended, Recipe()) if one.level == "look"]:
            mended = mended.edited([fixed(mended, finding)])
    assert {finding.kind for finding in examine(mended, Recipe()) if finding.level == "look"} <= {"imbalance", "codes"}


def test_a_finding_without_rows_changes_nothing():
    finding = Finding("summary", Message("x"), [], None, "fine")
    assert fixed(dataset_of(("a", "1")), finding) == Edit.of()


def test_pairs_are_told_their_sides_and_what_they_all_say():
    pairs = [(f"question {n}", "yes" if n % 2 else f"answer {n}") for n in range(60)] + [("", "nothing"), ("why", "")]
    dataset = Dataset({"text": [text for text, _ in pairs], "label": [label for _, label in pairs]})
    found = {finding.kind: finding for finding in examine(dataset, Recipe(), "sequence_to_sequence")}
    assert found["unlabelled"].rows == [61, 62]
    sayings = found["sayings"]
    assert sayings.rows == list(range(22, 61, 2))  # ten of the thirty stay
    assert sayings.message.values["answer"] == "yes" and sayings.message.values["percent"] == "48.4"
    mended = dataset.edited([fixed(dataset, sayings), fixed(dataset, found["unlabelled"])])
    assert mended.columns["label"].count("yes") == 10 and "" not in mended.columns["text"]
    assert {finding.level for finding in examine(mended, Recipe(), "sequence_to_sequence")} == {"fine"}
