"""Before the click Train tells who goes before, as far as somebody does."""

import pytest

from nlp_models.runs.limits import Limits
from pages.ui.train import length


@pytest.mark.parametrize(("places", "told"), [(1, "2 trainings are before yours"), (2, "2 trainings"), (3, None)])
def test_nobody_is_before_whoever_has_a_free_place(store, monkeypatch, tiny_recipe, tiny_dataset, places, told):
    said = []
    monkeypatch.setattr(length.st, "caption", said.append)
    monkeypatch.setattr(Limits, "at_once", places)
    for name in "ab":
        store.create("sentiment", tiny_recipe, tiny_dataset, owner="somebody", name=name)
    length.others_line()
    assert len(said) == bool(told) and all(told in line for line in said)
