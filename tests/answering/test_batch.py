"""A whole file answered: beside its own columns, harmless in a spreadsheet."""

import csv
import io

import numpy as np
import pytest
from test_exports import network_folder

from nlp_models.answering.batch import ROWS_AT_ONCE, answer_table, harmless
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.readers import Table
from nlp_models.errors import DataError


def table_of(rows, columns=("note", "text")):
    return Table(tuple(columns), rows, list(range(1, len(rows) + 1)), "csv")


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.fixture
def predictor(tmp_path):
    return Predictor.load(network_folder(tmp_path / "run"))


def test_every_row_gets_the_network_s_own_answer_and_progress_is_told(predictor):
    texts = [f"a {'lovely' if n % 3 else 'dull'} film {'good ' * (n % 7)}" for n in range(2 * ROWS_AT_ONCE + 5)]
    told = []
    rows = rows_of(answer_table(predictor, table_of([("n", text) for text in texts]), "text", told.append))
    assert told == [ROWS_AT_ONCE, 2 * ROWS_AT_ONCE, len(texts)]
    right = predictor(texts)
    assert [row["answer"] for row in rows] == [("bad", "good")[best] for best in right.argmax(axis=1)]
    assert np.allclose([float(row["probability of good"]) for row in rows], right[:, 1], atol=1e-4)
    assert np.allclose([float(row["probability"]) for row in rows], right.max(axis=1), atol=1e-4)


def test_lots_answered_beside_each_other_are_written_as_one_after_another(predictor, monkeypatch):
    monkeypatch.setattr("nlp_models.answering.batch.ROWS_AT_ONCE", 7)
    table = table_of([("n", f"a {'good' if n % 3 else 'bad'} film {n}") for n in range(40)])
    told = []
    assert answer_table(predictor, table, "text", told.append, at_once=3) == answer_table(predictor, table, "text")
    assert told == [7, 14, 21, 28, 35, 40]


def test_signs_that_a_spreadsheet_takes_for_narrow_ones_or_behind_what_has_no_width_are_seen():
    cells = ["＝1", "＋1", "－1", "＠a", "\ufeff=1", " =1", '"=1', "ok ;-)", "a=1"]
    assert [harmless(cell)[0] for cell in cells] == ["'"] * 7 + ["o", "a"]


def test_no_semicolon_outside_of_quotes_parts_cells(predictor):
    written = answer_table(predictor, table_of([("x;=1+1", "a good film")]), "text").decode("utf-8-sig")
    by_semicolon = list(csv.reader(io.StringIO(written), delimiter=";"))
    assert not [cell for row in by_semicolon for cell in row if cell.startswith(("=", "+"))]


def test_cells_that_start_a_formula_are_made_harmless(predictor):
    cells = ("=1+1", "+a", "-b", "@c", "\td", "\re", "fine", "")
    assert [harmless(cell) for cell in cells] == ["'=1+1", "'+a", "'-b", "'@c", "'\td", "'\re", "fine", ""]
    data = answer_table(
        predictor, table_of([("=cmd()", "a film")], ("note", "=text")), "=text", names={"bad": "@b", "good": "@g"}
    )
    row = rows_of(data)[0]
    assert row["note"] == "'=cmd()" and "'=text" in row and row["answer"][:2] == "'@"


def test_a_file_that_has_an_answer_already_keeps_it(predictor):
    row = rows_of(answer_table(predictor, table_of([("mine", "a film")], ("answer", "text")), "text"))[0]
    assert row["answer"] == "mine" and row["answer 2"] in ("good", "bad")


def test_korean_opens_in_a_spreadsheet_and_a_broken_letter_does_not_end_it(predictor):
    data = answer_table(
        predictor, table_of([("메모", "재미있어요 \ud800")]), "text", names={"bad": "나쁨", "good": "좋음"}
    )
    assert data.startswith(b"\xef\xbb\xbf") and rows_of(data)[0]["note"] == "메모"
    assert rows_of(data)[0]["answer"] in ("나쁨", "좋음")


def test_many_labels_get_no_column_each(tmp_path):
    folder = network_folder(tmp_path / "many", labels=[f"label {n}" for n in range(11)])
    row = rows_of(answer_table(Predictor.load(folder), table_of([("n", "a film")]), "text"))[0]
    assert list(row) == ["note", "text", "answer", "probability"]


def test_an_unknown_column_is_told_and_an_empty_table_gives_a_heading(predictor):
    with pytest.raises(DataError, match="There is no column named 'review'"):
        answer_table(predictor, table_of([]), "review")
    assert rows_of(answer_table(predictor, table_of([]), "text")) == []
