"""How much text a ready network would need: kept with its weights, and drawn as the curve of one's own run is."""

import pytest

from nlp_models.answering.ready import ready_models
from nlp_models.labs import ready_amounts
from nlp_models.labs.amounts import OURS, Point
from nlp_models.labs.ready_amounts import ReadyAmounts, Repeated, keep, ready
from pages.ui.views.language_model.amounts import BASELINE


def test_it_is_kept_for_these_weights_only(tmp_path, monkeypatch):
    points = (Point(0.5, 40_000, {OURS: 90.0, BASELINE: 70.0}), Point(1.0, 81_234, {OURS: 60.0, BASELINE: 50.0}))
    found = ReadyAmounts(points, Repeated(0.4, 30.0, 10.0, 80.0, 90.0))
    monkeypatch.setattr(ready_amounts, "READY", tmp_path)
    folder = tmp_path / "next-word-xx"
    folder.mkdir()
    (folder / "weights.safetensors").write_bytes(b"one")
    assert ready(folder) is None
    keep(folder, found)
    assert ready(folder) == found
    (folder / "weights.safetensors").write_bytes(b"other")
    assert ready(folder) is None


@pytest.mark.parametrize("model", ready_models("next-word"), ids=lambda model: model.id)
def test_the_ready_models_points_end_at_their_own_score(model):
    last = ready(model.folder).points[-1]
    assert last.share == 1.0
    assert last.perplexity[OURS] == pytest.approx(model.report["test"]["perplexity"])
