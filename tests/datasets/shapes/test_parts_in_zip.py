"""Several files in one zip: parts kept, tables alike joined, the rest told; a kind's own shapes read the inner files."""

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from made_zips import told, zipped, zipped_by_windows

from nlp_models.datasets.readers import read_table
from nlp_models.datasets.zips import ending, in_order, part_of, pattern_of
from nlp_models.errors import DataError
from nlp_models.problems.classification.problem import Classification
from nlp_models.problems.language_model.problem import LanguageModel
from nlp_models.problems.sequence_to_sequence.problem import SequenceToSequence
from nlp_models.problems.tagging.problem import Tagging

ROWS = "text,label\n" + "a good film,positive\na bad film,negative\n" * 20
CONLL = "나 O\n서울 B-LOC\n. O\n\n" * 10


@pytest.mark.parametrize(
    "files",
    [
        {"d/train.csv": ROWS, "d/valid.csv": ROWS, "d/test.csv": ROWS, "d/README.md": "hello", "LICENSE": "free"},
        {
            "ratings_Train.txt": ROWS.replace(",", "\t"),
            "ratings_dev.txt": ROWS.replace(",", "\t"),
            "ratings_test.txt": ROWS.replace(",", "\t"),
        },
        {
            "train/a.csv": ROWS,
            "val/a.csv": "\ufeff" + ROWS.replace("\n", "\r\n"),
            "test/a.csv": ROWS.rstrip("\n").encode("utf-16"),
        },
        {"학습.csv": ROWS, "검증.csv": ROWS.replace("good", "좋은").encode("cp949"), "평가.csv": ROWS},
        {
            "train-00000.csv": ROWS,
            "eval.csv": "label,text\n" + "x,a text\n" * 40,
            "test-00000.csv": ROWS.replace("text,label", "Text,Label"),
        },
    ],
    ids=["plain", "nsmc", "folders", "korean", "reordered"],
)
def test_the_parts_of_a_zip_are_kept(files):
    table = read_table(zipped(files))
    assert table.shape == "parts_in_zip" and table.columns == ("text", "label", "part")
    counts = {part: table.values("part").count(part) for part in ("train", "validation", "test")}
    assert sum(counts.values()) == 120 and counts["train"] == 40
    assert all(label in ("positive", "negative", "x") for label in table.values("label"))
    assert table.guess["part"] == "part"


def test_rows_are_numbered_on_from_file_to_file():
    table = read_table(zipped({"train.csv": ROWS, "test.csv": ROWS}))
    assert table.line_numbers[:2] == [2, 3] and table.line_numbers[40] == 43
    assert len(set(table.line_numbers)) == 80
    assert "begin at: train.csv 1, test.csv 42" in told(table)


def test_a_test_file_without_the_label_is_left_out_and_told():
    table = read_table(
        zipped(
            {"train.csv": ROWS, "test.csv": "id,text\n1,a film\n2,a play\n", "sample_submission.csv": "id,label\n1,x\n"}
        )
    )
    assert set(table.values("part")) == {"train"}
    assert "left out (2): test.csv, sample_submission.csv" in told(table)


def test_shards_are_joined_and_other_files_of_a_part_are_not():
    files = {"train_1.csv": ROWS, "train_2.csv": ROWS, "train_ids.csv": "text,label\n1,2\n", "test_1.csv": ROWS}
    table = read_table(zipped(files))
    assert len(table.rows) == 120 and "train_ids.csv" in told(table)


def test_conll_files_in_a_zip_are_sentences_in_parts():
    table = Tagging.read_table(zipped({"eng.train": CONLL, "eng.testa": CONLL, "eng.testb": CONLL}))
    assert (len(table.rows), table.kind, table.columns[-1]) == (30, "conll", "part")
    dataset = Tagging.dataset(table, {"text": table.columns[0], "label": table.columns[1], "part": "part"})
    assert [dataset.columns["part"].count(part) for part in ("train", "validation", "test")] == [10, 10, 10]


def test_texts_in_parts_are_read_line_by_line():
    table = LanguageModel.read_table(
        zipped({"ptb.train.txt": "one two,\n\nthree\n", "ptb.valid.txt": "a\n", "ptb.test.txt": "b"})
    )
    assert table.values("text") == ["one two,", "", "three", "a", "b"]
    assert table.values("part") == ["train"] * 3 + ["validation", "test"]


def test_tables_alike_become_one_and_any_file_can_be_chosen():
    source = zipped({"a.csv": ROWS, "b2.csv": ROWS, "b10.csv": ROWS, "x.csv": "q,r\n1,2\n3,4\n", "p.pdf": "%PDF"})
    table = read_table(source)
    assert len(table.rows) == 120 and list(dict.fromkeys(table.values("file"))) == ["a.csv", "b2.csv", "b10.csv"]
    assert "left out (2): x.csv, p.pdf" in told(table)
    other = Classification.read_table(source, sheet="x.csv")
    assert (len(other.columns), other.sheet, "b2.csv" in other.sheets) == (2, "x.csv", True)


def test_a_readme_beside_the_only_table_is_left_out():
    table = read_table(zipped({"SMSSpamCollection": ROWS, "readme": "about"}))
    assert len(table.rows) == 40 and "left out (1): readme" in told(table)


def test_what_tatoeba_and_github_put_beside_a_table():
    pairs = "Go.\tVa !\tCC-BY\nHi.\tSalut !\tCC-BY\n" * 20
    table = SequenceToSequence.read_table(zipped({"fra.txt": pairs, "_about.txt": "about"}))
    assert (table.shape, len(table.columns), len(table.rows)) == ("delimited", 3, 40)
    files = {
        "nsmc/ratings_train.txt": ROWS,
        "nsmc/ratings_test.txt": ROWS,
        "nsmc/ratings.txt": ROWS,
        "nsmc/code/a.py": "x",
        "nsmc/logo.png": b"\x89PNG",
    }
    table = Classification.read_table(zipped(files))
    assert (table.shape, len(table.rows)) == ("parts_in_zip", 80) and "nsmc/ratings.txt" in told(table)


def test_names_written_by_korean_windows_are_read():
    source = zipped_by_windows({"훈련.csv": ROWS, "평가자료.csv": ROWS})
    assert "begin at: 훈련.csv 1, 평가자료.csv 42" in told(read_table(source))


def test_an_error_names_the_file_in_the_zip():
    with pytest.raises(DataError, match=r"^In train.csv: "):
        read_table(zipped({"train.csv": b"\0\1\2" * 50, "test.csv": ROWS}))
    nested = zipped({"train.zip": zipped({"a": ROWS, "b": ROWS}), "test.csv": ROWS})
    with pytest.raises(DataError, match=r"In train.zip: This zip holds another zip"):
        Classification.read_table(nested, sheet="train.zip")


def test_a_document_with_pages_is_told():
    with pytest.raises(DataError, match="document with pages"):
        read_table(zipped({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>", "word/styles.xml": "<a/>"}))


def test_what_names_say():
    assert [
        part_of(name) for name in ("Flickr_8k.devImages.txt", "train/test.csv", "my_training.csv", "contest.csv")
    ] == ["validation", "test", "train", None]
    assert pattern_of("data/train_01.csv") == pattern_of("data/test_2.csv") != pattern_of("data/train_ids.csv")
    assert [ending(name) for name in ("a/B.TXT", "20news/sci.space/53068", "0001.2001")] == [".txt", "", ""]
    assert in_order(["c10", "c9", "C1"]) == ["C1", "c9", "c10"]


@examples(150)
@given(
    st.dictionaries(
        st.sampled_from(
            ["train.csv", "test.csv", "a.txt", "x/b.json", "valid.xlsx", "p.en", "p.fr", "pos.txt", "neg.txt", "m.tmx"]
        ),
        st.binary(max_size=200),
        min_size=2,
    )
)
def test_random_bytes_in_a_zip_give_a_table_or_a_sentence(files):
    for kind in (Classification, Tagging, LanguageModel, SequenceToSequence):
        try:
            table = kind.read_table(zipped(files))
        except DataError:
            continue
        assert all(len(row) == len(table.columns) for row in table.rows) and len(table.rows) == len(table.line_numbers)
