"""Ready models: what is asked of one is what was held back from it."""

import pytest

from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import MODELS, ready_models


@pytest.mark.parametrize("model", ready_models("next-word"), ids=lambda model: model.id)
def test_a_ready_writer_is_asked_lines_that_it_has_not_learned(model):
    """Its report says how many tokens of our sample were held back: a split of another day would show it its own lines."""
    held = Predictor.load(model.folder).problem.encoded(model.dataset)
    assert (len(model.dataset), len(held.ids)) == (model.report["sample"]["rows"], model.report["sample"]["tokens"])


def test_all_of_them_together_are_small_enough_to_be_cloned():
    assert sum(file.stat().st_size for file in MODELS.rglob("*") if file.is_file()) < 40_000_000
