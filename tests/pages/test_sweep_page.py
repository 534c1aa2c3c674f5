"""Several settings on Train: the form, a sweep that goes on, what came of one, and its one line on Runs."""

import pytest
from conftest import REPOSITORY, as_read, opened_page
from fake_trials import EPOCHS, FakeRunner, begun, driven
from streamlit.testing.v1 import AppTest

from nlp_models.runs.store import RunStore
from nlp_models.sweeps import sweep as sweeps
from pages.ui.sweep import starting


@pytest.fixture(autouse=True)
def _one_visitor(monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")


def words(test):
    parts = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.warning, *test.error, *test.button]
    return as_read(" ".join(str(getattr(part, "label", "") or getattr(part, "value", "")) for part in parts)).replace(
        "\\", ""
    )


def click(test, label):
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception


def test_the_form_is_a_quiet_button_starts_what_it_says_and_its_winner_is_the_pages_network(
    store, tiny_folder, monkeypatch
):
    started = []
    monkeypatch.setattr(starting, "start", started.append)
    monkeypatch.setenv("UNROLLED_MAX_MINUTES", "1")
    test = opened_page("sentiment", step="train")
    click(test, "Try several settings")
    assert (
        "12 trials: about" in words(test)
        and "All trials together may take 60 s here" in words(test)
        and "Back to one training" in words(test)
    )
    numbers = {number.label: number for number in test.number_input}
    assert (numbers["Units: lowest"].value, numbers["Trials"].value) == (32, 12)
    numbers["Units: lowest"].set_value(300).run()
    assert "upside down" in words(test) and not started
    next(number for number in test.number_input if number.label == "Units: lowest").set_value(16)
    next(number for number in test.number_input if number.label == "Trials").set_value(5).run()
    click(test, "Start the trials")
    (sweep,) = started
    plan = sweeps.get(store, sweep.id, "local").study.plan
    assert plan.trials == 5 and [*plan.space] == ["cell", "units", "learning_rate"] and plan.space["units"].low == 16
    assert test.query_params["sweep"] in (sweep.id, [sweep.id])
    assert sweep.group.runs[0].about.trial and sweep.group.runs[0].recipe.length == "short"
    ended = driven(sweep, FakeRunner(tiny_folder), monkeypatch)
    other = opened_page("sentiment", step="try")  # in another tab, or on another day
    assert other.query_params["run"] in (ended.winner.id, [ended.winner.id])


def test_what_came_of_it_is_told_used_and_deleted_on_runs(store, tiny_dataset, tiny_folder, monkeypatch):
    sweep = driven(begun(store, tiny_dataset, trials=12), FakeRunner(tiny_folder), monkeypatch)
    test = opened_page("sentiment", step="train", sweep=sweep.id)
    said = words(test)
    assert f"The best of 12 trials is number {sweep.study.best + 1}: GRU, units" in said and "on rows set aside" in said
    assert "tells the better trials from the others most clearly" in said and "partly lucky" in said
    assert len(test.dataframe[0].value) == 12 and "given up after epoch" in str(test.dataframe[0].value)
    click(test, "Use this network")
    assert test.query_params["run"] in (sweep.winner.id, [sweep.winner.id])
    runs = AppTest.from_file(str(REPOSITORY / "pages" / "runs.py"), default_timeout=60)
    runs.session_state["lang"], runs.session_state["framed"] = "en", True
    runs.session_state["chosen-runs"] = [sweep.id]
    runs.run()
    assert not runs.exception and list(runs.dataframe[0].value["name"]) == ["tiny (12 trials)"]
    assert "is the best so far" in words(runs) and "given up early" in words(runs)  # under its chart
    assert "Sentiment · cell, units" in words(runs)
    click(runs, "Delete")
    assert not RunStore.default().folders()


def test_one_that_goes_on_and_one_that_was_cut_off_say_so(store, tiny_dataset):
    sweep = begun(store, tiny_dataset)
    test = opened_page("sentiment", step="train")
    assert "It was cut off after 0 trials and goes on to the same ones." in words(test) and "Resume" in words(test)
    with sweep.lock():
        run = sweep.group.runs[0]
        run.update_status(state="running", step=3, steps=9, epoch=1, epochs=EPOCHS)
        test = opened_page("sentiment", step="train")
        assert "0 of 6 trials have ended · trial 1: epoch 1/4" in as_read(next(iter(test.get("progress"))).text)
        assert "Stop and keep the best" in words(test)
        click(test, "Stop and keep the best")
        assert sweep.stop_requested and "the best network so far is finished" in words(test)
        other = opened_page("sentiment", step="try")
        click(other, "Trying settings")
        assert other.query_params["step"] in ("train", ["train"])
    lost = opened_page("sentiment", step="train", sweep="0" * 26)
    assert "no such group" in words(lost) and "Start training" in words(lost)
