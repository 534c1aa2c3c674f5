"""Workbooks as people and programs write them, and as attackers do."""

import io
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.readers import FIELDS, read_table
from nlp_models.datasets.recognition import every_shape, read
from nlp_models.datasets.table import How
from nlp_models.errors import DataError

CASES = Path(__file__).parents[2] / "fixtures" / "cases"
ROWS = [(f"the film number {n} was rather so", "good" if n % 2 else "bad") for n in range(20)]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
SMALL = '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c><c r="B1" t="inlineStr"><is><t>label</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>good</t></is></c><c r="B2"><v>1</v></c></row>'


def book_of(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_of(book, **how):
    data = book if isinstance(book, bytes) else saved(book)
    return read(data, every_shape(), FIELDS, How(**how), "a.xlsx")


def with_file(name, content):
    """A workbook in which one file is this one."""
    good, out = zipfile.ZipFile(io.BytesIO(saved(book_of(a=[["text", "label"], ["good", 1]])))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # not packed: else it would be refused as a bomb
        for member in good.namelist():
            archive.writestr(member, content if member == name else good.read(member))
        if name not in good.namelist():
            archive.writestr(name, content)
    return out.getvalue()


def sheet(body, after=""):
    return f"<worksheet {MAIN}><sheetData>{body}</sheetData>{after}</worksheet>"


def refusal(data):
    with pytest.raises(DataError) as caught:
        table_of(data)
    return str(caught.value)


def test_a_merged_title_is_left_out_and_the_header_found():
    table = read_table(CASES / "02_title_row.xlsx")
    assert table.columns == ("No", "Review", "Verdict") and table.header_row == 2 and len(table.rows) == 60
    assert guess_columns(table, FIELDS) == {"text": "Review", "label": "Verdict"} and table.skipped[0].rows == (1,)


def test_the_best_sheet_is_read_and_the_others_are_offered():
    book = book_of(
        읽어두기=[["이 파일은 예시예요"], ["글은 다음 시트에 있어요"]],
        리뷰=[["리뷰", "감성"], *ROWS],
        표=[["label", "n"], ["good", 10], ["bad", 10]],
    )
    table = table_of(book)
    assert (table.sheet, table.sheets, table.columns) == ("리뷰", ("읽어두기", "리뷰", "표"), ("리뷰", "감성"))
    assert table.rows == ROWS and len(table.notes) == 1
    assert table_of(book, sheet="표").rows == [("good", "10"), ("bad", "10")]
    with pytest.raises(DataError, match="no sheet 'x'"):
        table_of(book, sheet="x")


def test_a_hidden_sheet_is_not_the_best_and_wanted_columns_are():
    book = book_of(a=[["text", "label"], *ROWS, *ROWS], b=[["text", "label"], *ROWS], c=[["words", "mark"], *ROWS])
    book["a"].sheet_state = "hidden"
    assert table_of(book).sheet == "b" and table_of(book, wanted=("words",)).sheet == "c"


def test_merged_cells_are_filled_down():
    book = book_of(
        a=[
            ["Reviews", None],
            ["label", "text"],
            *[(label, text) for text, label in sorted(ROWS, key=lambda row: row[1])],
        ]
    )
    book["a"].merge_cells("A1:B1")
    book["a"].merge_cells("A3:A12")
    book["a"].merge_cells("A13:A22")
    table = table_of(book)
    assert [row[0] for row in table.rows] == ["bad"] * 10 + ["good"] * 10 and table.notes[-1].values == {"count": "18"}


def test_cells_are_read_as_they_are_shown():
    book = book_of(a=[["text", "value"], *ROWS[:4]])
    shown = {
        1.0: "1", 0.1 + 0.2: "0.3", 2.5: "2.5", 10**15: "1e+15", "#NAME?": "#NAME?", "a_x0041_b": "aAb",
        date(2031, 3, 2): "2031-03-02", datetime(2031, 3, 2, 10, 11, 12): "2031-03-02 10:11:12", " two\nlines ": "two\nlines",
    }  # fmt: skip
    for value, text in shown.items():
        book["a"]["B2"].value, book["a"]["B2"].number_format = value, "General"
        if isinstance(value, date):
            book["a"]["B2"].number_format = "yyyy-mm-dd" if type(value) is date else "yyyy-mm-dd h:mm:ss"
        assert table_of(book).rows[0][1] == text
    book["a"]["B2"].value, book["a"]["B2"].number_format = 0.125, "0.0%"
    assert table_of(book).rows[0][1] == "12.5%"
    book["a"]["B2"].value, book["a"]["B2"].number_format = True, "General"
    assert table_of(book).rows[0][1] == "TRUE"


def test_shared_texts_with_runs_and_readings_are_put_together():
    data = with_file(
        SHEET,
        sheet('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c><v>1</v></c></row>'),
    )
    texts = f"<sst {MAIN}><si><t>text</t></si><si><t>label</t></si><si><r><t>go</t></r><r><t>od &amp; warm</t></r><rPh><t>x</t></rPh></si></sst>"
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", texts)
    assert table_of(out.getvalue()).rows == [("good & warm", "1")]


@pytest.mark.parametrize(
    "body",
    [
        SMALL + '<row r="1000000000"><c r="A1000000000"><v>5</v></c></row>',
        SMALL + "".join(f'<row r="{n}"/>' for n in range(3, 400_000)),
        SMALL + '<row r="3"><c r="XFD3" s="0"/></row>',
    ],
)
def test_far_off_and_empty_rows_are_not_made_up(body):
    since = time.perf_counter()
    table = table_of(with_file(SHEET, sheet(body)))
    assert table.rows == [("good", "1")] and time.perf_counter() - since < 20


def test_hostile_workbooks_are_refused():
    assert "16384 columns" in refusal(with_file(SHEET, sheet(SMALL + '<row r="3"><c r="XFD3"><v>5</v></c></row>')))
    assert refusal(with_file(SHEET, sheet(SMALL + '<row r="2"><c><v>1</v></c></row>'))) == "This workbook is damaged."
    assert (
        refusal(with_file(SHEET, sheet(SMALL + '<row r="3"><c t="s"><v>7</v></c></row>')))
        == "This workbook is damaged."
    )
    assert "more than 1000000 letters" in refusal(
        with_file(SHEET, sheet(SMALL + f'<row r="3"><c t="str"><v>{"a" * 1_000_001}</v></c></row>'))
    )
    assert refusal(with_file(SHEET, f'<!DOCTYPE x [<!ENTITY a "ha">]>{sheet(SMALL)}')) == "This workbook is damaged."
    merged = "<mergeCells>" + '<mergeCell ref="A1:A1048576"/>' * 150_000 + "</mergeCells>"
    assert len(table_of(with_file(SHEET, sheet(SMALL, merged))).rows) == 1


VALUES = st.text(st.sampled_from("ab cd,;\"'가나다.!\n"), max_size=16).map(str.strip)


@examples(40)
@given(
    st.lists(
        st.tuples(
            VALUES.filter(lambda text: text and not text.startswith("=")), VALUES, st.sampled_from(["pos", "neg"])
        ),
        min_size=1,
        max_size=20,
    )
)
def test_what_openpyxl_writes_is_read_back(rows):
    table = table_of(book_of(a=[["text", "remark", "label"], *rows]))
    assert (table.columns, table.rows) == (("text", "remark", "label"), rows)


@examples(150)
@given(
    st.binary(max_size=200),
    st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]),
    st.sampled_from([b"", b"<", sheet("<row><c><v>1").encode()]),
)
def test_any_bytes_within_give_a_table_or_a_sentence(noise, name, start):
    try:
        table_of(with_file(name, start + noise))
    except DataError as error:
        assert str(error).endswith((".", "?"))
