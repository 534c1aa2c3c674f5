"""Snapshots of a training: which epochs are kept, within how many bytes, and that a broken write leaves the run whole."""

from itertools import pairwise

import numpy as np
import pytest

from nlp_models import files
from nlp_models.runs import snapshots
from nlp_models.training.snapshots import cut, keep, within


def weights(epoch, size=8):
    return {"embedding": np.full((size, 2), epoch + 0.5, np.float32), "bias": np.zeros(2, np.float32)}


def every(folder):
    return {path.name for path in (folder / snapshots.FOLDER).glob("*")}


@pytest.mark.parametrize("most", [2, 3, 5, 12])
def test_a_series_is_even_bounded_and_kept_from_epoch_to_epoch(most):
    before = []
    for epoch in range(500):
        kept = snapshots.series(epoch, most)
        assert kept[0] == 0 and kept[-1] == epoch and len(kept) <= most
        assert set(kept) - {epoch} <= set(before)  # nothing is kept that was let go
        assert len({b - a for a, b in pairwise(kept[:-1])}) <= 1
        before = kept
    assert len(snapshots.series(499, 12)) >= 7


def test_few_epochs_are_cut_in_parts_and_many_are_not():
    assert [snapshots.parts_of(epochs) for epochs in (1, 2, 3, 5, 6, 40)] == [11, 5, 3, 2, 1, 1]
    assert snapshots.series(1, 12, parts=11) == [0, 0.09, 0.18, 0.27, 0.36, 0.45, 0.55, 0.64, 0.73, 0.82, 0.91, 1]
    ends = [(step, within(step, 20, 3)) for step in range(1, 21) if within(step, 20, 3)]
    assert ends == [(7, 1), (14, 2)]  # the third is the end of the epoch
    assert [within(step, 2, 11) for step in (1, 2)] == [5, 0]  # of two steps there is one within


def test_parts_are_thinned_with_the_epochs_and_found_by_their_names(tmp_path):
    for point in range(9):
        keep(tmp_path, snapshots.part_of(point, 3), weights(point), parts=3)
    assert snapshots.epochs(tmp_path) == [0, 0.33, 0.67, 1, 1.33, 1.67, 2, 2.33, 2.67]
    cut(tmp_path, 1)
    assert every(tmp_path) == {f"epoch-{name}.safetensors" for name in ("0000", "0000.33", "0000.67", "0001")}
    assert snapshots.place(snapshots.path_of(tmp_path, 0.33)) == (tmp_path, 0.33)


def test_a_training_keeps_twelve_at_most_however_it_is_cut_off(tmp_path, monkeypatch):
    for epoch in range(40):
        keep(tmp_path, epoch, weights(epoch))
    assert snapshots.epochs(tmp_path) == [0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 39]
    whole = {epoch: snapshots.read(tmp_path, epoch) for epoch in snapshots.epochs(tmp_path)}
    cut(tmp_path, 30)
    assert snapshots.epochs(tmp_path)[-1] == 28
    for epoch in range(31, 40):
        keep(tmp_path, epoch, weights(epoch))
    assert {epoch: snapshots.read(tmp_path, epoch) for epoch in snapshots.epochs(tmp_path)} == whole


def test_what_a_kill_left_half_written_is_neither_read_nor_kept(tmp_path, monkeypatch):
    keep(tmp_path, 0, weights(0))

    def killed(path, content):
        path.write_bytes(content[: len(content) // 2])
        raise KeyboardInterrupt

    with monkeypatch.context() as context, pytest.raises(KeyboardInterrupt):
        context.setattr(files, "write_synced", killed)
        context.setattr(files.Path, "unlink", lambda *_, **__: None)  # nobody is left to clear up
        keep(tmp_path, 1, weights(1))
    assert snapshots.epochs(tmp_path) == [0] and len(every(tmp_path)) == 2
    keep(tmp_path, 1, weights(1))
    assert every(tmp_path) == {"epoch-0000.safetensors", "epoch-0001.safetensors"}


def test_a_large_network_keeps_fewer_and_one_too_large_none(tmp_path, monkeypatch):
    assert [snapshots.room(size) for size in (1, 2_000_000, 6_000_000, 10_000_000, 10_000_001)] == [12, 10, 3, 2, 0]
    monkeypatch.setattr(snapshots, "MOST_BYTES", 700)
    for epoch in range(9):
        keep(tmp_path, epoch, weights(epoch))
    assert snapshots.epochs(tmp_path) == [0, 4, 8]
    assert sum(path.stat().st_size for path in (tmp_path / snapshots.FOLDER).glob("*")) <= 700
    keep(tmp_path, 9, weights(9, size=400))
    assert snapshots.epochs(tmp_path) == []


def test_names_of_others_are_no_snapshots(tmp_path):
    assert [
        snapshots.epoch_of(name)
        for name in ("epoch-0012.safetensors", "epoch-12.safetensors", ".epoch-0012.safetensors.ab", "epoch-0012.npz")
    ] == [12, None, None, None]
    path = snapshots.path_of(tmp_path, 7)
    assert snapshots.place(path) == (tmp_path, 7) and snapshots.place(tmp_path) == (tmp_path, None)
