"""How long a training takes on this computer, learned from those that ended here.

    speed.estimated(store, task, recipe, dataset)     # seconds from the click to the score
    speed.lengths_of(task.kind, recipe, dataset)       # {"short": Plan(steps, work), ...}

Every training that ends writes a line into `speed-HOST.jsonl` beside the runs: the kind of problem, cell and size, how many
times as long as on the machine of `lengths.py` its steps took, and the seconds it took to get ready and to score. The estimate
of the next one is the median of the last lines that are most like it: the same kind, cell and size, else the same kind and
cell, the same kind, any. So one training beside a busy neighbour changes little, and a new machine is known after one training.
A fresh host, of which nothing is known, counts as a slow one: FRESH. Nothing that is learned depends on any of this.
"""

import json
import math
import platform
import re
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from nlp_models.datasets.dataset import MAX_TEST, MAX_VALIDATION, Dataset
from nlp_models.files import write_aside
from nlp_models.lengths import LENGTHS, PASSES, Work, steps_in
from nlp_models.problems.problem import Problem
from nlp_models.recipe import MOST_EPOCHS, Recipe
from nlp_models.runs.store import RunStore
from nlp_models.tasks import Task

KEPT, USED = 200, 9  # lines in the file, lines of the most like that count
SIZES = (64, 128, 256, 512)  # units: of two networks between two of these, speed is alike


@dataclass(frozen=True)
class Speed:
    """Seconds until the first step, times the seconds of a step in `lengths.py`, seconds of the end; how well known."""

    ready: float
    times: float
    end: float
    measured: bool = True

    def seconds(self, steps: float, work: Work) -> float:
        """What so many steps of this work take, from the click to the score."""
        return self.ready + steps * self.times * work.seconds + self.end


FRESH = Speed(ready=10, times=1.5, end=8, measured=False)


@dataclass(frozen=True)
class Plan:
    """About how many steps a training has, and the Work of one."""

    steps: int
    work: Work


def lengths_of(kind: type[Problem], recipe: Recipe, dataset: Dataset) -> dict[str | None, Plan]:
    """A Plan of each length, and of all epochs under None. Nothing is split or encoded, so that a page may ask at any click."""
    training = _about_training(dataset, recipe)
    resolved = kind.resolved(recipe.changed(length="short"), training)
    work, epoch = kind.work(training, resolved), max(1, kind.about_steps(training, resolved))
    unplanned = kind.resolved(recipe.changed(length=None), training).epochs
    assert resolved.epochs and unplanned
    steps: dict[str | None, int] = {None: unplanned * epoch}
    for name in LENGTHS:
        longest = epoch * (recipe.epochs or min(MOST_EPOCHS, PASSES[name] * resolved.epochs))
        steps[name] = steps_in(kind.LENGTHS[name], work, epoch, longest)
    return {name: Plan(recipe.steps or count, work) for name, count in steps.items()}


def epoch_of(kind: type[Problem], recipe: Recipe, dataset: Dataset) -> int:
    """About how many steps an epoch has."""
    training = _about_training(dataset, recipe)
    return max(1, kind.about_steps(training, kind.resolved(recipe, training)))


def estimated(store: RunStore, task: Task, recipe: Recipe, dataset: Dataset) -> float:
    """Seconds that a training will take here, from its turn to its score; never more than the minutes it may take."""
    plan = lengths_of(task.kind, recipe, dataset)[recipe.length]
    seconds = here(store, task.problem, recipe).seconds(plan.steps, plan.work)
    own = recipe.planned_minutes or (recipe.minutes if recipe.length and not recipe.steps else None)
    return min(seconds, 60 * min(store.limits.max_minutes, own or math.inf))


def _about_training(dataset: Dataset, recipe: Recipe) -> Dataset:
    """About as many rows as there will be to learn from, where the file does not mark them."""
    parts = dataset.columns.get("part") or []
    training = dataset.part("train") if parts else dataset
    rows = float(len(training))
    for name, share, most in (
        ("test", recipe.test_share, MAX_TEST),
        ("validation", recipe.validation_share, MAX_VALIDATION),
    ):
        rows -= 0 if name in parts else min(most, share * rows)
    return training.head(max(1, round(rows)))


def here(store: RunStore, kind: str, recipe: Recipe) -> Speed:
    """The Speed of this computer for a kind of problem and a recipe."""
    lines, own = _lines(_file(store)), _like(kind, recipe)
    for names in (("kind", "cell", "size"), ("kind", "cell"), ("kind",), ()):
        alike = [line for line in lines if all(line[name] == own[name] for name in names)][-USED:]
        if alike:
            return Speed(*(median(line[name] for line in alike) for name in ("ready", "times", "end")))
    return FRESH


def remember(store: RunStore, kind: str, recipe: Recipe, ready: float, times: float, end: float) -> None:
    """Keep what a training took that has just ended."""
    file = _file(store)
    line = _like(kind, recipe) | {"ready": round(ready, 2), "times": round(times, 4), "end": round(end, 2)}
    with store.locked():
        lines = [*_lines(file), line][-KEPT:]
        write_aside(file, "".join(json.dumps(one) + "\n" for one in lines).encode())


def _like(kind: str, recipe: Recipe) -> dict[str, Any]:
    size = sum(recipe.units > size for size in SIZES)
    return {"kind": kind, "cell": "window" if recipe.fixed_window else recipe.cell, "size": size}


def _file(store: RunStore) -> Path:
    host = re.sub(r"[^A-Za-z0-9.-]", "_", platform.node()) or "here"  # a folder of runs may be shared by several
    return store.root / f"speed-{host[:80]}.jsonl"


def _lines(file: Path) -> list[dict[str, Any]]:
    """The lines that can be read; nothing is lost with the others but an estimate."""
    if not file.exists():
        return []
    return [line for line in map(_parsed, file.read_text("utf-8").splitlines()) if line]


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
        numbers = all(0 <= float(line[name]) < 1e6 for name in ("ready", "times", "end"))
        return line if numbers and {"kind", "cell", "size"} <= line.keys() else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
