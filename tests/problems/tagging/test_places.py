"""Places marked in a text from letter to letter, as annotation tools export them."""

import json

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from test_word_rows import notes, pairs, read, workbook, written

from nlp_models import tasks
from nlp_models.datasets.source import Source
from nlp_models.errors import DataError
from nlp_models.problems.tagging.reading.spans import Span, tagged, written_spans
from nlp_models.problems.tagging.shapes import marked_places

TEXT = "Anna Smith flew to Busan. Then she left."
PLACES = [[0, 10, "PER"], [19, 24, "LOC"]]
WANTED = ("Anna Smith flew to Busan . Then she left .", "B-PER I-PER O O B-LOC O O O O O")


def results(kind="labels"):
    return [
        {
            "value": {"start": s, "end": e, "text": TEXT[s:e], "labels": [label]},
            "id": "x",
            "from_name": "label",
            "to_name": "text",
            "type": kind,
        }
        for s, e, label in PLACES
    ]


RECORDS = {
    "doccano": {"id": 1, "text": TEXT, "label": PLACES, "Comments": []},
    "doccano, old": {"id": 1, "text": TEXT, "labels": PLACES, "annotation_approver": "admin"},
    "doccano, relations": {
        "id": 1,
        "text": TEXT,
        "relations": [],
        "entities": [
            {"id": n, "label": label, "start_offset": s, "end_offset": e} for n, (s, e, label) in enumerate(PLACES)
        ],
    },
    "spaCy": {"text": TEXT, "entities": PLACES},
    "spaCy, pairs": [TEXT, {"entities": PLACES}],
    "spaCy, to_json": {
        "text": TEXT,
        "ents": [{"start": s, "end": e, "label": label} for s, e, label in PLACES],
        "tokens": [{"id": 0, "start": 0, "end": 4}],
    },
    "Prodigy": {
        "text": TEXT,
        "answer": "accept",
        "spans": [{"start": s, "end": e, "token_start": 0, "token_end": 1, "label": label} for s, e, label in PLACES],
    },
    "Label Studio": {
        "id": 7,
        "data": {"text": TEXT},
        "annotations": [{"id": 3, "was_cancelled": False, "result": results()}],
        "predictions": [],
    },
    "Label Studio, old": {"id": 7, "data": {"my_text": TEXT}, "completions": [{"id": 3, "result": results()}]},
    "Label Studio, MIN": {"id": 7, "text": TEXT, "annotator": 1, "label": [one["value"] for one in results()]},
    "Dataturks": {
        "content": TEXT,
        "annotation": [
            {"label": [label], "points": [{"start": s, "end": e - 1, "text": TEXT[s:e]}]} for s, e, label in PLACES
        ],
        "extras": None,
    },
    "label first": {"text": TEXT, "entities": [[label, s, e] for s, e, label in PLACES]},
    "Rasa": {
        "text": TEXT,
        "intent": "fly",
        "entities": [{"start": s, "end": e, "value": TEXT[s:e], "entity": label} for s, e, label in PLACES],
    },
    "Modu": {
        "id": "s1",
        "form": TEXT,
        "word": [{"id": 1, "form": "Anna", "begin": 0, "end": 4}],
        "NE": [
            {"id": n, "form": TEXT[s:e], "label": label, "begin": s, "end": e} for n, (s, e, label) in enumerate(PLACES)
        ],
    },
}
FILES = {
    "lines": lambda rows: "\n".join(map(json.dumps, rows)) + "\n",
    "lines, CRLF": lambda rows: "\r\n".join(map(json.dumps, rows)),
    "array": json.dumps,
    "array, indented": lambda rows: json.dumps(rows, indent=2),
    "within": lambda rows: json.dumps({"classes": ["PER", "LOC"], "annotations": rows}),
    "documents": lambda rows: json.dumps(
        {
            "id": "corpus",
            "metadata": {"title": "t"},
            "document": [{"id": "d", "sentence": rows[:3]}, {"id": "e", "sentence": rows[3:]}],
        }
    ),
    "rasa": lambda rows: json.dumps({"rasa_nlu_data": {"common_examples": rows, "regex_features": []}}),
}


@pytest.mark.parametrize("tool", RECORDS)
@pytest.mark.parametrize("file", FILES)
def test_every_tool_s_places_become_tags(tool, file):
    if file == "documents" and tool == "spaCy, pairs":
        pytest.skip("there is no such file")
    table, dataset, columns = read(FILES[file]([RECORDS[tool]] * 9).encode("utf-8-sig"), "a.json")
    assert table.shape == "marked_places" and pairs(dataset) == [WANTED] * 9
    assert columns == {"text": "words", "label": "tags"} and dataset.row_numbers == list(range(1, 10))


def test_the_places_that_were_mended_are_counted():
    places = [[0, 4, "PER"], [0, 10, "ORG"], [19, 23, "LOC"], [300, 310, "X"], [4, 5, "X"]]
    table, dataset, _ = read("\n".join([json.dumps({"text": TEXT, "label": places})] * 9).encode())
    assert pairs(dataset)[0][1] == "B-ORG I-ORG O O B-LOC O O O O O"
    assert notes(table) == [
        "Marked places that begin or end within a word: 9; the whole word was taken",
        "Marked places that overlap a longer one: 9; they were left out",
        "Marked places outside their text: 18; they were left out",
    ]


def test_a_korean_ending_stays_with_its_word_and_it_is_told():
    words, tags, counts, _ = tagged("김민수는 서울에서 왔다.", [Span(0, 3, "PS"), Span(5, 7, "LC")])
    assert (words, tags, counts["widened"]) == (["김민수는", "서울에서", "왔다", "."], ["B-PS", "B-LC", "O", "O"], 2)


def test_last_letters_counted_in_and_texts_that_are_elsewhere_are_told():
    table, _, _ = read(FILES["lines"]([RECORDS["Dataturks"]] * 9).encode())
    assert notes(table) == ["Marked places that end with the number of their last letter: 18; it was counted in"]
    moved = {"text": TEXT, "label": [{"start": 1, "end": 5, "text": "Busan", "labels": ["LOC"]}]}
    assert notes(read(FILES["lines"]([moved] * 9).encode())[0])[-1].startswith(
        "Marked places whose text is another than the file says: 9"
    )


def test_texts_that_nobody_has_looked_at_are_left_out():
    rows = [RECORDS["Label Studio"]] * 9 + [
        {"id": 8, "data": {"text": "Not yet."}, "annotations": [], "predictions": []}
    ]
    rows += [{"id": 9, "data": {"text": "Nothing in it."}, "annotations": [{"id": 1, "result": []}]}]
    rows += [{"text": TEXT, "spans": [], "answer": "reject"}]
    table, dataset, _ = read(json.dumps(rows).encode(), "project-1.json")
    assert table.skipped[0].rows == (10, 12) and pairs(dataset)[-1] == ("Nothing in it .", "O O O O")


def test_names_with_spaces_and_long_texts():
    long = {"text": f"{TEXT}\n" * 20, "label": [[0, 10, "First name"]]}
    table, dataset, _ = read(FILES["lines"]([long] * 2).encode())
    assert len(dataset) == 80 and pairs(dataset)[0][1].startswith("B-First_name I-First_name O")
    assert dataset.row_numbers == list(range(1, 81)) and "cut into sentences" in notes(table)[-1]


@pytest.mark.parametrize("way", [json.dumps, repr, lambda places: repr(list(map(tuple, places)))])
def test_places_in_a_cell(way):
    rows = [["id", "text", "entities"], *([n, TEXT, way(PLACES)] for n in range(9)), [9, "Nothing here.", "[]"]]
    for data in (written(rows).encode(), workbook(("S", rows))):
        table, dataset, _ = read(data, "a.csv")
        assert table.shape == "places_in_cells" and pairs(dataset)[:9] == [WANTED] * 9
        assert pairs(dataset)[9][1] == "O O O"
    exported = [
        ["annotation_id", "label", "text"],
        *([1, json.dumps([one["value"] for one in results()]), TEXT] for _ in range(9)),
    ]
    assert pairs(read(written(exported).encode(), "a.csv")[1]) == [WANTED] * 9


def test_cells_that_would_run_deep_are_no_places():
    for cell in (
        "[" * 90_000,
        "[(1,(" + "(" * 90_000,
        "[" + "-" * 90_000 + "1]",
        "[" + "not " * 20_000 + "1]",
        "['" * 40_000,
    ):
        assert written_spans(cell) == []


def test_classes_are_no_places():
    rows = FILES["lines"]([{"text": TEXT, "label": ["good"]}] * 9).encode()
    assert marked_places.recognise(Source(rows), ()) is None


PIECES = st.sampled_from(
    [
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        ",",
        "\t",
        "\n",
        " ",
        "O",
        "B-X",
        "text",
        "label",
        ":",
        "0",
        "1",
        "#",
        "Word",
        "Tag",
        "가",
        "(",
        ")",
        "-",
    ]
)


@examples(300)
@given(st.binary(max_size=300) | st.lists(PIECES, max_size=60).map(lambda found: "".join(found).encode()))
def test_whatever_comes_is_read_or_told(data):
    kind = tasks.load("tagging").kind
    for shape in (None, *kind.shapes()):
        try:
            table = kind.read_table(data, shape=shape)
        except DataError:
            continue
        assert all(len(row) == len(table.columns) for row in table.rows) and len(table.rows) == len(table.line_numbers)
