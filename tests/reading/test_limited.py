"""A stranger's file is read in a child: what it gives back, and that nothing it does takes anybody along."""

import errno
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from nlp_models import tasks
from nlp_models.datasets.table import How
from nlp_models.errors import DataError
from nlp_models.reading import inspection, limited, read_limited

STARTED = limited._started
ROWS = "text,label\n" + "".join(f"a film number {n},{'good' if n % 2 else 'bad'}\n" for n in range(40))


@pytest.fixture(autouse=True)
def _a_child_of_nobody(monkeypatch):
    """Here it is begun as for a user."""
    monkeypatch.setattr(limited, "_started", STARTED)


def test_what_the_child_read_is_what_is_read_here(tmp_path):
    here = tasks.load("sentiment").kind.read_table(ROWS.encode(), "a.csv")
    table = read_limited("sentiment", ROWS.encode(), "a.csv")
    assert (table.columns, table.rows, table.line_numbers) == (here.columns, here.rows, here.line_numbers)
    assert (table.because, table.shape, table.header_row) == (here.because, here.shape, here.header_row)
    assert table.values("label") == here.values("label") and len(table) == 40 and table.head(2) == here.rows[:2]
    (tmp_path / "a.csv").write_text(ROWS)
    assert read_limited("sentiment", tmp_path / "a.csv").rows == here.rows


def test_its_sentence_is_told_here():
    with pytest.raises(DataError, match="This file is empty"):
        read_limited("sentiment", b" \n", "a.csv")
    with pytest.raises(DataError, match="no encoding named klingon"):
        read_limited("sentiment", ROWS.encode(), "a.csv", How(encoding="klingon"))


def test_a_file_is_refused_by_its_size_before_it_is_opened(tmp_path):
    with open(tmp_path / "huge.csv", "wb") as file:
        file.truncate(300 * 2**20)
    since = time.monotonic()
    with pytest.raises(DataError, match="has 300 MB; at most 200 MB are read"):
        read_limited("sentiment", tmp_path / "huge.csv")
    assert time.monotonic() - since < 1


def test_a_child_that_takes_too_much_is_ended_and_told(monkeypatch):
    monkeypatch.setattr(limited, "MEGABYTES", 60)  # not enough to begin with
    with pytest.raises(DataError, match="more than 60 MB of memory"):
        read_limited("sentiment", ROWS.encode(), "a.csv")


def test_a_busy_computer_is_not_a_damaged_file(monkeypatch):
    assert limited.PATIENCE >= 20  # with 3 a good file of 1 MB was refused as damaged beside twenty busy processes
    monkeypatch.setattr(limited, "PATIENCE", 0)
    with pytest.raises(DataError, match="computer is too busy now") as told:
        read_limited("sentiment", ROWS.encode(), "a.csv")
    assert told.value.code == limited.BUSY


def test_who_gives_up_waiting_ends_the_child():
    before, children = set(_children()), []

    class GivesUp(Exception):
        pass

    def waiting(seconds, first):
        children.extend(set(_children()) - before)
        raise GivesUp

    with pytest.raises(GivesUp):
        read_limited("sentiment", ROWS.encode(), "a.csv", waiting=waiting)
    assert children and not set(children) & set(_children())


def test_the_first_rows_of_a_large_text_come_early():
    seen = []
    whole = (ROWS * 3_000).encode()
    table = read_limited("sentiment", whole, "a.csv", waiting=lambda seconds, first: seen.append(first))
    first = next(rows for rows in seen if rows)
    assert first.columns == ("text", "label") and first.head(1) == [("a film number 0", "bad")] and len(first) == 1_000
    assert first.because == table.because and len(table) > 100_000


def test_a_zip_that_unpacks_to_more_is_refused():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"ab,cd\n" * 40_000_000)
    with pytest.raises(DataError, match="more than is sensible"):
        read_limited("sentiment", written.getvalue(), "a.zip")


def test_an_inspection_tells_everything_that_was_asked_for():
    told = inspection(tasks.load("sentiment"), read_limited("sentiment", ROWS.encode(), "a.csv"))
    assert (told["shape"], told["separator"], told["header"], told["rows"]) == ("delimited", ",", 1, 40)
    assert told["columns"] == {"text": "text", "label": "label"} and told["labels"] == {"bad": 20, "good": 20}
    assert told["first"][0] == {"text": "a film number 0", "label": "bad"} and len(told["first"]) == 5
    assert {"kind", "rows", "message"} == set(told["findings"][0]) and told["because"]


def _children():
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rpartition(")")[2].split()[1] == str(os.getpid()):
                    found.append(int(pid))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("broken", ["TemporaryDirectory", "write_bytes", "child"])
def test_a_full_folder_for_temporary_files_is_told(broken, monkeypatch, tmp_path):
    def refuse(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if broken == "child":  # not a byte of what it says can be written
        monkeypatch.setattr(limited, "_started", started_with_a_full_disk)
    else:
        monkeypatch.setattr({"TemporaryDirectory": tempfile, "write_bytes": Path}[broken], broken, refuse)
    with pytest.raises(DataError, match="no room for temporary files"):
        read_limited("sentiment", b"text,label\na,1\nb,0\n", "a.csv")


def started_with_a_full_disk(_module, asked, seconds, megabytes):
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); import runpy; "
    code += "sys.argv = ['child', *sys.argv[1:]]; runpy.run_module('nlp_models.reading.child', run_name='__main__')"
    child = subprocess.Popen([sys.executable, "-c", code, str(megabytes), str(round(seconds))], stdin=subprocess.PIPE)
    child.stdin.write(json.dumps(asked).encode())
    child.stdin.close()
    return child
