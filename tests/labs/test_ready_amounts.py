"""How much text a ready network would need: kept with its weights, and told as surely as it was measured."""

import pytest

from nlp_models.answering.ready import ready_models
from nlp_models.labs import ready_amounts
from nlp_models.labs.amounts import OURS, Point
from nlp_models.labs.ready_amounts import Foretold, ReadyAmounts, Repeated, keep, ready
from pages.ui.views.language_model.ready_amounts import BASELINE, meeting


def found(foretold, last=(60.0, 50.0)):
    points = [
        Point(0.5, 40_000, {OURS: 90.0, BASELINE: 70.0}),
        Point(1.0, 81_234, dict(zip((OURS, BASELINE), last, strict=True))),
    ]
    return ReadyAmounts(tuple(points), foretold, Repeated(0.4, 30.0, 10.0, 80.0, 90.0))


def test_it_is_kept_for_these_weights_only(tmp_path, monkeypatch):
    monkeypatch.setattr(ready_amounts, "READY", tmp_path)
    folder = tmp_path / "next-word-xx"
    folder.mkdir()
    (folder / "weights.safetensors").write_bytes(b"one")
    assert ready(folder) is None
    keep(folder, found(Foretold(4.0, 2.0, None)))
    assert ready(folder) == found(Foretold(4.0, 2.0, None))
    (folder / "weights.safetensors").write_bytes(b"other")
    assert ready(folder) is None


@pytest.mark.parametrize(
    ("foretold", "told"),
    [
        (Foretold(4.0, 2.5, 9.0), "4 times this text, some 320,000 tokens (95\xa0%: 2.5 to 9 times)"),
        (Foretold(4.0, 2.5, None), "it may be 2.5 times, or never"),
        (Foretold(None, None, None), "would not overtake the 5-grams"),
    ],
)
def test_a_guess_says_how_sure_it_is(foretold, told):
    assert told in meeting(found(foretold), "LSTM")


def test_where_they_have_met_nothing_is_guessed():
    assert "From 81,234 tokens on, the LSTM is better" in meeting(found(Foretold(1.0, 1.0, 1.0), (45.0, 50.0)), "LSTM")


def test_the_ready_models_points_end_at_their_own_score():
    kept = {model.id: (model, ready(model.folder)) for model in ready_models("next-word")}
    model, own = kept["next-word-ko"]
    assert own.points[-1].share == 1.0
    assert own.points[-1].perplexity[OURS] == pytest.approx(model.report["test"]["perplexity"])
