"""What a stranger's file may look like, and the sentence said when it cannot be read."""

import csv
import io
import random
import zipfile

import openpyxl
import pytest
from conftest import SHARED, counted_calls, examples
from hypothesis import given
from hypothesis import strategies as st

from nlp_models.datasets.readers import MAX_CELL, MAX_UPLOAD, read_table
from nlp_models.errors import DataError

needs_data = pytest.mark.skipif(not SHARED.exists(), reason="the public datasets are not here")

ENGLISH = "text,label\n" + "a good film,positive\na bad film,negative\n" * 20
KOREAN = "text,label\n" + "재미있는 영화였어요,긍정\n정말 지루했습니다,부정\n" * 20


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def zipped(**files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def refusal(source, *arguments, **choices):
    with pytest.raises(DataError) as caught:
        read_table(source, *arguments, **choices)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_korean_is_read_in_every_usual_encoding(encoding):
    table = read_table(KOREAN.encode(encoding))
    assert table.rows[:2] == [("재미있는 영화였어요", "긍정"), ("정말 지루했습니다", "부정")]
    assert (table.encoding, len(table.rows), table.header) == (encoding, 40, True)


@pytest.mark.parametrize("sign", ["café", "it’s", "20 °C", "£5"])
def test_western_letters_are_read_as_cp1252(sign):
    table = read_table(ENGLISH.replace("good", sign).encode("cp1252"))
    assert table.encoding == "cp1252" and table.rows[0] == (f"a {sign} film", "positive")


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_a_file_cut_inside_a_letter_names_the_row(encoding):
    cut = KOREAN.encode(encoding).rstrip(b"\n")[:-1]
    assert refusal(cut) == f"The letters in row 41 cannot be read as {encoding}; choose the encoding."


@pytest.mark.parametrize("first, second, row", [("cp949", "utf-8", 43), ("utf-8", "cp949", 43)])
def test_mixed_encodings_name_the_row_where_they_change(first, second, row):
    said = refusal(KOREAN.encode(first) + KOREAN.encode(second))
    assert said == f"The letters in row {row} cannot be read as {first}; choose the encoding."


def test_wrong_letters_are_not_swallowed_as_cp1252():
    noise = bytes(random.Random(0).choices(range(32, 256), k=3000))
    assert refusal(noise) == "The letters look wrong (tried UTF-8, cp949 and cp1252); choose the encoding."


def test_the_encoding_can_be_overruled():
    assert read_table(ENGLISH.replace("good", "ÀÁ").encode("cp1252"), encoding="cp1252").rows[0][0] == "a ÀÁ film"
    assert "cannot be read as utf-8" in refusal(KOREAN.encode("cp949"), encoding="utf-8")
    assert refusal(b"a,b", encoding="klingon") == "There is no encoding named klingon."


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(content):
    assert refusal(content) == "This file is empty."


def test_an_empty_zip_is_told():
    assert refusal(b"PK\x05\x06" + bytes(18)) == "This zip is empty."


def test_what_is_not_text_is_told():
    noise = random.Random(0).randbytes(5000)
    assert refusal(noise, "data.csv") == "This is not a text file: it holds NUL bytes."
    assert refusal(noise, "data.xlsx") == "This is not a workbook or zip file, whatever its name says."
    assert refusal(b"text,label\na\0b,1\n") == "This is not a text file: it holds NUL bytes."
    assert refusal(b"\x01\x02\x03\x04\x05" * 100) == "This is not a text file: it is full of control characters."
    assert "old or locked workbook" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert refusal(tmp_path / "none.csv") == f"The file {tmp_path / 'none.csv'} cannot be opened."
    assert "cannot be opened" in refusal(tmp_path)


def test_a_large_file_is_sent_to_the_command_line():
    assert refusal(bytes(61 * 2**20), limit_bytes=MAX_UPLOAD) == (
        "This file has 61 MB; the page takes up to 50 MB. Use the command line for larger files."
    )


@pytest.mark.parametrize("separator, kind", [("\t", "tsv"), (",", "csv"), (";", "csv"), ("|", "csv")])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_line_ends_are_found(separator, kind, end):
    table = read_table(ENGLISH.replace(",", separator).replace("\n", end).encode())
    assert (table.separator, table.kind, table.columns) == (separator, kind, ("text", "label"))
    assert table.rows[0] == ("a good film", "positive") and table.line_numbers[:2] == [2, 3]


def test_prose_is_one_column_with_a_row_for_each_line():
    table = read_table(b"Well, yes.\nThis is prose, and it, too, has commas.\nNo more.\n")
    assert (table.columns, table.kind, len(table.rows), table.header) == (("text",), "txt", 3, False)


def test_control_characters_neither_stay_nor_end_a_line():
    table = read_table("text,label\na\x85b,1\nc\u2028d,0\ne\x1cf,1\n".encode())
    assert table.rows == [("a b", "1"), ("c\u2028d", "0"), ("e f", "1")]


def test_quoted_cells_hold_separators_quotes_and_lines():
    table = read_table(('text,label\n"good, ""very""\nwarm",positive\n' + "bad,negative\n" * 9).encode())
    assert table.rows[0] == ('good, "very"\nwarm', "positive")
    assert table.line_numbers[:2] == [2, 4] and len(table.rows) == 10


def test_quotes_that_are_letters_swallow_no_rows():
    lines = ['1\t"I like it', '0\tnot this "one"', '1\tyes, "', '0\t"never', '1\t"so" what'] * 8
    table = read_table("\n".join(lines).encode())
    assert len(table.rows) == 40 and table.rows[0] == ("1", '"I like it')


def test_a_line_quoted_whole_is_unwrapped():
    table = read_table(("content\tlable\n" + "fine\t1\n" * 20 + '"he said ""no""\t0"\n').encode())
    assert table.rows[-1] == ('he said "no"', "0")


def test_a_tab_inside_a_text_before_the_label_belongs_to_the_text():
    table = read_table(b"good film\t1\nbad film\t0\n" * 10 + b"good\tand\twarm\t1\n")
    assert table.rows[-1] == ("good\tand\twarm", "1")


def test_a_quote_that_never_closes_is_named():
    broken = "text,label\n" + '"good, warm\nand long",positive\n' * 9 + '"bad, cold,negative\n' + "so\n" * 9
    assert refusal(broken.encode(), separator=",") == "A quote opens in row 20 and does not close as it should."


def test_a_stray_quote_costs_no_rows():
    table = read_table(('text,label\n"good film,positive\n' + "bad film,negative\n" * 10).encode())
    assert len(table.rows) == 11 and table.rows[0] == ('"good film', "positive")


def test_uneven_rows_are_listed_together():
    rows = ["text,label,id", *["a,1,2"] * 20]
    for number in (3, 7, 9):
        rows[number - 1] = "a,1,2,4"
    assert refusal("\n".join(rows).encode()) == "Rows 3, 7 and 9 have 4 columns where the header has 3."
    assert refusal(b"text,label,id\n" + b"a,1,2\n" * 9 + b"a,1\n") == "Row 11 has 2 columns where the header has 3."
    assert refusal(b"text,label,id\n" + b"a,1,2\n" * 30 + b"a,1\n" * 7) == (
        "Rows 32, 33, 34, 35, 36 and 2 more have 2 columns where the header has 3."
    )
    assert refusal(b"good film;x;1\nbad film;y;0\n" * 9 + b"so;so\n") == (
        "These rows do not have 3 columns, as the others do: 19."
    )


def test_columns_without_name_and_content_are_dropped():
    table = read_table(b"v1,v2,,,\n" + b"ham,hello,,,\nspam,win\n" * 50 + b'ham,"oh, ",so,,\nham,x,,,,,\n')
    assert table.columns == ("v1", "v2") and len(table.rows) == 102


def test_a_column_without_name_but_with_content_is_numbered():
    assert read_table(b",text,label\n0,good,1\n1,bad,0\n").columns == ("column 1", "text", "label")
    assert read_table(b"text,text,label\na,b,1\nc,d,0\n").columns == ("text", "text (2)", "label")


@pytest.mark.parametrize("header", ["sentence,lable", "내용,감성", "Review,Stars", "phrase,mood"])
def test_a_header_is_found(header):
    table = read_table(f"{header}\n".encode() + b"a good film,pos\na bad film,neg\n" * 5)
    assert table.header and table.columns == tuple(header.split(",")) and len(table.rows) == 10


@pytest.mark.parametrize("first", ["good,pos", "good,1", "class,pos", "a warm film,neg"])
def test_a_first_row_of_data_is_no_header(first):
    labels = ("0", "1") if "1" in first else ("pos", "neg")
    rows = "".join(f"a film {n} class,{labels[n % 2]}\n" for n in range(10))
    table = read_table(f"{first.replace('class', 'x')}\n{rows}".encode())
    assert not table.header and table.columns == ("column 1", "column 2") and len(table.rows) == 11


def test_a_label_that_looks_like_a_known_name_is_no_header():
    assert len(read_table(b"good film,y\nbad film,n\n" * 10).rows) == 20


def test_header_and_separator_can_be_overruled():
    assert read_table(b"a,b\nc,d\n", header=True).columns == ("a", "b")
    assert read_table(ENGLISH.encode(), header=False).rows[0] == ("text", "label")
    assert read_table(b"a b;1\nc d;0\n", separator=" ").rows[0] == ("a", "b;1")


@pytest.mark.parametrize("content", [b",".join([b"a"] * 100_000), b"\t".join([b"a"] * 100_000) + b"\n"])
def test_too_many_columns_are_told(content):
    assert refusal(content) == "This file has 100000 columns; at most 200 are read."


def test_one_far_too_wide_line_is_told():
    assert (
        refusal(ENGLISH.encode() + b",".join([b"a"] * 100_000)) == "Row 42 has 100000 columns where the header has 2."
    )


def test_a_huge_cell_is_told():
    said = "A cell has more than 1000000 letters; is a quote missing?"
    assert refusal(b"text,label\n" + b"a" * (MAX_CELL + 1) + b",1\nb,0\n") == said


def test_too_many_rows_are_told():
    assert refusal(b"a\n" * 2_000_001) == "This file has more than 2000000 rows."


def test_json_lines_are_read():
    table = read_table('{"text": "좋아요", "label": 1}\n\n{"label": null, "text": "a\\nb", "new": true}\n'.encode())
    assert (table.columns, table.kind, table.line_numbers) == (("text", "label", "new"), "jsonl", [1, 3])
    assert table.rows == [("좋아요", "1", ""), ("a\nb", "", "true")]


def test_bad_json_lines_are_named():
    good = b'{"text": "a", "label": 1}\n'
    assert refusal(good + b'{"text":\n') == "Line 2 is not JSON."
    assert refusal(good + b"[1]\n") == "Line 2 is not a JSON object, as the others are."
    assert read_table(good + b'{"text": ["b"]}\n').rows == [("a", "1"), ("b", "")]  # a list of one is its value
    assert refusal(b'{"a":' * 100_000) == "Line 1 is not JSON."
    assert read_table(b'{"text": "\\ud800"}\n').rows == [("?",)]  # half a letter can be written nowhere


def test_a_workbook_is_read():
    table = read_table(workbook([["text", "label"], ["좋아요", 1], [], ["별로", 0], ["글쎄", None]]))
    assert (table.kind, table.columns, table.line_numbers) == ("xlsx", ("text", "label"), [2, 4, 5])
    assert table.rows == [("좋아요", "1"), ("별로", "0"), ("글쎄", "")]


def test_bad_workbooks_are_told():
    good = workbook([["text", "label"], ["good", 1]])
    assert refusal(good[:-200]) == "This zip file is damaged."
    assert refusal(b"PK\x03\x04" + random.Random(0).randbytes(3000)) == "This zip file is damaged."
    assert refusal(zipped(**{"xl/workbook.xml": b"<a/>"})) == "This workbook is damaged."
    assert "more than is sensible" in refusal(zipped(**{"xl/workbook.xml": b" " * (201 * 2**20)}))
    assert refusal(workbook([["a"] * 300])) == "This file has 201 columns; at most 200 are read."


def test_a_workbook_with_entities_is_not_unfolded():
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    written, good = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook([["text"], ["good"]])))
    with zipfile.ZipFile(written, "w") as archive:
        for member in good.namelist():
            archive.writestr(member, laughs if member == "xl/worksheets/sheet1.xml" else good.read(member))
    assert refusal(written.getvalue()) == "This workbook is damaged."


def test_a_zip_of_one_file_is_read_past_the_clutter():
    clutter = {"__MACOSX/._a.csv": b"x", "folder/": b"", "folder/.DS_Store": b"x", "folder/a.csv": ENGLISH}
    assert len(read_table(zipped(**clutter)).rows) == 40
    assert read_table(zipped(**{"a.xlsx": workbook([["text", "label"], ["good", 1]])})).kind == "xlsx"


def test_bad_zips_are_told():
    said = "This zip holds 2 files in no shape that is known here: a.bin, b.pdf."
    assert refusal(zipped(**{"a.bin": ENGLISH, "b.pdf": ENGLISH})) == said
    assert refusal(zipped(a=zipped(a=ENGLISH))) == "This zip holds another zip; unpack it first."
    assert refusal(zipped(a=b"a,b\n" * 5_000_000)) == "This file unpacks to 19 MB, more than is sensible."
    inner = zipped(**{"xl/workbook.xml": b" " * 90_000_000})
    assert "more than is sensible" in refusal(zipped(a=inner))
    locked = bytearray(zipped(a=ENGLISH))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(locked)) == "This zip is locked with a password."


def test_a_small_file_may_pack_tightly():
    assert len(read_table(zipped(a=ENGLISH.replace("film", "film" * 300))).rows) == 40


@examples(300)
@given(
    st.binary(max_size=400),
    st.sampled_from(["a.csv", "a.xlsx", "a.jsonl", "a.txt"]),
    st.sampled_from([b"", b"PK\x03\x04", b'{"']),
)
def test_any_bytes_give_a_table_or_a_sentence(content, name, start):
    try:
        table = read_table(start + content, name)
    except DataError as error:
        assert str(error).endswith((".", "?"))
    else:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(table.rows) == len(table.line_numbers)


@examples(100)
@given(
    st.lists(st.tuples(st.text("가나 ab,\"'\n;", max_size=12), st.sampled_from(["0", "1"])), min_size=1, max_size=30)
)
def test_what_csv_writes_is_read_back(rows):
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([("text", "label"), *rows])
    table = read_table(written.getvalue().encode(), separator=",", header=True)
    assert table.rows == [(text.strip(), label) for text, label in rows]


REAL = [
    ("sentiment-ko-nsmc/ratings_test.txt", 50_000, ("id", "document", "label"), "utf-8"),
    ("sentiment-en-uci/imdb_labelled.txt", 1000, ("column 1", "column 2"), "utf-8"),
    ("sentiment-en-uci/amazon_cells_labelled.txt", 1000, ("Review", "column 2"), "utf-8"),
    ("sentiment-en-uci/yelp_labelled.txt", 1000, ("Review", "column 2"), "utf-8"),
    ("sentiment-en-sst2/train.tsv", 6920, ("column 1", "column 2"), "utf-8"),
    ("sentiment-en-sst2/dev.tsv", 872, ("column 1", "column 2"), "utf-8"),
    ("sentiment-en-sst2/test.tsv", 1821, ("column 1", "column 2"), "utf-8"),
    ("sentiment-ko-finance/finance_data_cp949.csv", 4846, ("lables", "sentence", "kor_sentence"), "cp949"),
    ("spam-en-sms/spam.csv", 5572, ("v1", "v2"), "cp1252"),
    ("spam-en-sms/sms.tsv", 5574, ("column 1", "column 2"), "utf-8"),
    ("filter-ko-malicious/Dataset.csv", 10_000, ("content", "lable"), "utf-8-sig"),
    ("chatbot-ko-songys/ChatbotData.csv", 11_823, ("Q", "A", "label"), "utf-8"),
    ("translation-en-ko-tatoeba/kor.txt", 3798, ("column 1", "column 2", "column 3"), "utf-8"),
    ("lm-ko-news-titles/train.news_title.txt", 7896, ("text",), "utf-8"),
]


@needs_data
@pytest.mark.parametrize("file, rows, columns, encoding", REAL)
def test_real_files_give_every_row(file, rows, columns, encoding):
    table = read_table(SHARED / file)
    assert (len(table.rows), table.columns, table.encoding) == (rows, columns, encoding)
    assert all(len(row) == len(columns) for row in table.rows)


@needs_data
def test_nsmc_has_its_150000_rows():
    table = read_table(SHARED / "sentiment-ko-nsmc" / "ratings_train.txt")
    assert len(table.rows) == 150_000 and {row[2] for row in table.rows} == {"0", "1"}
    assert sum(row[2] == "0" for row in table.rows) == 75_173
    assert sum(not row[1] for row in table.rows) == 5


@pytest.mark.parametrize("content", [ENGLISH, KOREAN.replace(",", "\t"), "text,label\n" + '"a ""good"" film",1\n' * 20])
def test_a_row_costs_as_many_calls_in_a_long_file_as_in_a_short_one(content):
    header, body = content.split("\n", 1)
    calls = []
    for copies in (50, 500):
        data = f"{header}\n{body * copies}".encode()
        with counted_calls() as counted:
            rows = len(read_table(data).rows)
        calls.append(sum(counted.values()) / rows)
    assert calls[1] < min(15, 1.1 * calls[0])


@needs_data
def test_stray_quotes_of_the_malicious_comments_are_gone():
    table = read_table(SHARED / "filter-ko-malicious" / "Dataset.csv")
    assert {row[1] for row in table.rows} == {"0", "1"}


@pytest.mark.parametrize("separator", ["ab", '"', "\n", ";;"])
def test_a_separator_that_cannot_be_one_is_told(separator):
    with pytest.raises(DataError, match="A separator is a single sign"):
        read_table(b"text,label\na,b\n", separator=separator)
