"""The page Memory lab: it opens on an answer, each lab has its finding and its table, and a training starts from it."""

import re
from types import SimpleNamespace

import pytest
from conftest import as_read, opened_page

from nlp_models import runners
from nlp_models.labs.recall import lab
from nlp_models.runs.store import RunStore
from pages.ui.memory.recall import experiment_name


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Runs in a folder of their own, and a runner that only takes them."""
    monkeypatch.setenv("UNROLLED_RUNS", str(tmp_path))
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setattr(runners.Local, "submit", lambda self, run: None)
    return RunStore(tmp_path)


def said(test):
    return as_read(" ".join(one.value for one in test.markdown))


def test_recall_opens_on_a_sentence_and_what_each_cell_knows(store):
    test = opened_page("memory", sentences="en")
    assert [metric.label for metric in test.metric] == ["▲ RNN", "■ LSTM", "● GRU"]
    assert test.metric[1].value == test.metric[2].value
    assert "LSTM still knows the key word 64 words later." in said(test)
    before = test.metric[1].value
    test.session_state["recall-run"] = "0" * 26  # it was looked at, and deleted in another tab
    assert "not there any more" in test.run().warning[0].value and not test.exception
    test.select_slider(key="recall-distance").set_value(64).run()
    assert not test.exception and test.metric[1].value == test.metric[2].value != before and not test.warning
    test.button(key="recall-start").click().run()
    (run,) = store.list("local", lab.TASK)
    assert lab.language_of(run.folder) == "en" and run.position(store) == 1
    assert any("Cancel" in button.label for button in test.button)
    run.request_cancel()
    run.end_without("cancelled")
    test.run()
    assert not test.exception and any(button.label == "Begin again" for button in test.button)


def test_two_experiments_of_one_minute_have_two_names():
    names = {experiment_name(SimpleNamespace(about=SimpleNamespace(created=float(at)))) for at in (60, 61)}
    assert len(names) == 2


def test_gradients_say_what_is_left_and_spell_one_product_out(store):
    test = opened_page("memory", lab="gradient", sentences="en")
    assert re.search(r"LSTM: 60 steps back", said(test)) and len(test.latex) == 1
    test.slider(key="reach-times").set_value(0.5).run()
    assert "RNN: 60 steps back less than a thousandth of what the gradient is at the blank." in said(test)
    test.segmented_control(key="reach-cell").set_value("lstm").run()
    assert not test.exception and "forget gate" in " ".join(as_read(one.value) for one in test.caption)


def test_looking_back_opens_on_what_was_measured_of_a_ready_model(store):
    test = opened_page("memory", lab="look-back")
    assert "It needs about 16 tokens" in said(test)
    assert not [button for button in test.button if button.key == "look-back-start"]
