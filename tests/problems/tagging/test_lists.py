"""Lists of words and tags: written out in cells, and in JSON."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_word_rows import CASES, ENGLISH, KOREAN, expected, notes, pairs, read, workbook, written

from nlp_models.datasets.source import Source
from nlp_models.errors import DataError
from nlp_models.problems.tagging.reading.lists import parse_list
from nlp_models.problems.tagging.shapes import token_lists

LETTERS = st.characters(exclude_categories=["C", "Z"], exclude_characters="\\")


@given(st.lists(st.text(LETTERS, max_size=8), max_size=8))
def test_any_list_of_words_written_out_is_read_back(items):
    for cell in (repr(items), json.dumps(items), json.dumps(items, ensure_ascii=False), repr(tuple([*items, "O"]))):
        assert parse_list(cell) == [*items, *["O"] * (cell[0] == "(")]


def test_lists_as_numpy_prints_them():
    items = ["B-PER", "n't", '"', "O"] * 30
    assert parse_list(str(np.array(items))) == items and parse_list(repr(np.array(items, object))) == items
    assert (
        parse_list("[0 3 4]") == ["0", "3", "4"] and parse_list("['a', ['b']]") is None and parse_list("plain") is None
    )


def test_the_case_is_read_as_lists():
    table, dataset, columns = read(CASES / "08d_ner_list_strings.csv")
    assert table.shape == "lists_in_cells" and columns == {"text": "text", "label": "ner_tags"}
    assert pairs(dataset)[0] == ("Anna flew to Busan .", "B-PER O O B-LOC O") and dataset.row_numbers[0] == 2


WAYS = {
    "python": repr,
    "json": json.dumps,
    "numpy": lambda items: str(np.array(items)),
    "commas": ", ".join,
    "double": lambda items: "[" + ",".join(f'"{i}"' for i in items) + "]",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sentences", [ENGLISH, KOREAN])
@pytest.mark.parametrize(("words", "separator"), [("list", ","), ("sentence", ","), ("sentence", "\t"), ("list", ";")])
def test_tags_as_a_list_and_words_as_a_list_or_a_sentence(way, sentences, words, separator):
    rows = [["id", "tokens", "tags"]]
    rows += [
        [n, repr(text.split()) if words == "list" else text, WAYS[way](tags.split())]
        for n, (text, _, tags) in enumerate(sentences)
    ]
    _, dataset, columns = read(written(rows, separator).encode("utf-8-sig"), "a.csv")
    assert pairs(dataset) == expected(sentences) and columns == {"text": "tokens", "label": "tags"}


def test_a_sentence_as_it_is_written_is_cut_as_its_tags_need_it():
    rows = [["text", "tags"], *[["Anna flew (to Busan).", "['B-PER', 'O', 'O', 'O', 'B-LOC', 'O', 'O']"]] * 3,
            *[["김민수", "['B-PS', 'I-PS', 'I-PS']"]] * 2]  # fmt: skip
    table, dataset, _ = read(written(rows).encode())
    assert pairs(dataset)[0][0] == "Anna flew ( to Busan ) ." and pairs(dataset)[-1][0] == "김 민 수"
    assert notes(table)[0].startswith("The sentences were cut into words")


def test_rows_whose_lists_are_of_unlike_length_are_told():
    rows = [["text", "tags"], *[["a b", "['O', 'B-X']"]] * 5, ["a b", "['O']"]]
    with pytest.raises(DataError, match=r"do not have as many tags as words: 7\."):
        read(written(rows).encode())


def test_lists_in_a_workbook():
    rows = [["tokens", "tags"], *([repr(words.split()), repr(tags.split())] for words, _, tags in KOREAN)]
    assert pairs(read(workbook(("S", rows)), "a.xlsx")[1]) == expected(KOREAN)


def records(sentences):
    return [
        {"id": str(n), "tokens": words.split(), "pos_tags": pos.split(), "ner_tags": tags.split()}
        for n, (words, pos, tags) in enumerate(sentences)
    ]


JSONS = {
    "lines": lambda rows: "\r\n".join(map(json.dumps, rows)),
    "lines in Korean": lambda rows: "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n",
    "array": json.dumps,
    "array, indented": lambda rows: json.dumps(rows, indent=2, ensure_ascii=False),
    "within": lambda rows: json.dumps({"version": "1.0", "data": rows}),
    "columns": lambda rows: json.dumps({key: [row[key] for row in rows] for key in rows[0] if key != "id"}),
    "pairs": lambda rows: json.dumps([list(zip(row["tokens"], row["ner_tags"], strict=True)) for row in rows]),
    "objects": lambda rows: "\n".join(
        json.dumps(
            {
                "tokens": [
                    {"text": w, "pos": p, "tag": t}
                    for w, p, t in zip(row["tokens"], row["pos_tags"], row["ner_tags"], strict=True)
                ]
            }
        )
        for row in rows
    ),
    "sentences": lambda rows: json.dumps(
        [{"text": " ".join(row["tokens"]), "labels": row["ner_tags"]} for row in rows]
    ),
    "written out": lambda rows: json.dumps(
        [{"tokens": repr(row["tokens"]), "tags": repr(row["ner_tags"])} for row in rows]
    ),
}


@pytest.mark.parametrize("way", JSONS)
@pytest.mark.parametrize("sentences", [ENGLISH, KOREAN])
def test_json_with_lists(way, sentences):
    table, dataset, _ = read(JSONS[way](records(sentences)).encode("utf-8-sig"), "a.json")
    assert pairs(dataset) == expected(sentences) and table.shape == "token_lists"


def test_train_and_test_within_one_object_stay_apart():
    _, dataset, _ = read(json.dumps({"train": records(KOREAN), "test": records(ENGLISH)}).encode(), "a.json")
    assert dataset.columns["part"] == ["train"] * len(KOREAN) + ["test"] * len(ENGLISH)


def test_numbers_as_tags_stay_numbers_and_their_names_are_asked_for():
    rows = [
        {"tokens": words.split(), "ner_tags": [3 if tag != "O" else 0 for tag in tags.split()]}
        for words, _, tags in KOREAN
    ]
    table, dataset, _ = read("\n".join(map(json.dumps, rows)).encode(), "train.jsonl")
    assert pairs(dataset)[0][1] == "3 0 3 0 0 0" and "give them names" in notes(table)[0]


def test_damaged_json_is_told():
    with pytest.raises(DataError, match="damaged or cut off"):
        read(json.dumps(records(KOREAN)).encode()[:-30], "a.json", shape="token_lists")
    with pytest.raises(DataError, match=r"Line 3 is not JSON"):
        read(("\n".join(map(json.dumps, records(KOREAN)[:2])) + "\n{\n").encode(), "a.jsonl", shape="token_lists")


def test_a_class_in_a_list_is_no_list_of_tags():
    rows = [{"id": n, "text": "The park was crisp", "label": ["good"]} for n in range(9)]
    assert token_lists.recognise(Source("\n".join(map(json.dumps, rows)).encode()), ()) is None
