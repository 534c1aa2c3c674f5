"""A training that was rehearsed in the same process learns what one learns that was not."""

import tempfile
from contextlib import closing
from pathlib import Path

import tensorflow as tf
from shared_runs import trained

from nlp_models.training.rehearsal import rehearse


def test_a_rehearsal_changes_no_weight_and_leaves_nothing(
    store, tiny_dataset, tiny_recipe, tiny_folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    tf.config.run_functions_eagerly(True)
    assert len(list(rehearse("sentiment"))) == 2  # built, learned; then all is written
    with closing(rehearse("sentiment")) as pauses:
        next(pauses)
    tf.config.run_functions_eagerly(False)
    assert not list(Path(tmp_path).glob("unrolled-rehearsal-*"))
    run = trained(store.create("sentiment", tiny_recipe, tiny_dataset, owner="local"))
    assert (run.folder / "weights.safetensors").read_bytes() == (tiny_folder / "weights.safetensors").read_bytes()
