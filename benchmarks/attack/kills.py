"""Trainings killed at named points (killed_at.py), then resumed: each ends as the unbroken one, to the bit.

Beside that, the search of tests/training/test_killed.py: killed at twenty seeded steps, however its length was given.
"""

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

from children import python, training

from benchmarks.attack import Asked, Try, tried
from benchmarks.attack.killed_at import PASSED, POINTS
from benchmarks.attack.pytested import pytested
from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.runs.limits import Limits
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore

FEW = 2  # kills
TASKS = {"sentiment": "en", "tagging": "en", "next-word": "en", "translation": "en"}
ROWS = 80  # of our samples
PATIENCE = 600  # seconds
CLOCKS = (
    "seconds",
    "attempt",
    "tokens_per_second",
    "milliseconds",
    "created",
    "time",
)  # differ from training to training


def tries(asked: Asked, folder: Path) -> Iterator[Try]:
    """The tasks in turn, each at a seeded point, call and side of it."""
    os.environ |= {"UNROLLED_RUNS": str(folder / "runs"), "UNROLLED_FREE_DISK_MB": "1", "UNROLLED_NICE": "0"}
    rng, store, number = random.Random(asked.seed), RunStore(folder / "runs", Limits(10_000, 10_000, free_disk_mb=0)), 0
    for task in [*TASKS][: 1 if asked.few else None]:
        whole = created(store, task)
        passed = unbroken(whole)
        yield Try(f"{task} unbroken", "" if whole.status.state == "done" else whole.log_tail(3))
        for _ in range(FEW if asked.few else -(-asked.kills // len(TASKS))):
            point = [*POINTS][number * 7 % len(POINTS)]
            point = point if passed.get(point) else rng.choice([*passed])
            when, count = rng.choice(["before", "after"]), rng.randint(1, passed[point])
            what = f"{task} killed {when} {point}, {count} of {passed[point]}"
            number += 1
            yield tried(what, lambda at=(point, when, count), task=task, whole=whole: killed(store, task, whole, *at))
    if not asked.few:
        yield from pytested("tests/training/test_killed.py", few=asked.few, folder=folder)


def created(store: RunStore, name: str) -> Run:
    """A run of three short epochs on some rows of our sample."""
    task = tasks.load(name)
    sample = task.sample(TASKS[name])
    rows = Dataset({column: values[:ROWS] for column, values in sample.columns.items()}, sample.names)
    small = {
        "epochs": 3,
        "steps": None,
        "minutes": None,
        "length": "short",
        "units": 4,
        "embedding_size": 4,
        "bidirectional": False,
    }
    return store.create(name, task.recipe.changed(**small, batch_size=16, vocabulary_size=150), rows, owner="ann")


def unbroken(run: Run) -> dict[str, int]:
    """Train it at a stretch; gives how often it passed each point."""
    child = trained_by(run, "none", "before", 0)
    assert child.wait(PATIENCE) == 0, run.log_tail()
    return json.loads((run.folder.parent / PASSED).read_bytes())


def trained_by(run: Run, point: str, when: str, number: int):
    """A child that trains it and is killed there."""
    told = ("-m", "benchmarks.attack.killed_at", run.id, point, when, number)
    return python(*told, printed=run.folder / "log.txt")


def killed(store: RunStore, task: str, whole: Run, point: str, when: str, number: int) -> None:
    """Kill one, look at what everybody sees of it, resume it, compare."""
    run = created(store, task)
    assert trained_by(run, point, when, number).wait(PATIENCE) == -9, "it was not killed: " + run.log_tail(3)
    assert run.damage is None and run.id in [one.id for one in store.list("ann")], f"it cannot be read: {run.damage}"
    if run.status.state not in ("queued", "done"):
        run.prepare_resume()
    if run.status.state != "done":
        assert training(run).wait(PATIENCE) == 0, run.log_tail(3)
    assert run.status.state == "done", run.status
    same(run, whole)
    store.delete(run)


def same(run: Run, whole: Run) -> None:
    """The same network, scores, answers and curves."""
    for name in ("weights.safetensors", "vocabulary.json", "examples.json", "answers.json"):
        ours, theirs = ((one.folder / name) for one in (run, whole))
        assert ours.exists() == theirs.exists(), f"{name} is missing"
        assert not ours.exists() or ours.read_bytes() == theirs.read_bytes(), f"{name} differs"
    assert timeless(run.report) == timeless(whole.report), "the report differs"
    assert timeless(run.metrics()) == timeless(whole.metrics()), "the curves differ"


def timeless(value):
    """Without what a clock said."""
    if isinstance(value, dict):
        return {name: timeless(one) for name, one in value.items() if name not in CLOCKS}
    return [*map(timeless, value)] if isinstance(value, list) else value
