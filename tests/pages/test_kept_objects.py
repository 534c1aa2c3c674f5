"""What the web process keeps for good is left out of the collection of garbage that Streamlit runs after every rerun."""

import gc

from conftest import opened_page

from pages.ui.frame import kept_objects


def test_after_a_rerun_hardly_anything_is_looked_through_again(monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    gc.unfreeze()
    monkeypatch.setattr(kept_objects, "_seen", 0)
    opened_page("lessons")
    assert len(gc.get_objects()) < gc.get_freeze_count() / 3


def test_what_comes_on_top_is_set_aside_only_with_many_modules(monkeypatch):
    monkeypatch.setattr(kept_objects, "_seen", 0)
    kept_objects.set_aside()
    before = gc.get_freeze_count()
    ours = [{"of": "a session"}]
    kept_objects.set_aside()
    assert gc.get_freeze_count() <= before and any(one is ours for one in gc.get_objects())
