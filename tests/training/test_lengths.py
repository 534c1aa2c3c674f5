"""A training's length is its steps, whatever the clock says; the minutes of a host, or of a recipe, are only a cap on them."""

import subprocess
import sys
from contextlib import ExitStack

import pytest
from children import training as start

from nlp_models import lengths
from nlp_models.lengths import Work, cells, steps_in
from nlp_models.problems.classification.problem import Classification
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import RunStore
from nlp_models.sharing import exports
from nlp_models.training import clock
from nlp_models.training.worker import run_worker

BUSY = "while True: sum(range(10_000))"


@pytest.fixture
def recipe(tiny_recipe):
    """Sampling, hidden tokens and dropout are all at work, or the promise would be cheap."""
    return tiny_recipe.changed(length="short", minutes=None, epochs=4, units=8, token_dropout=0.1, batch_size=2)


def trained(store, recipe, dataset):
    run = store.create("sentiment", recipe, dataset, owner="local")
    assert start(run).wait() == 0, run.log_tail()
    return run


def weights(run):
    return (run.folder / "weights.safetensors").read_bytes()


def test_the_same_training_gives_the_same_weights_idle_and_beside_two_busy_processes(store, tiny_dataset, recipe):
    idle = trained(store, recipe, tiny_dataset)
    with ExitStack() as busy:
        for _ in range(2):
            child = busy.enter_context(subprocess.Popen([sys.executable, "-c", BUSY]))
            busy.callback(child.kill)
        beside = trained(store, recipe, tiny_dataset)
    assert idle.report["steps"] == beside.report["steps"] == 4 * 22
    assert weights(idle) == weights(beside) and not idle.report["cut_off"]
    assert [row["learning_rate"] for row in idle.metrics()] == [row["learning_rate"] for row in beside.metrics()]


def test_no_step_of_a_length_looks_at_the_clock(store, tiny_dataset, recipe, monkeypatch):
    """The weights of a machine a thousand times as slow."""
    quick = store.create("sentiment", recipe, tiny_dataset, owner="local")
    assert run_worker(store, quick.id) == 0
    now = [0.0]

    def slow():
        now[0] += 20.0
        return now[0]

    monkeypatch.setattr("time.monotonic", slow)
    late = store.create("sentiment", recipe, tiny_dataset, owner="local")
    assert run_worker(store, late.id) == 0
    assert weights(late) == weights(quick)


def test_the_learning_rate_knows_its_steps_from_the_first_on(store, tiny_dataset, recipe):
    run = trained(store, recipe.changed(epochs=2), tiny_dataset)
    assert run.metrics()[-1]["learning_rate"] < 1e-9
    steps, longest = run.report["steps"], recipe.learning_rate or run.report["recipe"]["learning_rate"]
    half = next(row for row in run.metrics() if row["step"] == steps // 2)
    assert half["learning_rate"] == pytest.approx(longest * 0.55, rel=0.1)  # half a cosine behind a short warm-up


@pytest.mark.parametrize("by_host", [True, False])
def test_a_cap_that_bites_ends_the_training_well_and_is_told(store, tiny_dataset, recipe, monkeypatch, by_host):
    monkeypatch.setattr(clock, "time_to_learn", lambda _minutes: 0)
    store = RunStore(store.root, Limits(max_minutes=15)) if by_host else store
    run = store.create("sentiment", recipe if by_host else recipe.changed(minutes=3), tiny_dataset, owner="local")
    assert run_worker(store, run.id) == 0
    assert run.status.state == "done" and run.report["test"]["rows"]
    assert run.report["cut_off"] == {"minutes": 15 if by_host else 3, "by_host": by_host, "step": 1, "steps": 88}
    told = lengths.cut_off(run.report["cut_off"])
    words = told.text.format(**told.values)
    assert (
        "host's limit of 15 minutes after 1 of 88 steps" if by_host else "after the 3 minutes it was given"
    ) in words


def test_what_a_cap_cut_off_is_repeated_to_its_very_step(store, tiny_dataset, recipe, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(clock, "time_to_learn", lambda _minutes: 0)
        run = store.create("sentiment", recipe, tiny_dataset, owner="local")
        assert run_worker(store, run.id) == 0
    again = store.create("sentiment", exports.repeated(run), tiny_dataset, owner="local")
    assert run_worker(store, again.id) == 0
    assert again.report["steps"] == 1 and weights(again) == weights(run)


def test_a_whole_length_is_repeated_to_the_same_weights(store, tiny_dataset, recipe):
    run = trained(store, recipe, tiny_dataset)
    assert exports.repeated(run).steps == run.report["steps"] == 88 and exports.repeated(run).stop_after is None
    again = trained(store, exports.repeated(run), tiny_dataset)
    assert weights(again) == weights(run)


def test_a_longer_length_is_never_fewer_steps_and_asked_epochs_are_the_most(tiny_dataset, tiny_recipe):
    def steps(length, epochs):
        resolved = Classification.resolved(tiny_recipe.changed(length=length, epochs=epochs), tiny_dataset)
        return Classification.length_in_steps(tiny_dataset, resolved, epoch=6)

    assert steps("short", None) < steps("medium", None) < steps("long", None)
    assert steps("short", 2) == steps("long", 2) == 12


def test_a_length_is_what_its_seconds_hold_in_whole_epochs():
    second = Work(lengths.MULTIPLICATIONS / lengths.FORTH_AND_BACK * (1 - lengths.FIXED), 0)
    assert second.seconds == pytest.approx(1)
    assert steps_in(40, second, epoch=12, longest=1000) == 36
    assert steps_in(40, second, epoch=100, longest=1000) == 40  # not even one epoch
    assert steps_in(40, second, epoch=12, longest=24) == 24
    assert steps_in(0.1, second, epoch=12, longest=24) == 1


def test_more_units_and_more_ways_are_more_work():
    one = cells("lstm", 16, 20, 128, 128)
    assert cells("lstm", 16, 20, 128, 256).seconds > one.seconds > cells("rnn", 16, 20, 128, 128).seconds
    assert cells("lstm", 16, 20, 128, 128, ways=2).positions == 2 * one.positions


def test_minutes_beside_a_length_are_a_cap_and_alone_they_are_planned(recipe):
    assert recipe.planned_minutes is None and recipe.changed(minutes=2).planned_minutes is None
    assert recipe.changed(length=None, minutes=2).planned_minutes == 2
    assert recipe.changed(length=None).planned_minutes == lengths.DEFAULT_MINUTES
