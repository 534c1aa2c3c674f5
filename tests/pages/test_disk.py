"""A disk that is full, or that only reads: every button that writes says why it did nothing, and the page goes on."""

import errno
import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from conftest import REPOSITORY, opened_page
from streamlit.testing.v1 import AppTest

from nlp_models.runners import local
from nlp_models.runs.store import RunStore

METRICS = {"epoch": 1, "step": 7, "loss": 0.6, "accuracy": 0.6, "validation_loss": 0.6, "validation_accuracy": 0.6,
           "learning_rate": 0.001, "seconds": 1.0, "tokens_per_second": 9.0}  # fmt: skip


@pytest.fixture(
    params=[(errno.ENOSPC, "The disk is full."), (errno.EACCES, "The folder of the runs cannot be written.")]
)
def break_disk(request, monkeypatch):
    """Nothing is written any more; gives what is told then."""
    number, told = request.param

    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    def break_it():
        monkeypatch.setattr(os, "fsync", refuse)
        monkeypatch.setattr(Path, "touch", refuse)
        return told

    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setattr(local.Local, "submit", lambda *_: None)
    return break_it


@pytest.fixture
def training(store, tiny_dataset, tiny_recipe):
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local", name="films")
    with ExitStack() as alive:
        alive.enter_context(run.hold_lock())
        run.update_status(state="running", step=7, steps=9, epochs=3)
        run.append_metrics(METRICS)
        yield run


def tells(test, told):
    return not test.exception and any(told in error.value for error in test.error)


def test_a_training_that_cannot_be_kept(store, break_disk):
    test = opened_page("sentiment", step="train")
    told = break_disk()
    assert tells(test.button(key="start").click().run(), told) and RunStore.default().list("local") == []
    ways = [link for link in test.main.get("page_link") if link.proto.page == "runs"]  # old runs make room
    assert bool(ways) == ("full" in told)


@pytest.mark.parametrize("button", ["stop", "cancel", "stop-job"])
def test_a_stop_that_cannot_be_asked_for(training, break_disk, button):
    test = opened_page("sentiment", step="train")
    told = break_disk()
    assert tells(test.button(key=button).click().run(), told)
    assert not training.stop_requested and not training.cancel_requested


def test_a_text_that_cannot_be_asked(training, break_disk):
    test = opened_page("sentiment", step="train")
    told = break_disk()
    assert tells(next(one for one in test.text_input if "Ask another" in one.label).set_value("a film").run(), told)


def test_a_name_and_a_link_that_cannot_be_kept(tiny_run, break_disk):
    def chosen():
        test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        test.switch_page("pages/runs.py")
        test.query_params["lang"] = "en"
        test.session_state["chosen-runs"] = [tiny_run.id]
        return test.run()

    test = chosen()
    told = break_disk()
    assert tells(next(one for one in test.text_input if one.label == "New name").set_value("other").run(), told)
    assert tells(next(one for one in test.toggle if one.label == "Shared").set_value(True).run(), told)
    assert tiny_run.about.name == "tiny" and not tiny_run.about.shared


def test_what_is_remembered_of_a_visitor_that_cannot_be_kept(training, break_disk):
    told = break_disk()
    assert tells(opened_page("sentiment", step="try"), told)  # that one waits for the end of a training


def test_what_has_ended_meanwhile_is_told(training, break_disk):
    test = opened_page("sentiment", step="train")
    training.update_status(state="failed")
    assert tells(test.button(key="stop").click().run(), "This training has ended")
