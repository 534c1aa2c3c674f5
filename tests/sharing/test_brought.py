"""What is brought back is checked in a child with limits; a run file full of nothing costs this process nothing."""

import io
import json
import resource
import zipfile

import pytest

from nlp_models.errors import BundleError, UnrolledError
from nlp_models.sharing import archive, brought, exports


def with_rows(data, rows):
    """The file of a run with other rows."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, rows if name == "dataset.jsonl" else old.read(name))
    return packed.getvalue()


@pytest.fixture
def run(tiny_folder, store):
    import shutil

    shutil.copytree(tiny_folder, store.root / tiny_folder.name)
    return store.open(tiny_folder.name)


def test_a_run_file_and_a_bundle_come_back(run, store):
    back = brought.bring(archive.pack(run), store, owner="ann", name="file")
    assert back.status.state == "done" and back.report == run.report and back.dataset.digest() == run.dataset.digest()
    back.check_rows()
    asked = brought.bring(exports.make_bundle(run.folder), store, owner="ann", name="file")
    assert asked.status.state == "done" and not asked.has_rows
    assert len(store.list("ann")) == 2


HEAD = json.dumps({"names": {}, "columns": ["text", "label"]})


@pytest.mark.parametrize(
    "rows",
    ["[]\n" * 3_000_000, '["a", ' + "[" * 1_000_000 + "\n", "[[],[]]\n" * 1_500_000],
    ids=["empty", "deep", "lists"],
)
def test_rows_that_are_none_end_with_a_sentence_and_take_no_memory_here(rows, run, monkeypatch):
    monkeypatch.setattr(brought, "MEGABYTES", 600)
    data = with_rows(archive.pack(run), f"{HEAD}\n{rows}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BundleError):
        brought.run_file(data)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024  # MB
    assert grown < 100


@pytest.mark.parametrize("data", [b"", b"PK no", b"PK\3\4" + b"\0" * 60])
def test_what_is_no_zip_is_told(data, store):
    with pytest.raises(UnrolledError, match="neither a run file nor a bundle"):
        brought.bring(data, store, owner="ann")
