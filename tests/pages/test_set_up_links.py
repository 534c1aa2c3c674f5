"""Links that set a page up: written and read back, checked like a stranger's, marked on Train and freed there."""

from functools import partial

import pytest
from conftest import opened_page
from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from nlp_models import runners, tasks
from nlp_models.errors import LinkError, UnrolledError
from nlp_models.numpy_layers.trace import Hold
from pages.ui.inside.linked import choices
from pages.ui.memory.knobs import KNOBS
from pages.ui.set_up.written import SWITCH, OneOf, Within, can_be_read, pairs, read, read_holds, written, written_holds
from pages.ui.train.fixed import checked, settable


@pytest.fixture
def app(tmp_path, monkeypatch):
    """The page Sentiment, in a store of its own."""
    monkeypatch.setenv("UNROLLED_RUNS", str(tmp_path))
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setattr(runners.Local, "prepare", lambda self, store: None)
    return partial(opened_page, "sentiment")


FORGET = {"forward_1": (("forget_gate", "candidate"), 32)}
HOLDS = some.builds(
    Hold,
    some.just("forward_1"),
    some.sampled_from(["forget_gate", "candidate"]),
    some.integers(0, 1000).map(lambda thousandth: thousandth / 1000),
    some.none() | some.sets(some.integers(0, 31), min_size=1).map(lambda units: tuple(sorted(units))),
)


@settings(max_examples=25, deadline=None)
@given(
    some.sampled_from((2, 4, 64)),
    some.integers(0, 31),
    some.floats(0.5, 1.5).map(lambda x: float(f"{x:.9g}")),
    some.booleans(),
)
def test_what_was_written_is_read_back(distance, unit, times, clipped):
    values = {"distance": distance, "unit": unit, "times": times, "clipped": clipped}
    knobs = {"distance": OneOf((2, 4, 64)), "unit": Within(0, 31), "times": Within(0.5, 1.5), "clipped": SWITCH}
    assert read(written(values), knobs) == values


@settings(max_examples=25, deadline=None)
@given(some.lists(HOLDS, min_size=1, max_size=20))
def test_held_gates_are_read_back(holds):
    assert read_holds(written_holds(holds), FORGET) == tuple(holds)


@settings(max_examples=25, deadline=None)
@given(some.text("unitforward_1ge:0123.-,é", max_size=40))
def test_whatever_a_stranger_writes_is_read_within_its_limits_or_refused_in_a_sentence(text):
    for read_it in (lambda: read(text, {"unit": Within(0, 31)}), lambda: read_holds(text, FORGET)):
        try:
            assert all(0 <= value <= 31 for value in dict(read_it()).values())
        except LinkError as wrong:
            assert str(wrong).startswith("Th")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("forward_1:forget_gate:2:all", "can be 0 to 1"),
        ("forward_1:reset_gate:1:all", "does not have"),
        ("forward_1:forget_gate:1:32", "does not have"),
        ("forward_2:forget_gate:1:all", "does not have"),
        ("forward_1:forget_gate:one:all", "cut off"),
    ],
)
def test_a_gate_that_this_network_lacks_is_refused(text, told):
    with pytest.raises(LinkError, match=told):
        read_holds(text, FORGET)


def test_a_number_that_is_none_is_out_of_every_limit():
    for said in ("nan", "inf", "33", "", "1.5"):
        with pytest.raises(LinkError, match="0–31"):
            read(f"unit:{said}", {"unit": Within(0, 31)})


@pytest.mark.parametrize("name", tasks.names())
def test_every_setting_of_every_form_travels_in_a_link(name):
    task = tasks.load(name)
    now = {setting: getattr(task.recipe, setting) for setting in settable(task)}
    assert checked(task, pairs(written(now))) == now


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"units": "5000"}, "units must be between 1 and 1024"),
        ({"cell": "transformer"}, "cell must be"),
        ({"units": "many"}, "units must be"),
        ({"steps": "999999"}, "there is not on this page"),
        ({"minutes": "1"}, "there is not on this page"),
    ],
)
def test_a_setting_of_a_link_is_checked_as_the_form_checks_it(said, told):
    with pytest.raises(UnrolledError, match=told):
        checked(tasks.load("sentiment"), said)


def test_the_knobs_of_the_labs_keep_their_own_defaults():
    for knobs in (*KNOBS.values(), *(choices(cell, 31) for cell in ("lstm", "gru", "rnn"))):
        for name, kept in knobs.items():
            if kept.default != []:  # no units: nothing to be said
                assert read(written({name: kept.default}), {name: kept.knob}) == {name: kept.default}


def test_of_units_a_link_says_those_that_there_are():
    units = choices("lstm", 31)["units"].knob
    assert read(written({"units": [2, 31]}), {"units": units}) == {"units": [2, 31]}
    assert not any(can_be_read(value, units) for value in ([], [32], [-1]))
    for said in ("", "2.", "2.32", "..", "a.1", "2.2.²"):
        with pytest.raises(LinkError):
            read(f"units:{said}", {"units": units})


def test_a_link_opens_train_with_its_settings_locked_and_a_click_frees_them(app):
    test = app(step="train", set="cell:gru,units:64")
    assert test.segmented_control(key="set-sentiment-cell").value == "gru"
    assert test.number_input(key="set-sentiment-units").value == 64
    assert test.number_input(key="set-sentiment-units").disabled
    test.button(key="free-units").click().run()
    assert not test.number_input(key="set-sentiment-units").disabled
    assert test.segmented_control(key="set-sentiment-cell").disabled and test.query_params["set"] in (
        "cell:gru",
        ["cell:gru"],
    )


def test_what_data_wrote_into_the_address_itself_binds_nobody(app):
    test = app(step="data")
    assert "example" in test.query_params["source"]
    test.segmented_control(key="source").set_value("file").run()
    assert not test.exception and test.session_state["source"] == "file" and "file" in test.query_params["source"]


def test_a_wrong_link_is_told_and_the_page_opens_as_ever(app):
    test = app(step="train", set="units:5000")
    assert "between 1 and 1024" in test.error[0].value
    assert test.number_input(key="set-sentiment-units").value == 128 and "set" not in test.query_params


def page_with_a_choice():
    from pages.ui.frame.key import Key
    from pages.ui.frame.remember import keep_in_vain, remembered, tell_in_vain

    tell_in_vain()
    remembered(Key("colour"), ["red", "blue"], "red")
    keep_in_vain()


def test_what_a_link_asks_for_in_vain_is_told_until_the_address_says_something_else():
    test = AppTest.from_function(page_with_a_choice)
    test.query_params["colour"] = "*green*"
    test.run()
    assert "“\\*green\\*” as “colour”" in test.warning[0].value and test.query_params["colour"] in ("red", ["red"])
    assert test.run().warning  # still the same address
    test.query_params["colour"] = "blue"
    assert not test.run().warning and test.session_state["colour"] == "blue"
