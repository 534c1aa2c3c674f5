"""Files whose lines belong together, and translation memories."""

import time

import pytest
from made_zips import told, zipped

from nlp_models.errors import DataError
from nlp_models.problems.sequence_to_sequence.problem import SequenceToSequence

READ = SequenceToSequence.read_table


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (("c.en", "c.fr"), ("en", "fr")),
        (("OpenSubtitles.ko-en.en", "OpenSubtitles.ko-en.ko"), ("ko", "en")),
        (("corpus.ko.txt", "corpus.en.txt"), ("ko", "en")),
        (("data/ko/all.txt", "data/en/all.txt"), ("ko", "en")),
        (("tgt-train.txt", "src-train.txt"), ("src", "tgt")),
        (("answers.txt", "questions.txt"), ("questions", "answers")),
        (("train.to", "train.from"), ("from", "to")),
    ],
)
def test_the_names_say_what_belongs_together(names, columns):
    sides = dict(zip(names, ("Hi there\nGo, now\n", "안녕\r\n가\r\n".encode("cp949")), strict=True))
    table = READ(zipped(sides | {"README": "about", "LICENSE": "free", "a.ids": "1"}))
    assert table.columns[:2] == columns and len(table.rows) == 2
    assert set(table.rows[1][:2]) == {"Go, now", "가"} and table.guess["text"] == columns[0]
    assert "left out (3): README, LICENSE, a.ids" in told(table)


def test_parts_are_kept_and_rows_numbered_on():
    files = {
        f"{part}.{side}": f"{side} {part}\n" * 3 for part in ("valid", "train", "test2016") for side in ("en", "fr")
    }
    table = READ(zipped(files))
    assert [table.values("part").count(part) for part in ("train", "validation", "test")] == [3, 3, 3]
    assert table.line_numbers == list(range(1, 10)) and "test2016.en 7" in told(table)


def test_pairs_with_an_empty_side_are_counted():
    table = READ(zipped({"a.en": "Hi\n\nGo\n\n", "a.fr": "Salut\nLa\n\n\n"}))
    assert table.rows == [("Hi", "Salut")] and table.skipped[0].rows == (2, 3)


def test_files_of_unequal_length_are_told():
    with pytest.raises(DataError, match=r"a.en has 3 lines and a.fr has 2; line by line"):
        READ(zipped({"a.en": "Hi\nYou\nGo\n", "a.fr": "Salut\nVa\n"}))
    assert len(READ(zipped({"a.en": "Hi\nGo\n\n\n", "a.fr": "Salut\nVa\n"})).rows) == 2


def test_other_zips_are_not_parallel():
    rows = "source,target\nhi,salut\ngo,va\n"
    assert READ(zipped({"train.csv": rows * 5, "test.csv": rows * 5})).shape == "parts_in_zip"
    assert READ(zipped({"a.en.csv": rows * 5, "a.fr.csv": rows * 5})).shape == "tables_in_zip"


TMX = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<!-- made by a program -->
<tmx version="1.4"><header srclang="en"><note>n</note></header><body>
<tu tuid="1"><note>x</note><prop type="a">b</prop><tuv xml:lang="en-US"><seg>Hello <bpt i="1">&lt;b&gt;</bpt>world<ept i="1">x</ept>!</seg></tuv>
<tuv xml:lang="ko"><seg>안녕,
  세상!</seg></tuv><tuv xml:lang="fr"><seg>Salut</seg></tuv></tu>
<tu><tuv lang="EN"><seg>Bye &amp; <hi>go</hi></seg></tuv><tuv lang="ko_KR"><seg>잘 가</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Only</seg></tuv></tu>
</body></tmx>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp949"])
def test_a_translation_memory(encoding):
    table = READ(TMX.format(encoding=encoding).encode(encoding))
    assert table.columns == ("en", "ko", "fr") and table.guess == {"text": "en", "label": "ko"}
    assert table.rows == [("Hello world!", "안녕, 세상!", "Salut"), ("Bye & go", "잘 가", "")]
    assert table.line_numbers == [1, 2] and table.skipped[0].rows == (3,)


def test_a_memory_without_any_head():
    units = "".join(
        f'<tu><tuv xml:lang="fr"><seg>f {n}</seg></tuv><tuv xml:lang="en"><seg>e {n}</seg></tuv></tu>' for n in range(9)
    )
    assert READ(zipped({"m.tmx": f"<tmx><body>{units}</body></tmx>"})).rows[8] == ("f 8", "e 8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TMX[:-200], "damaged in row"),
        ("<tmx>" + "<a>" * 500_000, "too much in one unit"),
        ("<tmx><body><tu><tuv xml:lang='en'>" + "<seg/>" * 500_000, "too much in one unit"),
        (
            "<tmx><body><tu>"
            + "".join(f"<tuv xml:lang='{a}{b}'><seg>x</seg></tuv>" for a in "abcdefgh" for b in "abcdefgh")
            + "</tu></body></tmx>",
            "more than 40 languages",
        ),
        ("<tmx><body/></tmx>", "no units in two languages"),
        ("<tmx><body>&x;</body></tmx>", "damaged in row"),
    ],
)
def test_a_damaged_or_hostile_memory_is_told(text, said):
    start = time.monotonic()
    with pytest.raises(DataError, match=said):
        READ(text.encode(), "m.tmx", shape="tmx")
    assert time.monotonic() - start < 10


def test_many_comments_cost_no_time():
    start = time.monotonic()
    assert READ(("<!-- tmx --> " * 400 + "\nx\n").encode()).shape != "tmx"
    assert time.monotonic() - start < 2


def test_nothing_is_expanded_or_fetched():
    bomb = '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tmx><body>&b;</body></tmx>'
    with pytest.raises(DataError, match="damaged"):
        READ(bomb.encode(), "m.tmx", shape="tmx")
