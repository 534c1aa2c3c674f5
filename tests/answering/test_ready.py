"""Ready models: what is asked of one is what was held back from it."""

import pytest

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import MODELS, ReadyModel, ready_models
from pages.ui.views.translation.ablation import ablation_run


@pytest.mark.parametrize("model", ready_models("next-word"), ids=lambda model: model.id)
def test_a_ready_writer_is_asked_lines_that_it_has_not_learned(model):
    """Its report says how many tokens of our sample were held back: a split of another day would show it its own lines."""
    held = Predictor.load(model.folder).problem.encoded(model.dataset)
    assert (len(model.dataset), len(held.ids)) == (model.report["sample"]["rows"], model.report["sample"]["tokens"])


def test_all_of_them_together_are_small_enough_to_be_cloned():
    assert sum(file.stat().st_size for file in MODELS.rglob("*") if file.is_file()) < 40_000_000


def test_the_twin_without_attention_learned_the_same_pairs_and_says_in_what_else_it_differs():
    task = tasks.load("translation")
    model, twin = (ReadyModel(MODELS / name) for name in ("translation-en-fr", "translation-plain-en-fr"))
    assert ablation_run(task, model).id == twin.id and ablation_run(task, twin).id == model.id
    assert ablation_run(task, ReadyModel(MODELS / "translation-en-ko")) is None
    ours, theirs = (one.recipe.model_dump(exclude={"minutes", "steps"}) for one in (model, twin))
    assert {name for name in ours if ours[name] != theirs[name]} == {"attention", "units", "embedding_size"}
    assert all(model.report[name] == twin.report[name] for name in ("data_sha256", "rows"))
    assert model.report["sample"]["rows"] == twin.report["sample"]["rows"] == 898
    assert "half as many units" in (twin.folder / "card.md").read_text("utf-8")
