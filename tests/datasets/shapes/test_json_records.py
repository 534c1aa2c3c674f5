"""JSON as pandas, annotation tools and people write it."""

import json
from pathlib import Path

import pandas
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from nlp_models.datasets import limits
from nlp_models.datasets.columns import guess_columns
from nlp_models.datasets.readers import FIELDS, read_table
from nlp_models.datasets.recognition import every_shape, read
from nlp_models.datasets.table import How
from nlp_models.errors import DataError

CASES = Path(__file__).parents[2] / "fixtures" / "cases"
ROWS = [{"text": f"영화 {n}, a film that was rather fine", "label": "good" if n % 2 else "bad"} for n in range(20)]
CELLS = [(row["text"], row["label"]) for row in ROWS]


def table_of(content, name="a.json", **how):
    text = content if isinstance(content, str) else json.dumps(content, **how)
    return read_table(text.encode(), name)


def refusal(content, name="a.json"):
    with pytest.raises(DataError) as caught:
        table_of(content, name)
    return str(caught.value)


@pytest.mark.parametrize("name", ["a.json", "", "a.txt"])
@pytest.mark.parametrize("how", [{}, {"indent": 2}, {"ensure_ascii": False, "indent": 4}])
def test_an_array_or_an_object_that_holds_one_is_a_table(name, how):
    for content in (ROWS, {"version": "1", "data": ROWS}, {"a": {"b": {"rows": ROWS}}, "n": [1, 2]}):
        table = table_of(content, name, **how)
        assert (table.shape, table.columns, table.rows) == ("json_records", ("text", "label"), CELLS)
        assert table.line_numbers == list(range(1, 21))


@pytest.mark.parametrize("orient", ["records", "split", "table", "columns", "index", "values"])
def test_what_pandas_writes_is_read(orient):
    table = table_of(pandas.DataFrame(ROWS).to_json(orient=orient, index=orient in ("columns", "index", "split")))
    places = [table.columns.index(name) for name in (("text", "label") if orient != "values" else table.columns)]
    assert [tuple(row[place] for place in places) for row in table.rows] == CELLS


def test_lists_by_name_are_columns_or_classes():
    table = table_of({"text": [text for text, _ in CELLS], "label": [label for _, label in CELLS]})
    assert (table.columns, table.rows) == (("text", "label"), CELLS)
    classes = table_of({"good": [text for text, _ in CELLS[:12]], "bad": [text for text, _ in CELLS[12:]]})
    assert classes.rows[0] == (CELLS[0][0], "good") and len(classes.rows) == 20


def test_of_several_lists_the_best_is_read_and_the_others_are_offered():
    content = {"people": [{"name": "Anna"}], "reviews": ROWS}
    table = table_of(content)
    assert (table.sheet, table.sheets, len(table.notes)) == ("reviews", ("people", "reviews"), 1)
    data = json.dumps(content).encode()
    assert read(data, every_shape(), FIELDS, How(sheet="people"), "a.json").rows == [("Anna",)]
    with pytest.raises(DataError, match="no list 'x'"):
        read(data, every_shape(), FIELDS, How(sheet="x"), "a.json")


def test_nested_keys_lists_of_one_and_what_is_left_out():
    rows = [
        {
            "id": n,
            "data": {"text": text, "by": {"name": "Anna"}},
            "label": [label],
            "spans": [{"start": 0}] * 2,
            "tokens": ["a", "b"],
        }
        for n, (text, label) in enumerate(CELLS)
    ]
    for table in (table_of(rows), table_of("\n".join(map(json.dumps, rows)), "a.jsonl")):
        assert table.columns == ("id", "data.text", "data.by.name", "label", "tokens")
        assert table.rows[0] == ("0", CELLS[0][0], "Anna", "bad", '["a", "b"]')
        assert table.notes[0].values == {"columns": "spans"}
        assert guess_columns(table, FIELDS) == {"text": "data.text", "label": "label"}


@pytest.mark.parametrize("choices", [lambda label: {"choices": [label]}, lambda label: {"rating": label}])
def test_label_studio_is_read_with_its_choices(choices):
    rows = [
        {
            "id": n,
            "data": {"text": text},
            "created_at": "2031",
            "project": 1,
            "predictions": [],
            "annotations": [
                {"was_cancelled": True, "result": []},
                {"result": [{"from_name": "mood", "type": "choices", "value": choices(label)}]},
            ],
        }
        for n, (text, label) in enumerate(CELLS)
    ]
    table = table_of(rows, indent=1)
    assert (table.columns, table.rows[0][1:]) == (("id", "data.text", "label"), CELLS[0])


def test_doccano_and_json_min_are_read():
    for name, label in (("05_doccano_class.jsonl", "label"), ("06b_labelstudio_min.json", "sentiment")):
        table = read_table(CASES / name)
        assert len(table.rows) == 60 and {row[table.columns.index(label)] for row in table.rows} == {"good", "bad"}
        assert guess_columns(table, FIELDS) == {"text": "text", "label": label}


def test_objects_one_after_another_and_arrays_of_arrays_or_texts():
    assert table_of("\n".join(json.dumps(row, indent=1) for row in ROWS)).rows == CELLS
    assert table_of([["text", "label"], *CELLS]).rows == CELLS
    assert table_of([text for text, _ in CELLS]).rows == [(text,) for text, _ in CELLS]


def test_what_is_no_json_names_the_line():
    assert refusal('[\n{"text": "a"},\n{"text" "b"}\n]') == "Line 3 is not JSON."
    assert refusal('[{"text": "a"}') == "Line 1 is not JSON."
    assert refusal("[" * 100_000, "a.json") == refusal('{"a":' * 100_000)
    assert "a list of objects" in refusal("{}") and "a list of objects" in refusal("[]")


def test_far_too_much_is_refused_while_it_is_read(monkeypatch):
    assert (
        refusal("\n".join(f'{{"k{n}": "a"}}' for n in range(1000)), "a.jsonl")
        == "This file has 201 columns; at most 200 are read."
    )
    assert "4194304 letters" in refusal("[{" + ",".join(f'"k{n}":1' for n in range(500_000)) + "}]")
    monkeypatch.setattr(limits, "ROWS", 20_000)  # a hundredth: as many as a file may have take a quarter of a minute
    monkeypatch.setattr(limits, "CELLS", 60_000)
    assert refusal("[" + "[]," * 20_001 + "[]]") == "This file has more than 20000 rows."
    assert "more than 60000 cells" in refusal("\n".join(f'{{"k{n % 200}": "a"}}' for n in range(400)), "a.jsonl")


def test_a_window_ends_within_any_value(monkeypatch):
    monkeypatch.setattr("nlp_models.datasets.parsing.json_values.Json.WINDOW", 300)
    rows = [{"text": text, "label": label, "n": n * 12345} for n, (text, label) in enumerate(CELLS)]
    assert table_of({"a": 123456, "data": rows}).rows == [(*cells, str(n * 12345)) for n, cells in enumerate(CELLS)]
    assert table_of({"a": list(range(1000, 1900))}).rows == [(str(n),) for n in range(1000, 1900)]


@pytest.mark.parametrize(
    "text",
    ['["Hello," she said]\nand went on, [as ever]\n', "[가람] [오후 1:10] 안녕, 뭐 해?\n[나래] [오후 1:11] 쉬어\n"],
)
def test_prose_that_begins_with_a_bracket_is_no_json(text):
    assert not table_of(text, "").shape.startswith("json")


@examples(200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    ),
    st.integers(0, 200),
)
def test_any_json_whole_or_cut_gives_a_table_or_a_sentence(content, cut):
    for text in (json.dumps(content), json.dumps(content, indent=1)[:cut]):
        try:
            table = table_of(text)
        except DataError as error:
            assert str(error).endswith((".", "?"))
        else:
            assert all(len(row) == len(table.columns) for row in table.rows)
            assert len(table.rows) == len(table.line_numbers) == len(set(table.line_numbers))
