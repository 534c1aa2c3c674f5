"""Whole trainings of ours as a page starts them: from the click to the first step, and six short ones side by side; seconds."""

import os
import tempfile
import time
from pathlib import Path

from nlp_models import runners, tasks
from nlp_models.runners import warm
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import RunStore

ROWS, STEPS = 5_000, 60
QUIET = 1.0  # seconds without work by which a process that waits has imported all


def store(**limits):
    """A RunStore of its own, found by its trainings, too; gone with the computer's temporary files."""
    os.environ["UNROLLED_RUNS"] = tempfile.mkdtemp(prefix="unrolled-bench-")
    for name, value in limits.items():
        os.environ[Limits.__dataclass_fields__[name].metadata["variable"]] = str(value)
    return RunStore.default()


def rows(count):
    """As many rows of our own sample, each with a word more or less, so that no two are alike."""
    sample = tasks.load("sentiment").sample("en")
    texts = [f"{sample.columns['text'][n % len(sample)]} {n // len(sample)}" for n in range(count)]
    labels = [sample.columns["label"][n % len(sample)] for n in range(count)]
    return type(sample)({"text": texts, "label": labels}, sample.names)


def submitted(own, dataset, **choices):
    """A run, handed to a runner."""
    task = tasks.load("sentiment")
    run = own.create(task.name, task.recipe.changed(**choices), dataset, owner="bench")
    runners.chosen("local").submit(run)
    return run


def first_step(own, dataset):
    """Seconds from the click to the first step; the training is then cancelled."""
    began = time.perf_counter()
    run = submitted(own, dataset)
    while not run.status.step:
        time.sleep(0.01)
    seconds = time.perf_counter() - began
    run.request_cancel()
    while not run.lock_is_free():
        time.sleep(0.05)
    return seconds


def from_nothing():
    own, dataset = store(warm_minutes=0), rows(ROWS)
    return lambda: first_step(own, dataset)


def waited_for():
    own, dataset = store(warm_minutes=10), rows(ROWS)

    def turn():
        runners.chosen("local").prepare(own)
        while not (own.root / "warm.lock").exists() or not warm.is_waiting():
            time.sleep(0.05)
        until_quiet(warm.is_waiting())
        return first_step(own, dataset)

    return turn


def until_quiet(pid):
    """Returns when a process has worked for half a second, and not for a second since."""
    before = -1
    while (now := worked(pid)) != before or now < 50:
        before = now
        time.sleep(QUIET)


def worked(pid):
    """The hundredths of a second that a process has worked (Linux)."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[11:13]))


def _six(places):
    own, dataset = store(warm_minutes=0, trainings_at_once=places), rows(1_000)
    own = RunStore(own.root, Limits(runs_per_owner=1_000, waiting_per_owner=10))

    def turn():
        began = time.perf_counter()
        runs = [submitted(own, dataset, steps=STEPS, seed=seed) for seed in range(6)]
        while any(run.is_active for run in runs):
            time.sleep(0.1)
        assert all(run.status.state == "done" for run in runs)
        return time.perf_counter() - began

    return turn


def one_place():
    return _six(1)


def two_places():
    return _six(2)
