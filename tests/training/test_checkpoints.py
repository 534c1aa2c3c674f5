"""A checkpoint is whole or not there, the best weights so far among it; two are kept."""

from pathlib import Path

import numpy as np
import pytest

from nlp_models.training import checkpoints
from nlp_models.training.checkpoints import latest_checkpoint, load_best, save_checkpoint


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "checkpoint"


def save(folder, epoch, best=None):
    """The checkpoint of an epoch; the first one is the best unless another says so."""
    best = {"kernel": np.full(2, epoch)} if best is None and epoch == 1 else best
    arrays = {"0000": np.full((2, 3), epoch, np.float32), "0001": np.int64(epoch)}
    save_checkpoint(folder, epoch, arrays, {"step": epoch}, best)


def test_the_newest_of_two_is_read_back_with_numbers_of_no_dimension(folder):
    for epoch in (1, 2, 3):
        save(folder, epoch)
    assert sorted(found.name for found in folder.iterdir()) == ["epoch-0002", "epoch-0003"]
    epoch, arrays, facts = latest_checkpoint(folder)
    assert (epoch, facts) == (3, {"step": 3})
    assert arrays["0000"].tolist() == [[3.0] * 3] * 2 and arrays["0001"].shape == () and arrays["0001"] == 3


def test_without_any_there_is_none(folder):
    assert latest_checkpoint(folder) is None


@pytest.mark.parametrize("broken", ["write_synced", "sync_folder"])
def test_a_write_that_fails_leaves_the_checkpoint_before(folder, monkeypatch, broken):
    save(folder, 1)
    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr(checkpoints, broken, lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        save(folder, 2)
    epoch, arrays, _ = latest_checkpoint(folder)
    assert arrays["0000"][0, 0] == epoch  # the one before, or the new one whole
    save(folder, 2)  # the epoch is done again after a resume
    assert latest_checkpoint(folder)[0] == 2
    assert all(not found.name.startswith(".") for found in folder.iterdir())


def test_the_best_weights_stay_until_a_whole_checkpoint_has_better_ones(folder, monkeypatch):
    for epoch in (1, 2, 3):
        save(folder, epoch)
    assert load_best(folder)["kernel"].tolist() == [1, 1]
    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr(checkpoints, "sync_folder", lambda *_: None)
        patch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        save(folder, 4, {"kernel": np.full(2, 4)})
    assert load_best(folder)["kernel"].tolist() == [1, 1]
    save(folder, 4, {"kernel": np.full(2, 4)})
    assert load_best(folder)["kernel"].tolist() == [4, 4]


def test_arrays_that_lie_in_memory_another_way_are_kept_as_they_read(folder):
    turned = np.arange(6, dtype=np.float32).reshape(2, 3).T
    save(folder, 1, {"kernel": turned})
    assert np.array_equal(load_best(folder)["kernel"], turned)
