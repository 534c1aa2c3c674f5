"""From a table to rows a network learns from, and the sentence said when that cannot be."""

from collections import Counter

import pytest
from conftest import SHARED, examples
from hypothesis import given
from hypothesis import strategies as st

from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.dataset import Dataset, parse_names
from nlp_models.datasets.fields import Label, Text
from nlp_models.datasets.readers import Table, read_table
from nlp_models.errors import DataError

needs_data = pytest.mark.skipif(not SHARED.exists(), reason="the public datasets are not here")
FIELDS = (Text(), Label())


def table_of(columns, *rows):
    return Table(tuple(columns), [tuple(row) for row in rows], list(range(2, len(rows) + 2)), "csv")


def dataset_of(**labels):
    """`dataset_of(good=3, bad=2)`: so many rows of each label."""
    rows = [(f"{label} {n}", label) for label, count in labels.items() for n in range(count)]
    return Dataset({"text": [text for text, _ in rows], "label": [label for _, label in rows]})


def refusal(call, *arguments, **choices):
    with pytest.raises(DataError) as caught:
        call(*arguments, **choices)
    return str(caught.value)


BOTH = {"text": "text", "label": "label"}


def test_columns_are_guessed_by_the_names_we_know():
    table = table_of(["id", "Document", "LABLE"], ["1", "good", "1"], ["2", "bad", "0"])
    assert guess_columns(table, FIELDS) == {"text": "Document", "label": "LABLE"}


def test_columns_are_guessed_by_shape():
    rows = [(str(n), f"a long sentence, number {n}", "ab"[n % 2]) for n in range(30)]
    assert guess_columns(table_of(["one", "two", "three"], *rows), FIELDS) == {"text": "two", "label": "three"}


def test_what_cannot_be_guessed_has_no_key():
    rows = [(f"words {n}", f"more words {n}") for n in range(30)]
    assert guess_columns(table_of(["one", "two"], *rows), FIELDS) == {"text": "two"}
    assert guess_columns(table_of(["one"], ["a"]), FIELDS) == {"text": "one"}
    assert guess_columns(table_of(["one", "two"], *[("a", "same words")] * 9), FIELDS) == {
        "text": "one",
        "label": "two",
    }


def test_one_column_is_never_guessed_twice():
    table = table_of(["review", "stars"], *[(f"a film {n}", "12"[n % 2]) for n in range(30)])
    assert guess_columns(table, FIELDS) == {"text": "review", "label": "stars"}


def test_a_split_column_is_the_part_if_it_holds_only_parts():
    rows = [("good", "1", "Train"), ("bad", "0", "dev"), ("so", "1", "TEST")]
    table = table_of(["text", "label", "split"], *rows)
    guess = guess_columns(table, FIELDS)
    assert guess["part"] == "split"
    assert Dataset.from_table(table, guess).columns["part"] == ["train", "validation", "test"]
    assert "part" not in guess_columns(table_of(["text", "label", "split"], ("a", "1", "left")), FIELDS)


def test_a_part_nobody_knows_is_told():
    table = table_of(["text", "label", "x"], ("a", "1", "train"), ("b", "0", "later"))
    said = "Row 3 has the part 'later'; known are train, validation and test."
    assert refusal(Dataset.from_table, table, BOTH | {"part": "x"}) == said


def test_labels_keep_the_files_own_values_and_empty_texts_stay():
    table = table_of(["text", "label"], ("", " 1 "), ("b", "zero"))
    dataset = Dataset.from_table(table, BOTH, {"1": "one"})
    assert dataset.columns == {"text": ["", "b"], "label": ["1", "zero"]} and len(dataset) == 2
    assert (dataset.shown("1"), dataset.shown("zero")) == ("one", "zero")


@pytest.mark.parametrize(
    "bad, said",
    [
        ([14], "Row 14 has no label."),
        ([14, 20], "Rows 14 and 20 have no label."),
        ([14, 20, 31], "Rows 14, 20 and 31 have no label."),
        ([2, 3, 4, 5, 6], "Rows 2, 3, 4, 5 and 6 have no label."),
        (range(14, 31), "Rows 14, 15, 16, 17, 18 and 12 more have no label."),
    ],
)
def test_rows_without_a_label_are_listed_together(bad, said):
    table = table_of(["text", "label"], *[("a", " " if n in bad else "1") for n in range(2, 40)])
    assert refusal(Dataset.from_table, table, BOTH) == f"{said} Both a text and a label column are needed."


def test_a_missing_column_is_told_with_those_there_are():
    table = table_of(["id", "document"], ("1", "good"))
    said = "There is no column named '{}'. The file has: id, document."
    assert refusal(Dataset.from_table, table, {"text": "document"}) == said.format("label")
    assert refusal(Dataset.from_table, table, {"text": "document", "label": "mood"}) == said.format("mood")
    assert refusal(Dataset.from_table, table, {"text": "id", "label": "id", "part": "p"}) == said.format("p")


def test_what_cannot_be_learned_is_told():
    assert refusal(Dataset({"text": [], "label": []}).check_labels) == "This file has no rows."
    assert refusal(dataset_of(positive=9).check_labels) == 'Every label is "positive"; at least two kinds are needed.'
    few = "4 rows are too few to learn from; at least 8 are needed."
    assert refusal(dataset_of(good=2, bad=2).check_labels) == few
    many = dataset_of(**{f"label{n}": 1 for n in range(950)})
    assert refusal(many.check_labels) == "The label column has 950 different values; is it really the label?"
    dataset_of(good=4, bad=4).check_labels()


def test_joined_files_become_parts():
    joined = Dataset.join(dataset_of(good=2, bad=1), test=dataset_of(good=1))
    assert joined.columns["part"] == ["train", "train", "train", "test"]
    assert joined.part("test").columns == {"text": ["good 0"], "label": ["good"]}
    assert len(joined.part("train")) == 3 and len(joined.part("validation")) == 0


def test_a_train_file_alone_stays_as_it_is():
    alone = dataset_of(good=2)
    assert Dataset.join(alone) is alone


def test_joining_keeps_the_marks_of_the_train_file_and_all_names():
    marked = Dataset({"text": ["a", "b"], "label": ["0", "1"], "part": ["train", "validation"]}, {"0": "no"})
    joined = Dataset.join(marked, test=Dataset({"text": ["c"], "label": ["1"]}, {"1": "yes"}))
    assert joined.columns["part"] == ["train", "validation", "test"] and joined.names == {"0": "no", "1": "yes"}


def test_shares_are_taken_from_every_label():
    parts = dataset_of(good=100, bad=300).with_parts(seed=1)
    assert Counter(parts.part("test").columns["label"]) == {"good": 10, "bad": 30}
    assert Counter(parts.part("validation").columns["label"]) == {"good": 9, "bad": 27}
    assert len(parts.part("train")) == 400 - 40 - 36


def test_the_seed_alone_decides_the_parts():
    dataset = dataset_of(good=30, bad=50)
    assert dataset.with_parts(seed=1) == dataset.with_parts(seed=1)
    assert dataset.with_parts(seed=1) != dataset.with_parts(seed=2)


def test_parts_the_file_marks_are_kept():
    dataset = Dataset.join(dataset_of(good=20, bad=20), test=dataset_of(good=3)).with_parts(seed=1)
    assert dataset.columns["part"][-3:] == ["test"] * 3 and dataset.columns["part"].count("test") == 3
    assert len(dataset.part("validation")) == 4
    whole = Dataset.join(dataset_of(good=2), dataset_of(good=1), dataset_of(good=1))
    assert whole.with_parts(seed=1) == whole


def test_held_back_parts_are_capped():
    parts = Counter(dataset_of(good=150_000, bad=150_000).with_parts(seed=1).columns["part"])
    assert parts["test"] == 20_000 and parts["validation"] == 5_000


def test_without_rows_to_learn_from_it_is_told():
    marked = Dataset({"text": ["a"], "label": ["0"], "part": ["test"]})
    assert "some must be held back" in refusal(marked.with_parts, 1)
    marked = Dataset({"text": ["a", "b"], "label": ["0", "1"], "part": ["test", "validation"]})
    assert refusal(marked.with_parts, 1) == "No row is left to learn from: all are marked as validation or test."
    single = dataset_of(**{f"label{n}": 1 for n in range(9)})
    assert refusal(single.with_parts, 1) == "Every label has too few rows; some must be held back for the score."


@examples(100)
@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 40), min_size=2), st.integers(0, 5))
def test_every_label_keeps_a_row_to_learn_from(labels, seed):
    dataset = dataset_of(**labels)
    try:
        parts = dataset.with_parts(seed, validation_share=0.4, test_share=0.4)
    except DataError:
        assert max(labels.values()) < 3
        return
    assert set(parts.part("train").columns["label"]) == set(labels)
    assert len(parts.part("test")) and len(parts.part("validation"))
    assert parts.columns["text"] == dataset.columns["text"]


@examples(100)
@given(st.lists(st.tuples(st.text(), st.text(min_size=1)), max_size=8), st.dictionaries(st.text(), st.text()))
def test_what_is_saved_is_loaded(tmp_path_factory, rows, names):
    dataset = Dataset({"text": [text for text, _ in rows], "label": [label for _, label in rows]}, names)
    path = tmp_path_factory.mktemp("saved") / "dataset.jsonl"
    dataset.save(path)
    assert Dataset.load(path) == dataset and Dataset.load(path).digest() == dataset.digest()
    assert [file.name for file in path.parent.iterdir()] == ["dataset.jsonl"]


def test_parts_are_saved_too(tmp_path):
    dataset = dataset_of(good=20, bad=20).with_parts(seed=1)
    dataset.save(tmp_path / "a.jsonl")
    assert Dataset.load(tmp_path / "a.jsonl") == dataset


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    dataset_of(good=1).save(path)
    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda number: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError):
        dataset_of(bad=2).save(path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_every_content_has_its_own_digest():
    one, other = dataset_of(good=9, bad=8), dataset_of(good=8, bad=9)
    named = Dataset(one.columns, {"good": "fine"})
    assert len({dataset.digest() for dataset in (one, other, named, one.with_parts(1))}) == 4
    assert len(one.digest()) == 64 and one.digest() == dataset_of(good=9, bad=8).digest()


def test_names_of_labels_are_read():
    assert parse_names("0=negative, 1 = positive") == {"0": "negative", "1": "positive"}
    assert parse_names("x=a=b") == {"x": "a=b"} and parse_names("") == {}


@pytest.mark.parametrize("text", ["0", "0=", "=a", "0=a,1", "0=a,0=b"])
def test_bad_names_of_labels_are_told(text):
    said = f"Names of labels are given as 0=negative,1=positive; got {text}."
    assert refusal(parse_names, text) == said


REAL = [
    ("sentiment-ko-nsmc/ratings_test.txt", "document", "label", 2),
    ("sentiment-en-uci/imdb_labelled.txt", "column 1", "column 2", 2),
    ("sentiment-en-uci/yelp_labelled.txt", "Review", "column 2", 2),
    ("sentiment-en-sst2/train.tsv", "column 1", "column 2", 2),
    ("sentiment-ko-finance/finance_data_cp949.csv", "sentence", "lables", 3),
    ("spam-en-sms/spam.csv", "v2", "v1", 2),
    ("spam-en-sms/sms.tsv", "column 2", "column 1", 2),
    ("filter-ko-malicious/Dataset.csv", "content", "lable", 2),
    ("chatbot-ko-songys/ChatbotData.csv", "A", "label", 3),
]


@needs_data
@pytest.mark.parametrize("file, text, label, kinds", REAL)
def test_columns_of_real_files_are_guessed(file, text, label, kinds):
    table = read_table(SHARED / file)
    guess = guess_columns(table, FIELDS)
    assert guess == {"text": text, "label": label}
    dataset = Dataset.from_table(table, guess)
    dataset.check_labels()
    assert len(set(dataset.columns["label"])) == kinds and len(dataset) == len(table.rows)


def test_an_answer_of_any_words_can_be_joined_where_labels_are_texts():
    dataset = Dataset({"text": ["hi", "bye"], "label": ["hello", "see you"], "part": ["train", "test"]})
    assert len(dataset.joined({"well": "never heard"})) == 2
    joined = dataset.joined({"well": "never heard"}, anything=True)
    assert joined.columns["label"][-1] == "never heard" and joined.columns["part"][-1] == "train"
