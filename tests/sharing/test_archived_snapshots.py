"""Snapshots in a run's file: they travel where there is room, and a stranger's are looked at like everything else."""

import numpy as np
import safetensors.numpy
from test_archive import done_files, finished, good_files, packed, refusal, unzipped, zipped  # noqa: F401

from nlp_models.runs import snapshots
from nlp_models.sharing import archive


def test_snapshots_are_no_more_than_a_training_keeps_and_fit_the_network(good_files, done_files, monkeypatch):  # noqa: F811
    one = "snapshots/epoch-0001.safetensors"
    for files in (good_files, done_files):
        assert one in files and archive.read(zipped({name: data for name, data in files.items() if name != one}))
        assert refusal(files | {one: b"\x80\x04pickled"}) == f"{one} in this run file is damaged."
        nan = safetensors.numpy.save({"embedding": np.asarray([np.nan], np.float16)})
        assert "values that are not numbers" in refusal(files | {one: nan})
        more = {f"snapshots/epoch-{n:04d}.safetensors": files[one] for n in range(20, 33)}
        assert "holds files that do not belong there" in refusal(files | more)
        assert "do not belong there" in refusal(files | {"snapshots/evil.pkl": b""})
    other = safetensors.numpy.save({"embedding": np.zeros((3, 2), np.float16)})
    assert refusal(done_files | {one: other}).startswith("The weights of this bundle lack")
    monkeypatch.setattr(snapshots, "MOST_BYTES", 2 * len(done_files[one]))
    assert refusal(done_files) == "snapshots in this run file is wrong at bytes."


def test_a_run_that_is_too_large_with_its_snapshots_travels_without_them(finished, monkeypatch):  # noqa: F811
    beside = sum(path.stat().st_size for path in (finished.folder / snapshots.FOLDER).iterdir())
    whole = sum(map(len, unzipped(archive.pack(finished)).values()))
    monkeypatch.setattr(archive, "TOTAL_LIMIT", whole - beside // 2)
    assert not any(map(snapshots.is_one, unzipped(archive.pack(finished))))
