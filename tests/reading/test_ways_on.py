"""Of a file that cannot be used as it is: what it looks like, what the page needs, and the nearest way on."""

import time

import pytest

from nlp_models import tasks
from nlp_models.datasets.table import How
from nlp_models.messages import render
from nlp_models.reading import limited, read_limited, ways_on
from nlp_models.reading.ways_on import Way, WaysOn

TAGGED = "\n".join("the O\nriver B-LOC\nrises O\n" for _ in range(10))
PAIRS = "english,french\n" + "".join(f"a cold river number {n},une riviere froide numero {n}\n" for n in range(20))
POEM = "".join(f"The song of day {n}, it is quick,\nand the night {n} is long, she said.\n" for n in range(20))
RATED = "text,label\n" + "".join(f"a café in town {n},{'good' if n % 2 else 'bad'}\n" for n in range(20))
RAGGED = "id,label,extra\n" + "".join(
    f"{n},{'good' if n % 2 else 'bad'},so\n" if n != 7 else "7,good\n" for n in range(20)
)


@pytest.mark.parametrize(
    ("task", "name", "content", "way", "looks"),
    [
        ("sentiment", "a.txt", TAGGED.encode(), Way("tagging"), "CoNLL, a word a line"),
        ("sentiment", "a.csv", PAIRS.encode(), Way("translation"), "a table with separators (CSV)"),
        ("sentiment", "a.txt", POEM.encode(), Way("next-word"), "plain text"),
        ("chatbot", "a.csv", RATED.encode(), Way("sentiment"), "a table with separators (CSV)"),
        (
            "sentiment",
            "a.csv",
            RATED.encode("utf-16-le"),
            Way("sentiment", {"encoding": "utf-16"}),
            "a table with separators (CSV)",
        ),
        (
            "sentiment",
            "a.csv",
            RAGGED.encode(),
            Way("sentiment", {"skip_bad_rows": True}, 1),
            "a table with separators (CSV)",
        ),
    ],
)
def test_the_nearest_way_on_is_the_first(task, name, content, way, looks, tmp_path):
    file = tmp_path / name
    file.write_bytes(content)
    found = ways_on.ways_on(tasks.load(task), file, name, How())
    assert (found.ways[0].task, found.ways[0].how, found.ways[0].rows) == (way.task, way.how, way.rows)
    assert render(found.looks).startswith(f"It looks like {looks}. What this page needs: ")


def test_what_is_no_text_is_called_by_its_name(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    found = ways_on.ways_on(tasks.load("sentiment"), tmp_path / "a.csv", "a.csv", How())
    assert render(found.looks).startswith("It looks like a PDF document.") and not found.ways


def test_looking_for_ways_ends_in_time(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(POEM)
    monkeypatch.setattr(ways_on, "SECONDS", 0.05)
    monkeypatch.setattr(ways_on, "_otherwise", lambda *_: iter(time.sleep(9) or ()))
    began = time.monotonic()
    assert ways_on.ways_on(tasks.load("sentiment"), tmp_path / "a.txt", "a.txt", How()).ways == ()
    assert time.monotonic() - began < 8


def test_the_child_hands_them_back_with_the_error_or_beside_the_table():
    with pytest.raises(limited.NotRead, match="NUL bytes") as told:
        read_limited("sentiment", RATED.encode("utf-16-le"), "a.csv", ways=True)
    assert told.value.ways_on.ways[0].how == {"encoding": "utf-16"}
    table = read_limited("sentiment", POEM.encode(), "a.txt", ways=True)
    assert [way.task for way in table.ways_on.ways] == ["next-word"]
    assert WaysOn.from_dict(table.ways_on.as_dict()) == table.ways_on
