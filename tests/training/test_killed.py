"""What fixes a training's length is on disk before it counts: killed wherever, it ends at the same step, with the same network."""

import os
import random

import pytest
from conftest import recipe_of_two

from nlp_models.runs.limits import Limits
from nlp_models.runs.store import RunStore
from nlp_models.training import loop, schedule
from nlp_models.training.worker import run_worker

SECONDS = 0.2  # a step
EPOCH = 22  # steps
SEARCHING = os.environ.get("HYPOTHESIS_PROFILE", "suite") != "suite"  # make search
# one after the other; while steps are timed, and after the minutes became steps
KILLED_AT = sorted(random.Random(17).sample(range(1, 71), 20)) if SEARCHING else [30, 60]
KINDS = {"minutes": {"minutes": 0.5}}
if SEARCHING:
    KINDS |= {
        "length": {"length": "short"},
        "minutes of a length": {"length": "short", "minutes": 0.5},
        "steps": {"steps": 100},
    }


class Killed(BaseException):
    """As a kill would end it: nothing after it runs."""


@pytest.fixture(autouse=True)
def _traced_before(traced_before):
    """That a network goes on alike from its files is shown in test_training.py, by processes of their own."""


@pytest.fixture
def clock(monkeypatch):
    """A clock of steps: each takes as long as the last one. `clock.kill_at` ends the process after that step."""

    class Clock:
        now, kill_at, seconds = 1000.0, None, SECONDS

    clock, one_step = Clock(), loop.Training.one_step

    def timed(self, batch):
        measured = one_step(self, batch)
        clock.now += clock.seconds
        if self.step + 1 == clock.kill_at:
            raise Killed
        return measured

    monkeypatch.setattr("time.monotonic", lambda: clock.now)
    monkeypatch.setattr(
        "nlp_models.runs.speed.remember", lambda *_: None
    )  # of the end the second run knows no more than the first
    monkeypatch.setattr(loop.Training, "one_step", timed)
    return clock


def killed(run):
    """As a process that is killed, and the run then resumed."""
    with pytest.raises(Killed):
        run_worker(run.store, run.id)
    run.prepare_resume()


def trained(store, dataset, recipe, clock, kills=()):
    run = store.create("sentiment", recipe, dataset, owner="local")
    for clock.kill_at in kills:
        killed(run)
    clock.kill_at = None
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run


@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_seeded_steps_it_plans_and_ends_as_the_unbroken_one(store, tiny_dataset, clock, kind):
    recipe = recipe_of_two().changed(**{"minutes": None, "epochs": 20, "patience": 20, "batch_size": 2} | KINDS[kind])
    whole = trained(store, tiny_dataset, recipe, clock)
    broken = trained(store, tiny_dataset, recipe, clock, KILLED_AT)
    assert whole.report["steps"] > max(KILLED_AT) and broken.report["steps"] == whole.report["steps"]
    assert broken.report["cut_off"] == whole.report["cut_off"]
    weights = [(run.folder / "weights.safetensors").read_bytes() for run in (whole, broken)]
    assert weights[0] == weights[1]
    if recipe.minutes:
        assert SECONDS * whole.report["steps"] <= 60 * recipe.minutes


def test_minutes_that_are_over_before_a_step_is_timed_are_kept_and_end_alike(store, tiny_dataset, clock):
    clock.seconds = 0.71  # 38 steps in the 27 s of half a minute
    recipe = recipe_of_two().changed(minutes=0.5, epochs=20, patience=20, batch_size=2)
    cut = trained(store, tiny_dataset, recipe, clock, [25]).report["cut_off"]
    assert cut == {"minutes": 0.5, "by_host": False, "step": 38, "steps": 20 * EPOCH}


def test_the_hosts_minutes_are_counted_over_all_attempts_and_end_it_once(store, tiny_dataset, clock, monkeypatch):
    store, clock.seconds = RunStore(store.root, Limits(max_minutes=1)), 0.5
    recipe = recipe_of_two().changed(minutes=None, length="short", epochs=20, patience=20, batch_size=2)
    run = store.create("sentiment", recipe, tiny_dataset, owner="local")
    clock.kill_at = 3 * EPOCH + 1  # three epochs are kept
    killed(run)
    clock.kill_at = None
    with monkeypatch.context() as patch:
        patch.setattr(loop, "finish", lambda *_: (_ for _ in ()).throw(Killed))
        killed(run)
    cut, clock.now = schedule.kept(run).cut, clock.now + 1000
    assert cut["by_host"] and cut["minutes"] == 1 and 36 < 0.5 * cut["step"] < 60
    assert run_worker(store, run.id) == 0
    assert run.report["steps"] == cut["step"] and run.report["cut_off"] == cut
