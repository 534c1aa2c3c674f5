"""A stranger's file: found out rightly, or refused with a sentence."""

import io
import json
import zipfile

import pytest
from conftest import SHARED

from nlp_models.datasets import Dataset, guess_columns, parse_names
from nlp_models.errors import DataError
from nlp_models.fields import Label, Text
from nlp_models.readers import MAX_UPLOAD, read_table

FIELDS = (Text(), Label())
ROWS = "좋은 영화,positive\n나쁜 영화,negative\n" * 10
real = pytest.mark.skipif(not SHARED.exists(), reason="the public data sets are not beside the project")


def zipped(**files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return written.getvalue()


def workbook(rows):
    from openpyxl import Workbook

    book, written = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ROWS.encode(), "utf-8"), (ROWS.encode("utf-8-sig"), "utf-8-sig"), (ROWS.encode("cp949"), "cp949"),
        (ROWS.encode("utf-16"), "utf-16"), (("Le film était très réussi,positive\n" * 9).encode("cp1252"), "cp1252"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_out(data, encoding):
    assert read_table(data).encoding == encoding


@pytest.mark.parametrize("separator", ["\t", ",", ";", "|"])
def test_the_separator_is_found_out(separator):
    table = read_table(ROWS.replace(",", separator).encode())
    assert (table.separator, table.header, len(table.rows)) == (separator, False, 20)
    assert table.rows[0] == ("좋은 영화", "positive")


def test_header_quotes_and_line_ends_in_cells():
    table = read_table(b'review,stars\r\n"good, ""really"" good\nindeed",1\r\nbad,0\r\n' + b"fine,1\r\npoor,0\r\n" * 5)
    assert table.columns == ("review", "stars") and table.rows[0] == ('good, "really" good\nindeed', "1")


def test_what_was_found_can_be_overruled():
    table = read_table(b"good, really;1\nbad, truly;0\n", separator=";", header=True)
    assert table.columns == ("good, really", "1") and table.rows == [("bad, truly", "0")]
    assert read_table(ROWS.encode("cp949"), encoding="cp949").rows[0][0] == "좋은 영화"


def test_a_prose_file_is_one_column():
    table = read_table("첫 문장이에요.\n둘째 문장, 쉼표가 있어요.\n셋째.\n".encode())
    assert table.columns == ("text",) and len(table.rows) == 3


def test_jsonl_xlsx_and_a_zip_of_one():
    rows = [{"text": "good", "label": 1}, {"text": "bad", "label": 0}]
    lines = "\n".join(map(json.dumps, rows)).encode()
    assert read_table(lines).rows == [("good", "1"), ("bad", "0")]
    assert read_table(workbook([["text", "label"], ["good", 1]]), "a.xlsx").rows == [("good", "1")]
    assert read_table(zipped(a_csv=ROWS)).rows == read_table(ROWS.encode()).rows
    assert read_table(zipped(a_xlsx=workbook([["text", "label"], ["good", 1]]))).rows == [("good", "1")]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.csv", "This file is empty."),
        (b" \n\n ", "a.csv", "This file is empty."),
        (b"\x00\x01\xff" * 999, "a.csv", "This is not a text file: it holds NUL bytes."),
        (bytes(range(128, 256)) * 40, "a.csv", "The letters look wrong"),
        (b"random bytes", "a.xlsx", "This is not a workbook or zip file, whatever its name says."),
        (b"PK\x03\x04 and then nothing", "a.xlsx", "This zip file is damaged."),
        (ROWS.encode("cp949")[:-1] + "가".encode("cp949")[:1], "a.csv", "The letters look wrong"),
        (ROWS.encode() + ROWS.encode("cp949"), "a.csv", "The letters look wrong"),
        (b",".join([b"x"] * 100_000), "a.csv", "This file has 100000 columns; at most 200 are read."),
        (b'{"text": "a"}\n{broken', "a.jsonl", "Line 2 is not JSON."),
        (b'{"text": {"deep": 1}}', "a.jsonl", "Line 1 is not a flat JSON object."),
        (zipped(a_csv="x", b_csv="y"), "a.zip", "This zip holds 2 files; it should hold one text file."),
        (zipped(a_csv="0" * 50_000_000), "a.zip", "This file unpacks to 47 MB, more than is sensible."),
        (
            zipped(**{"xl/workbook_xml": "0" * 50_000_000}),
            "a.xlsx",
            "This file unpacks to 47 MB, more than is sensible.",
        ),
        (zipped(**{"xl/workbook_xml": "<no>"}), "a.xlsx", "This workbook is damaged."),
        (b'text,label\n"never closed,1\n' + b"fine,0\n" * 20 + b"short\n", "a.csv", "Rows 23 do not have 2 columns"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(data, name, sentence):
    with pytest.raises(DataError) as told:
        read_table(data, name)
    assert sentence in str(told.value)


def test_a_file_over_the_limit_is_sent_to_the_command_line():
    with pytest.raises(DataError, match=r"51\.0 MB; the page takes up to 50 MB\. Use the command line"):
        read_table(b"x" * (51 * 2**20), limit_bytes=MAX_UPLOAD)


def test_rows_without_a_label_are_told_together():
    def dataset(lines):
        table = read_table(("text,label\n" + lines).encode())
        return Dataset.from_table(table, guess_columns(table, FIELDS))

    with pytest.raises(DataError, match=r"Row 3 has no label\. Both a text and a label column are needed\."):
        dataset("good,1\nbad,\nfine,0\n")
    with pytest.raises(DataError, match=r"Rows 3, 4, 5, 6, 7 and 3 more have no label"):
        dataset("good,1\n" + "bad,\n" * 8 + "fine,0\n" * 20)


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (["a"], "1 rows are too few to learn from; at least 8 are needed."),
        (["a", "b"] * 2, "4 rows are too few"),
        (["a"] * 20, 'Every label is "a"; at least two kinds are needed.'),
        (list(map(str, range(300))), "The label column has 300 different values; is it really the label?"),
        ([], "This file has no rows."),
    ],
)
def test_what_cannot_be_learned_from_is_told(labels, sentence):
    with pytest.raises(DataError) as told:
        Dataset({"text": ["x"] * len(labels), "label": labels}).check_labels()
    assert sentence in str(told.value)


def test_a_missing_column_is_named_with_those_there_are():
    table = read_table(b"id,document\n1,good\n2,bad\n3,fine\n")
    with pytest.raises(DataError, match=r"There is no column named .label.\. The file has: id, document\."):
        Dataset.from_table(table, {"text": "document"})


def test_parts_are_stratified_fixed_by_seed_and_the_files_own_where_it_marks_them():
    labels = ["a"] * 80 + ["b"] * 20
    dataset = Dataset({"text": [str(n) for n in range(100)], "label": labels})
    split = dataset.with_parts(seed=1, validation_share=0.1, test_share=0.2)
    assert split.part("test").columns["label"].count("b") == 4 and len(split.part("test")) == 20
    assert (
        split.columns["part"]
        == dataset.with_parts(1, 0.1, 0.2).columns["part"]
        != dataset.with_parts(2, 0.1, 0.2).columns["part"]
    )
    marked = Dataset(dataset.columns | {"part": ["test"] * 50 + ["train"] * 50})
    assert len(marked.with_parts(1).part("test")) == 50


def test_a_data_set_comes_back_from_disk(tmp_path):
    dataset = Dataset({"text": ["a\nb", "한글", "\u2028"], "label": ["1", "0", "1"]}, {"1": "good"})
    dataset.save(tmp_path / "d.jsonl")
    again = Dataset.load(tmp_path / "d.jsonl")
    assert again == dataset and again.digest() == dataset.digest()


def test_names_of_labels_are_read_or_refused():
    assert parse_names("0=negative, 1=positive") == {"0": "negative", "1": "positive"}
    with pytest.raises(DataError, match="0=negative,1=positive; got 0negative"):
        parse_names("0negative")


@real
@pytest.mark.parametrize(
    ("file", "rows", "labels"),
    [
        ("sentiment-ko-nsmc/ratings_train.txt", 150_000, {"0", "1"}), ("sentiment-ko-nsmc/ratings_test.txt", 50_000, {"0", "1"}),
        ("sentiment-ko-finance/finance_data_cp949.csv", 4_846, {"neutral", "positive", "negative"}),
        ("filter-ko-malicious/Dataset.csv", 10_000, {"0", "1"}), ("sentiment-en-sst2/train.tsv", 6_920, {"0", "1"}),
        ("sentiment-en-uci/imdb_labelled.txt", 1_000, {"0", "1"}), ("sentiment-en-uci/yelp_labelled.txt", 1_000, {"0", "1"}),
        ("sentiment-en-uci/amazon_cells_labelled.txt", 1_000, {"0", "1"}), ("spam-en-sms/sms.tsv", 5_574, {"ham", "spam"}),
        ("spam-en-sms/spam.csv", 5_572, {"ham", "spam"}),
    ],
)  # fmt: skip
def test_real_files_with_their_quirks(file, rows, labels):
    table = read_table(SHARED / file)
    dataset = Dataset.from_table(table, guess_columns(table, FIELDS))
    assert len(dataset) == rows and set(dataset.columns["label"]) == labels
