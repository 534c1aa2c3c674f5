"""The epochs of a finished training answer again; what is damaged, too large or was never kept is told."""

import numpy as np
import pytest
from safetensors.numpy import save

from nlp_models.answering import epochs, probe
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.answering.unrolled import unroll
from nlp_models.errors import DataError, RunDamaged
from nlp_models.runs import snapshots

TEXT = "a lovely film"
EVERY = [0, 1, 2]  # of a training of so many minutes no parts of epochs


def test_the_epoch_that_was_kept_answers_as_the_finished_network_to_the_last_bit(tiny_run):
    finished = Predictor.load(tiny_run.folder)
    kept, best = epochs.kept_epochs(tiny_run), epochs.finished_epoch(tiny_run)
    assert kept == EVERY and best in kept
    again = epochs.at_epoch(finished, tiny_run.folder, best)
    assert again.problem is finished.problem  # one vocabulary for all
    assert (again([TEXT]) == finished([TEXT])).all()
    for name, weight in finished.network.weights.items():
        assert (again.network.weights[name] == weight).all(), name


def test_everything_that_takes_a_predictor_takes_an_earlier_epoch(tiny_run):
    finished = Predictor.load(tiny_run.folder)
    before = epochs.at_epoch(finished, tiny_run.folder, 0)
    one, other = unroll(finished, TEXT), unroll(before, TEXT)
    assert one.tokens == other.tokens and one.answer.probabilities != other.answer.probabilities
    assert {len(probe.neighbours(network, "film")) for network in (finished, before)} == {8}
    # an untrained answer layer is as good as a coin
    assert abs(next(iter(other.answer.probabilities.values())) - 0.5) < 0.2


def test_the_tables_of_all_epochs_are_those_of_their_networks(tiny_run):
    tables, finished = epochs.embeddings_by_epoch(tiny_run), Predictor.load(tiny_run.folder)
    assert list(tables) == snapshots.epochs(tiny_run.folder) == EVERY
    for epoch, table in tables.items():
        assert (table == epochs.at_epoch(finished, tiny_run.folder, epoch).network.weights["embedding"]).all()
    assert epochs.embeddings_by_epoch(tiny_run, "no such weight") == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 300,
        save({"embedding": np.zeros((3, 2), np.float16)}),
        save({"embedding": np.full((3, 2), np.nan, np.float16)}),
    ],
    ids=["empty", "garbled", "of another network", "no numbers"],
)
def test_a_snapshot_is_read_like_a_strangers_file(tiny_run, content):
    path = snapshots.path_of(tiny_run.folder, 1)
    path.write_bytes(content)
    with pytest.raises(RunDamaged, match=r"epoch-0001\.safetensors of this run cannot be read"):
        epochs.at_epoch(Predictor.load(tiny_run.folder), tiny_run.folder, 1)
    assert len(epochs.embeddings_by_epoch(tiny_run).get(1, [])) in (0, 3)  # a table of another network has three rows


def test_one_too_large_is_not_even_read(tiny_run, monkeypatch):
    monkeypatch.setattr(snapshots, "MOST_BYTES", 100)
    with pytest.raises(RunDamaged, match="> 0 MB"):
        epochs.at_epoch(Predictor.load(tiny_run.folder), tiny_run.folder, 1)


def test_an_epoch_that_was_not_kept_is_told_with_those_that_were(tiny_run):
    with pytest.raises(DataError, match="There is no snapshot of epoch 7; there are: 0, 1, 2"):
        epochs.at_epoch(Predictor.load(tiny_run.folder), tiny_run.folder, 7)


def test_why_there_are_none_or_few_is_said(tiny_run, monkeypatch):
    assert epochs.why_none(tiny_run) is None
    ready = ready_models("spam")[0]
    assert epochs.kept_epochs(ready) == [] and "Ready models" in epochs.why_none(ready).text
    size = (tiny_run.folder / "weights.safetensors").stat().st_size
    monkeypatch.setattr(snapshots, "MOST_BYTES", 3 * size)
    assert epochs.why_none(tiny_run).values["count"] == 3
    monkeypatch.setattr(snapshots, "MOST_BYTES", size)
    assert "too much" in epochs.why_none(tiny_run).text
    monkeypatch.undo()
    for path in (tiny_run.folder / snapshots.FOLDER).glob("*"):
        path.unlink()
    assert epochs.kept_epochs(tiny_run) == [] and "before epochs were kept" in epochs.why_none(tiny_run).text


def test_a_run_at_an_epoch_reads_like_the_run(tiny_run):
    then = epochs.RunAtEpoch(tiny_run, 1)
    assert (then.id, then.recipe, then.about) == (tiny_run.id, tiny_run.recipe, tiny_run.about)
    assert snapshots.place(then.folder) == (tiny_run.folder, 1)
    assert epochs.finished(then) is tiny_run and epochs.finished(tiny_run) is tiny_run
    assert epochs.RunAtEpoch(then, 2).folder == snapshots.path_of(tiny_run.folder, 2)
