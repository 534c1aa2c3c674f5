"""What is said of a curve follows from stated rules on losses and scores; and the change offered is a recipe that holds."""

import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import REPOSITORY

from nlp_models.errors import RunError
from nlp_models.messages import Message, render
from nlp_models.problems.captioning.problem import Captioning
from nlp_models.recipe import Recipe
from nlp_models.runners import local
from nlp_models.scoring import curves
from nlp_models.scoring.curves import read_curves
from nlp_models.training.progress import Progress

RECIPE = Recipe.make(minutes=1)


def curve(losses, held, scores, seconds=10, rate=0.001):
    rows = zip(losses, held, scores, strict=True)
    return [
        {
            "epoch": n,
            "loss": loss,
            "validation_loss": low,
            "accuracy": min(1, 1.2 - loss),
            "validation_accuracy": score,
            "learning_rate": rate,
            "seconds": seconds,
        }
        for n, (loss, low, score) in enumerate(rows, 1)
    ]


HEALTHY = curve(
    [0.69, 0.5, 0.4, 0.35, 0.33, 0.32], [0.6, 0.5, 0.45, 0.43, 0.425, 0.424], [0.6, 0.75, 0.8, 0.81, 0.82, 0.82]
)
IMPROVING = curve([0.69, 0.6, 0.5, 0.4], [0.68, 0.6, 0.52, 0.45], [0.55, 0.65, 0.75, 0.8])
MEMORISING = curve([0.7, 0.4, 0.2, 0.1, 0.05], [0.6, 0.5, 0.6, 0.8, 1.1], [0.6, 0.78, 0.77, 0.76, 0.76])
STUCK = curve([0.693, 0.693, 0.692, 0.6915], [0.693, 0.693, 0.693, 0.693], [0.5, 0.505, 0.5, 0.51])
WILD = curve([0.7, 0.9, 0.5, 0.95, 0.6], [0.7, 0.8, 0.6, 0.9, 0.65], [0.6, 0.5, 0.65, 0.5, 0.6])


def kinds(metrics, recipe=RECIPE, finished=True):
    return [reading.kind for reading in read_curves(metrics, recipe, finished)]


def change(metrics, kind, recipe=RECIPE):
    return next(reading.change for reading in read_curves(metrics, recipe, True) if reading.kind == kind)


@pytest.mark.parametrize(
    ("metrics", "found"),
    [
        (HEALTHY, ["best"]),
        (IMPROVING, ["improving", "best"]),
        (MEMORISING, ["memorising", "best"]),
        (STUCK, ["stuck", "best"]),
        (WILD, ["wild", "best"]),
    ],
)
@pytest.mark.parametrize("finished", [True, False])
def test_each_curve_says_what_it_shows_and_nothing_else(metrics, found, finished):
    assert kinds(metrics, finished=finished) == found


def test_nothing_is_said_before_there_is_a_curve():
    assert kinds([]) == []
    assert kinds(STUCK[:2], finished=False) == ["best"]
    assert kinds(IMPROVING[:2], finished=True) == ["improving", "best"]  # time was up after two epochs


def test_the_best_epoch_is_the_one_that_is_kept():
    best = read_curves(MEMORISING, RECIPE, True)[-1].message
    assert render(best) == "Epoch 2 was the best: 78.0\u00a0% right on sentences set aside."
    words = read_curves(MEMORISING, RECIPE, True, Captioning.HELD_OUT)[-1].message
    assert "78.0\u00a0% of the next words right" in render(words)  # no caption was
    tie = curve([0.5, 0.4, 0.3], [0.5, 0.4, 0.45], [0.7, 0.8, 0.8])
    assert read_curves(tie, RECIPE, True)[-1].message.values["epoch"] == 2  # of equals the lower loss


def test_a_rising_loss_is_no_memorising_while_the_score_still_rises():
    surer = curve([0.7, 0.4, 0.2, 0.1, 0.05], [0.6, 0.5, 0.55, 0.6, 0.7], [0.6, 0.7, 0.75, 0.8, 0.82])
    assert kinds(surer) == ["best"]


def test_memorising_is_told_from_the_last_epoch_that_helped():
    later = curve([0.7, 0.4, 0.2, 0.1, 0.05], [0.6, 0.5, 0.55, 0.6, 0.7], [0.6, 0.7, 0.75, 0.74, 0.74])
    assert read_curves(later, RECIPE, True)[0].message.values == {"epoch": 3}


def test_memorising_is_told_from_the_turn_and_not_from_a_late_best_epoch_that_hardly_gained():
    losses = [0.7, 0.5, 0.3, 0.2, *(0.2 / n for n in range(2, 26))]
    held_out = [0.6, 0.5, 0.45, 0.42, *(0.42 + 0.02 * n for n in range(1, 25))]
    scores = [
        0.6,
        0.7,
        0.78,
        0.815,
        *[0.81] * 21,
        0.825,
        0.82,
        0.82,
    ]  # the kept one is epoch 26, half a point over epoch 4
    memorising, best = read_curves(curve(losses, held_out, scores), RECIPE, True)
    assert (memorising.kind, memorising.message.values) == ("memorising", {"epoch": 4})
    assert best.message.values["epoch"] == 26


def test_a_flat_loss_is_not_stuck_while_the_score_rises():
    assert "stuck" not in kinds(curve([0.69] * 3, [0.69] * 3, [0.5, 0.55, 0.6]))


def test_a_loss_that_only_rises_is_wild():
    assert kinds(curve([0.7, 0.9, 1.3], [0.7, 1.0, 1.4], [0.6, 0.55, 0.5]))[0] == "wild"


def test_what_helps_is_four_times_the_minutes_or_twice_the_epochs_where_time_was_left():
    assert change(IMPROVING, "improving") == {"minutes": 4}
    assert change(curve([0.69, 0.6, 0.5], [0.68, 0.6, 0.5], [0.5, 0.6, 0.7], seconds=1), "improving") == {"epochs": 6}
    assert change(IMPROVING, "improving", Recipe.make(steps=100, stop_after=40)) == {"steps": 200, "stop_after": None}


def test_what_helps_a_length_is_the_next_longer_one():
    for length, longer in (("short", "medium"), ("medium", "long")):
        recipe = Recipe.make(length=length, epochs=3, minutes=2)
        assert change(IMPROVING, "improving", recipe) == {"length": longer, "epochs": None, "minutes": None}
    [improving, _] = read_curves(IMPROVING, Recipe.make(length="long"), True)
    assert improving.change == {} and improving.remedy is None


def test_what_helps_is_a_third_or_three_times_the_learning_rate_that_was_used():
    assert change(WILD, "wild") == {"learning_rate": 0.00033}
    assert change(STUCK, "stuck") == {"learning_rate": 0.003}
    assert change(STUCK, "stuck", Recipe.make(learning_rate=0.02)) == {"learning_rate": 0.06}
    assert change(STUCK, "stuck", Recipe.make(cell="rnn")) == {"cell": "gru"}


def test_what_helps_against_memorising_is_dropout_and_at_last_fewer_units():
    assert change(MEMORISING, "memorising") == {"dropout": 0.7, "embedding_dropout": 0.5}
    assert change(MEMORISING, "memorising", Recipe.make(dropout=0.9)) == {"units": 64}


@pytest.mark.parametrize("metrics", [IMPROVING, MEMORISING, STUCK, WILD])
@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(),
        Recipe.make(minutes=1440, learning_rate=1, dropout=0.9, embedding_dropout=0.9, units=1, epochs=500),
        Recipe.make(minutes=0.05, learning_rate=1e-6, dropout=0, embedding_dropout=0),
        Recipe.make(steps=10_000_000, cell="rnn"),
    ],
)
def test_every_change_is_a_recipe_within_its_bounds(metrics, recipe):
    for reading in read_curves(metrics, recipe, True):
        assert recipe.changed(**reading.change)


def test_a_failure_that_another_recipe_mends_offers_it():
    for code, change in [(curves.NO_NUMBER, {"learning_rate": 0.00033}), (curves.NO_MEMORY, {"units": 64})]:
        told = Message.from_dict(Message("In whatever words.", code=code).as_dict())  # as status.json keeps it
        assert curves.read_failure(told, RECIPE, []).change == change
    assert curves.read_failure(Message("The disk is full."), RECIPE, []) is None
    assert curves.read_failure(None, RECIPE, []) is None


# how far a run is


def test_the_score_told_is_that_of_the_best_epoch(store, tiny_dataset, tiny_recipe):
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local")
    progress = Progress(run, "CPU")
    for epoch, (score, best) in enumerate([(0.7, 1), (0.9, 2), (0.6, 2)], 1):
        progress.begin(epoch, 3, 0, 9)
        progress.end(score, best)
    assert (run.status.score, run.status.best_epoch) == (0.9, 2)


# a training that does not hear

DEAF = """
import os, sys, time
from nlp_models.runs.store import RunStore
run = RunStore.default().open(sys.argv[1])
with run.hold_lock():
    (run.folder / "pid").write_text(str(os.getpid()))
    run.update_status(state="running")
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def run(store, tiny_dataset, tiny_recipe):
    return store.create("sentiment", tiny_recipe, tiny_dataset, owner="local")


@pytest.fixture
def deaf(run):
    command = [sys.executable, "-c", DEAF, run.id]
    child = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.wait()


def test_a_training_that_hangs_is_ended_by_force_and_is_then_cancelled(run, deaf):
    assert not local.hangs(run)
    run.request_cancel()
    assert not local.hangs(run)  # it may just be busy with a batch
    long_ago = time.time() - 31
    os.utime(run.folder / "cancel", (long_ago, long_ago))
    assert local.hangs(run)
    local.end(run)
    assert deaf.wait(timeout=5) == -signal.SIGKILL
    assert run.status.state == "cancelled" and not local.hangs(run)
    run.prepare_resume()


def test_a_foreign_process_is_never_killed(run, deaf):
    foreign = subprocess.Popen(["sleep", "30"], start_new_session=True)
    try:
        for pid in (str(foreign.pid), "1", "0", "-1", "", "me"):
            (run.folder / "pid").write_text(pid)
            with pytest.raises(RunError, match="no training of this run on this computer to end"):
                local.end(run)
        assert foreign.poll() is None and deaf.poll() is None
    finally:
        foreign.kill()
        foreign.wait()


def test_where_there_is_no_proc_the_command_line_comes_from_ps(run, deaf, monkeypatch):
    assert run.id in local.command_line(deaf.pid)
    monkeypatch.setattr(local, "PROCESSES", run.folder / "nothing here")
    assert run.id in local.command_line(deaf.pid)


def test_nothing_is_killed_once_the_lock_is_free(run):
    (run.folder / "pid").write_text(str(os.getpid()))
    with pytest.raises(RunError, match="no training of this run"):
        local.end(run)


def test_somebody_elses_training_is_not_ours_to_end(store, run, deaf):
    store.share(run, True)
    with pytest.raises(RunError, match="Only the person who started"):
        local.end(store.get(run.id, "somebody else"))
    assert deaf.poll() is None
