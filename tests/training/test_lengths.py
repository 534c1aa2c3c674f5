"""A training's length is its steps, whatever the clock says; the minutes of a host, or of a recipe, are only a cap on them."""

import math
import subprocess
import sys
from contextlib import ExitStack

import pytest
from conftest import recipe_of_two, tiny_rows

from nlp_models import lengths
from nlp_models.datasets.dataset import Dataset
from nlp_models.lengths import Work, cells, steps_in
from nlp_models.messages import render
from nlp_models.problems.classification.problem import Classification
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import RunStore
from nlp_models.sharing import exports
from nlp_models.training import clock, loop
from nlp_models.training.worker import run_worker

BUSY = "while True: sum(range(10_000))"
STEPS = 4 * 22


@pytest.fixture(scope="module")
def recipe():
    """Sampling, hidden tokens and dropout are all at work, or the promise would be cheap."""
    return recipe_of_two().changed(length="short", minutes=None, epochs=4, units=8, token_dropout=0.1, batch_size=2)


@pytest.fixture(autouse=True)
def _traced_before(traced_before):
    """But `whole`, a network of its own, every training here has the same, which is traced once."""


@pytest.fixture(scope="module")
def whole(recipe, tmp_path_factory):
    """A training that nothing disturbed."""
    texts, labels = tiny_rows()
    return trained(RunStore(tmp_path_factory.mktemp("whole")), recipe, Dataset({"text": texts, "label": labels}))


def trained(store, recipe, dataset):
    run = store.create("sentiment", recipe, dataset, owner="local")
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run


def weights(run):
    return (run.folder / "weights.safetensors").read_bytes()


def test_the_same_training_gives_the_same_weights_beside_two_busy_processes(
    store, tiny_dataset, recipe, whole, monkeypatch
):
    begun, one_step = [], loop.Training.one_step

    def beside_two(self, batch):
        measured = one_step(self, batch)
        while len(begun) < 2:  # from the first step on, which is traced: that computes nothing
            begun.append(busy.enter_context(subprocess.Popen([sys.executable, "-c", BUSY])))
            busy.callback(begun[-1].kill)
        return measured

    monkeypatch.setattr(loop.Training, "one_step", beside_two)
    with ExitStack() as busy:
        beside = trained(store, recipe, tiny_dataset)
    assert len(begun) == 2
    assert whole.report["steps"] == beside.report["steps"] == STEPS and weights(whole) == weights(beside)
    assert not whole.report["cut_off"] and not beside.report["cut_off"]


def test_no_step_of_a_length_looks_at_the_clock(store, tiny_dataset, recipe, whole, monkeypatch):
    """The weights of a machine a thousand times as slow."""
    now = [0.0]

    def slow():
        now[0] += 20.0
        return now[0]

    monkeypatch.setattr("time.monotonic", slow)
    assert weights(trained(store, recipe, tiny_dataset)) == weights(whole)


def test_the_learning_rate_knows_its_steps_from_the_first_on(whole):
    rates, highest = [row["learning_rate"] for row in whole.metrics()], whole.report["recipe"]["learning_rate"]
    assert rates[-1] < 1e-9
    warm_up = STEPS // 10
    half = 0.5 * (1 + math.cos(math.pi * (STEPS // 2 - warm_up) / (STEPS - warm_up)))
    assert rates[1] == pytest.approx(half * highest)  # after two epochs of four


@pytest.mark.parametrize("by_host", [True, False])
def test_a_cap_that_bites_ends_the_training_well_is_told_and_repeated(
    store, tiny_dataset, recipe, monkeypatch, by_host
):
    store = RunStore(store.root, Limits(max_minutes=15)) if by_host else store
    with monkeypatch.context() as patch:
        patch.setattr(clock, "time_to_learn", lambda _minutes, _end: 0)
        run = trained(store, recipe if by_host else recipe.changed(minutes=3), tiny_dataset)
    assert run.status.state == "done" and run.report["test"]["rows"]
    assert run.report["cut_off"] == {"minutes": 15 if by_host else 3, "by_host": by_host, "step": 1, "steps": STEPS}
    told = render(lengths.cut_off(run.report["cut_off"]))
    assert ("host's limit of 15 minutes after 1 of 88 steps" if by_host else "after the 3 minutes it was given") in told
    again = exports.repeated(run)
    assert (again.steps, again.stop_after) == (STEPS, 1)
    if by_host:
        assert weights(trained(store, again, tiny_dataset)) == weights(run)


def test_a_whole_length_is_repeated_to_the_same_weights(store, tiny_dataset, whole):
    again = exports.repeated(whole)
    assert again.steps == STEPS and again.stop_after is None
    assert weights(trained(store, again, tiny_dataset)) == weights(whole)


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
