"""Lessons: every file holds to the form, its right answers follow from true numbers, a check passes only when it happened."""

from functools import partial

import pytest
import streamlit as st
from conftest import opened_page
from streamlit.testing.v1 import AppTest

from nlp_models.errors import LessonError
from nlp_models.numpy_layers.trace import LONG_NAMES
from nlp_models.runs.choices import last_choice, last_learned
from nlp_models.runs.store import RunStore
from pages.ui.lessons.figures import right_choice, shown
from pages.ui.lessons.lesson import FILES, MOST_STEPS, every, load
from pages.ui.memory.knobs import KNOBS

STEPS = [(one.id, number, step) for one in every().values() for number, step in enumerate(one.step, 1)]


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("UNROLLED_RUNS", str(tmp_path))
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    return partial(opened_page, "lessons")


def card():
    from pages.ui.lessons.card import wide_card

    wide_card()


def opened_card(lesson):
    """The card alone: an AppTest of a page draws the frame, and with it the sidebar, only once."""
    test = AppTest.from_function(card, default_timeout=120)
    test.session_state["lesson-open"] = lesson
    return test.run()


def text_of(test):
    return " ".join(part.value for part in test.markdown)


def press(test, key):
    test.button(key=f"lesson-wide-{key}").click().run()
    assert not test.exception


@pytest.mark.parametrize("code", ["en", "ko"])
@pytest.mark.parametrize(("lesson", "number", "step"), STEPS)
def test_every_number_of_a_step_is_there_and_one_choice_is_right(lesson, number, step, code):
    values = shown(step, code) | {"guess": "?"}
    assert all("{" not in words.of(code).format(**values) for words in step.texts)
    if step.kind == "check":
        assert right_choice(step, code) in step.choices


@pytest.mark.parametrize("check", [step.done for *_, step in STEPS if step.kind == "do"])
def test_what_a_step_asks_for_can_be_done(check):
    if check.what == "held":
        assert check.gate in LONG_NAMES.values()
    if check.what == "knob":
        assert check.knob in KNOBS[check.lab]


def test_a_lesson_is_short():
    assert every() and all(len(one.step) <= MOST_STEPS for one in every().values())


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('kind = "predict"', 'kind = "dance"', "dance", "predict"),
        ('knob = "distance"', 'button = "distance"', 'button = "distance"', "button"),
        ("least = 16", 'least = "far"', 'least = "far"', "number"),
        ("{near}", "{nearest}", None, "no figure nearest"),
        ('figure = "rnn"', 'figure = "gru"', None, "no figure gru"),
        ("guess = 1", "guess = 3", "guess = 3", "no earlier prediction"),
        ("order = 2", "order = ", "order = ", "cannot be read"),
    ],
)
def test_a_broken_lesson_names_its_line(tmp_path, old, new, line, told):
    broken = (FILES / "memory.toml").read_text("utf-8").replace(old, new, 1)
    (tmp_path / "broken.toml").write_text(broken, "utf-8")
    with pytest.raises(LessonError, match=told) as error:
        load(tmp_path / "broken.toml")
    lines = [number for number, text in enumerate(broken.split("\n"), 1) if line and line in text]
    assert not line or any(f"line {number}" in str(error.value) for number in lines)


def test_a_guess_is_kept_and_a_step_passes_only_when_it_was_done(app, tmp_path, monkeypatch):
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)  # there are no pages round it
    test = opened_card("memory")
    press(test, "next")
    assert "There is no wrong prediction" in text_of(test)
    test.radio(key="lesson-wide-choice-1").set_value("gru").run()
    press(test, "next")
    assert "2 / 6" in text_of(test)
    press(test, "check")
    assert "The slider stands below 16" in text_of(test)
    test.session_state["recall-distance"] = 32
    press(test, "check")
    assert "Your guess was: GRU" in text_of(test) and "RNN filled in 8" in text_of(test)
    press(test, "next")
    test.radio(key="lesson-wide-choice-3").set_value("most").run()
    press(test, "check")
    assert "choose again" in text_of(test)
    test.radio(key="lesson-wide-choice-3").set_value("little").run()
    press(test, "check")
    press(test, "next")
    press(test, "close")
    store = RunStore(tmp_path)
    assert last_learned(store, "local", "memory").step == 3
    assert last_choice(store, "local", "memory").network is None
    monkeypatch.undo()
    monkeypatch.setenv("UNROLLED_RUNS", str(tmp_path))
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    again = app()
    assert any("3 of 6" in caption.value for caption in again.caption)
