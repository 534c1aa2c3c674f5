"""A corpus in a zip: its texts one after the other."""

import pytest
from made_zips import told, zipped

from nlp_models.errors import DataError
from nlp_models.problems.language_model.problem import LanguageModel

READ = LanguageModel.read_table


def test_texts_are_read_in_order_of_their_names():
    files = {
        "book/c10.txt": "ten\n",
        "book/c2.txt": "\n\ntwo, a\n\n  b\r\n",
        "book/c1.md": "# 하나".encode("cp949"),
        "README.txt": "about",
        "cover.jpg": b"\xff\xd8",
        "x.raw": b"\0\1",
    }
    table = READ(zipped(files))
    assert table.values("text") == ["# 하나", "", "two, a", "", "  b", "", "ten"]
    assert table.shape == "texts_in_zip" and table.line_numbers == list(range(1, 8))
    assert "3 texts of the zip are read one after the other, from book/c1.md to book/c10.txt" in told(table)
    assert "left out (3): README.txt, cover.jpg, x.raw" in told(table)


def test_one_of_the_texts_can_be_chosen():
    assert READ(zipped({"a.txt": "one", "b.txt": "two\nthree"}), sheet="b.txt").values("text") == ["two", "three"]


def test_tables_in_a_zip_are_no_running_text():
    rows = "text,label\na good film,good\na dull film,bad\n" * 10
    assert READ(zipped({"a.csv": rows, "b.csv": rows, "note.txt": "hi"})).shape == "tables_in_zip"


def test_a_zip_without_any_text_is_told():
    with pytest.raises(DataError, match="No file of this zip can be read as text"):
        READ(zipped({"a": b"\0\1", "b": b"\0"}))
