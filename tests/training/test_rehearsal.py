"""A training that was rehearsed in the same process learns what one learns that was not."""

import tempfile

import tensorflow as tf
from shared_runs import trained

from nlp_models.training.rehearsal import rehearse


def test_a_rehearsal_changes_no_weight_and_leaves_nothing(
    store, tiny_dataset, tiny_recipe, tiny_folder, tmp_path, monkeypatch
):
    asked, aside = [], tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    tf.config.run_functions_eagerly(True)
    rehearse("sentiment", lambda: asked.append(1))
    assert len(asked) >= 4  # before each of two steps, after the test part, after the baselines: it went to its end
    rehearse("sentiment", lambda: True)
    tf.config.run_functions_eagerly(False)
    assert not list(aside.iterdir())
    run = trained(store.create("sentiment", tiny_recipe, tiny_dataset, owner="local"))
    assert (run.folder / "weights.safetensors").read_bytes() == (tiny_folder / "weights.safetensors").read_bytes()
