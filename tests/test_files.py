"""A file is there whole or not at all, and nothing but a file is written over."""

import os
from pathlib import Path

import pytest

from nlp_models.errors import DataError
from nlp_models.files import write_aside


def test_a_file_is_replaced_as_a_whole_and_a_write_that_fails_leaves_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "answers.csv"
    write_aside(file, b"old")
    write_aside(file, [b"n", b"ew"])
    assert file.read_bytes() == b"new"
    monkeypatch.setattr(os, "fsync", lambda _number: (_ for _ in ()).throw(OSError("the disk is full")))
    with pytest.raises(OSError, match="full"):
        write_aside(file, b"newer")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("answers.csv", b"new")]


def test_a_device_and_a_folder_are_refused(tmp_path):
    for place in (Path("/dev/null"), tmp_path):
        with pytest.raises(DataError, match="is not a file; nothing was written"):
            write_aside(place, b"text")
