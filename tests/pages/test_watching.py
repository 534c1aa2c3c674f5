"""Train while a run waits, trains or was cut off: what the page says of it, and its buttons."""

import re
import time
from contextlib import ExitStack

import pytest
from conftest import REPOSITORY, as_read
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from nlp_models.messages import Message
from nlp_models.scoring.curves import NO_MEMORY
from pages.ui.frame.navigation import open_training, watched_run
from pages.ui.runs.page import row_of

METRICS = {"epoch": 1, "step": 7, "loss": 0.6, "accuracy": 0.6, "validation_loss": 0.6, "validation_accuracy": 0.6,
           "learning_rate": 0.001, "seconds": 1.0, "tokens_per_second": 9.0}  # fmt: skip


@pytest.fixture
def submit(store, tiny_dataset, tiny_recipe):
    """`submit(owner, state)`: a run of somebody whose process lives until the test ends."""
    with ExitStack() as alive:

        def submit(owner="local", state="queued", living=True, **status):
            run = store.create("sentiment", tiny_recipe, tiny_dataset, owner=owner, name="films")
            if living:
                alive.enter_context(run.hold_lock())
            run.update_status(state=state, **status)
            return run

        yield submit


@pytest.fixture
def page(store, monkeypatch):
    def page(lang="en"):
        monkeypatch.setenv("UNROLLED_VISITORS", "one")
        test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        test.switch_page("pages/sentiment.py")
        test.query_params.update({"lang": lang, "step": "train"})
        test.run()
        assert not test.exception
        return test

    return page


def words(test):
    parts = [*test.markdown, *test.caption, *test.warning, *test.error, *test.status, *test.button]
    return " | ".join(str(getattr(part, "label", "") or getattr(part, "value", "")) for part in parts)


def test_a_run_alone_in_line_gets_ready(page, submit):
    submit()
    assert re.search(r"Getting ready \(\d+ s\)", words(page())) and "in line" not in words(page())


def test_whoever_is_next_after_somebody_elses_training_sees_the_place_in_line(page, submit):
    submit(owner="somebody else", state="running")
    submit()
    assert "Waiting for its turn (number 1 in line, about 5 min)" in words(
        page()
    )  # the minutes that the other may take
    assert "차례" in words(page("ko"))


def test_the_place_in_line_counts_everybody(page, submit):
    submit(owner="somebody else", state="running")
    submit(owner="a third")
    submit()
    told = words(page())
    assert (
        "Waiting for its turn (number 2 in line, about 10 min)" in told
        and "You can close this tab; training goes on" in told
    )


def test_a_training_tells_epoch_time_left_speed_and_device(page, submit):
    run = submit(
        state="running",
        epoch=2,
        epochs=5,
        step=9,
        steps=30,
        tokens_per_second=31_234.0,
        seconds_left=80.0,
        device="NVIDIA H100 80GB HBM3",
    )
    run.append_metrics(METRICS)
    test = page()
    [line] = [as_read(bar.proto.text) for bar in test.get("progress")]
    form = r"Epoch 2/5 · step 9/30 · about (1 min )?\d+ s left · 31,234 tokens/s · NVIDIA H100 80GB HBM3"
    assert re.fullmatch(form, line)
    assert {"Stop and keep the best so far", "Cancel it"} <= {button.label for button in test.button}
    assert test.get("vega_lite_chart") or test.get("arrow_vega_lite_chart")


def test_stop_and_cancel_reach_the_run(page, submit):
    run = submit(state="running", epoch=1, epochs=5, step=9, steps=30)
    test = page()
    next(button for button in test.button if button.key == "stop").click().run()
    assert run.stop_requested and not run.cancel_requested
    next(button for button in page().button if button.key == "cancel").click().run()
    assert run.cancel_requested
    run.update_status(step=0)
    told = words(page())
    assert "Getting ready" in told and "Cancelling." in told and "Cancel it" not in told and "goes on" not in told


@pytest.mark.parametrize(("button", "told"), [("stop-job", "Stopping."), ("cancel", "Cancelling.")])
def test_what_was_asked_of_a_run_that_gets_ready_is_told(page, submit, button, told):
    submit(state="running")
    test = page()
    assert told in words(test.button(key=button).click().run()) and not test.exception


def test_an_interrupted_run_is_found_offered_and_resumed(page, submit, monkeypatch):
    started = []
    monkeypatch.setattr("nlp_models.runners.local.Local.submit", lambda self, run: started.append(run.id))
    run = submit(state="running", living=False, epoch=3, epochs=5, step=9, steps=30)
    run.append_metrics(METRICS)
    with monkeypatch.context() as patch:
        patch.setattr("nlp_models.runs.records.STALE_SECONDS", 0)
        test = page()
    assert "It was cut off at epoch 3 and can go on" in words(test)
    next(button for button in test.button if button.label == "Resume").click().run()
    assert started == [run.id] and run.status.state == "queued" and run.status.attempt == 2


def test_the_slow_first_steps_tell_what_was_expected(page, submit):
    submit(state="running", epoch=1, epochs=30, step=1, steps=210, tokens_per_second=56, started=time.time())
    line = next(iter(page().get("progress"))).proto.text
    assert re.search(r"step 1/210 · about (5 min 0|4 min \d+) s left", line)
    assert "tokens/s" not in line


def test_getting_ready_counts_its_seconds_and_promises_nothing(page, submit):
    submit(state="running", started=time.time() - 23)
    told = int(re.search(r"Getting ready \((\d+) s\)", words(page()))[1])
    assert 23 <= told < 90


def test_a_training_that_the_host_ended_says_so(page, submit):
    run = submit(living=False)
    cut = {"minutes": 15, "by_host": True, "step": 3210, "steps": 5000}
    run.append_metrics(METRICS)
    each = {"recall": 0.8, "precision": 0.8, "f1": 0.8, "rows": 50}
    scores = {
        "accuracy": 0.8,
        "accuracy_low": 0.7,
        "accuracy_high": 0.9,
        "rows": 100,
        "per_class": {"a": each, "b": each},
    }
    simple = scores | {"accuracy": 0.5, "per_class": {"a": each | {"recall": 0.0}, "b": each | {"recall": 1.0}}}
    report = {"test": scores, "baselines": {"majority": simple}, "rows": {"train": 70}, "seconds": {"all": 900}}
    run.write_json("report.json", report | {"cut_off": cut})
    run.update_status(state="done")
    test = AppTest.from_function(watched, default_timeout=60)
    test.session_state["asked"] = run.id
    told = words(test.run())
    assert "Stopped at the host's limit of 15 minutes after 3,210 of 5,000 steps" in told


def test_new_data_leads_to_the_settings_past_a_training_that_failed(page, submit):
    submit(state="failed", living=False)
    test = page()
    assert "Start training" not in words(test)
    test.segmented_control(key="step").set_value("data").run()
    next(button for button in test.button if button.label == "Train on this data").click().run()
    assert "Start training" in words(test) and not test.exception


def test_of_two_trainings_the_one_that_was_asked_for_is_shown(submit, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setattr("pages.ui.frame.key.st.session_state", {})
    task = tasks.load("sentiment")
    first, second = submit(state="running"), submit()
    assert watched_run(task).id == first.id
    open_training(task, second)  # from Runs, or started in another tab
    assert watched_run(task).id == second.id
    second.update_status(state="done")
    assert watched_run(task).id == first.id  # which still trains


def test_new_data_does_not_hide_a_training_that_still_runs(page, submit):
    submit(state="running")
    test = page()
    test.segmented_control(key="step").set_value("data").run()
    next(button for button in test.button if button.label == "Train on this data").click().run()
    assert "Start training" not in words(test) and "You can close this tab" in words(test)


def test_a_training_out_of_memory_offers_fewer_units_on_runs_too(page, submit, tiny_recipe):
    run = submit(
        state="failed",
        living=False,
        message=Message("It ran out of memory; fewer units or a smaller batch may fit.", code=NO_MEMORY).as_dict(),
    )
    label = f"Train with {tiny_recipe.units // 2} units"
    assert label in words(page())
    test = AppTest.from_function(runs_details, default_timeout=60)
    test.session_state["asked"] = run.id
    assert label in words(test.run())


def test_a_run_without_a_score_shows_how_it_ended_in_the_list_of_runs(submit):
    assert row_of(submit(state="failed", living=False), 1.0)["score"] == "! Failed"


def watched():
    import streamlit as st

    from nlp_models import tasks
    from nlp_models.runs.store import RunStore
    from pages.ui.train.watch import watch

    st.session_state.setdefault("lang", "en")
    watch(tasks.load("sentiment"), RunStore.default().get(st.session_state.asked, "local"))


def runs_details():
    import streamlit as st

    from nlp_models.runs.store import RunStore
    from pages.ui.runs.details import details

    st.session_state.setdefault("lang", "en")
    details(RunStore.default().get(st.session_state.asked, "local"))
