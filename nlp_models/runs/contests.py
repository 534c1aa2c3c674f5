"""What a race compares: lists of recipe changes, and the members of a group that all get the same steps or the same time.

    members = contestants(store, task, task.recipe, CELLS, dataset, Budget(length="short"), seeds=3)
    group = groups.create(store, task.name, members, dataset, owner=visitor, name="Reviews", equal="steps")

The rows, the split and every other setting are the same. Steps of all are known before the first one is taken, also where
the time is to be equal: as many as fit into it on this computer, or, of a length, on the machine of lengths.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from typing import Any

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RecipeError
from nlp_models.lengths import steps_in
from nlp_models.problems.problem import Problem
from nlp_models.recipe import Recipe, is_korean, written
from nlp_models.runs import speed
from nlp_models.runs.groups import Equal, Member
from nlp_models.runs.store import RunStore
from nlp_models.tasks import Task

Changes = Mapping[str, Any]
SEEDS = (1, 3)
WINDOW: Changes = {"fixed_window": 4}  # as many as a 5-gram; beside the cells, of a kind that has it
# by the setting that they change; what a kind has not is left out
OPTIONS: dict[str, tuple[Any, ...]] = {
    "cell": ("rnn", "lstm", "gru"),
    "tokenizer": ("word", "subword", "character", "jamo", "morpheme"),
    "attention": (True, False),
    "crf": ("yes", "no"),
    "characters": ("convolution", "none"),
    "bidirectional": (True, False),
    "pooling": ("last", "mean", "max", "attention"),
    "spelling": ("yes", "no"),
    "embeddings": ("learned", "frozen"),
}


@dataclass(frozen=True)
class Budget:
    """What each contestant has: so many steps, so many seconds here, or a length; `equal` says of what all get the same."""

    length: str = "short"
    equal: Equal = "steps"
    steps: int | None = None
    seconds: float | None = None


def comparable(kind: type[Problem], texts: Sequence[str]) -> dict[str, list[Changes]]:
    """What can be compared on these rows: setting -> the changes of each contestant."""
    options = {name: values for name, values in OPTIONS.items() if name == "cell" or name in kind.SETTINGS}
    if "tokenizer" in options:
        options["tokenizer"] = tuple(kind for kind in options["tokenizer"] if _can_cut(kind, texts))
    several = {name: values for name, values in options.items() if len(values) > 1}
    changes: dict[str, list[Changes]] = {name: [{name: value} for value in several[name]] for name in several}
    if set(WINDOW) <= set(kind.SETTINGS):
        changes["cell"].append(WINDOW)
    return changes


def crossed(options: Mapping[str, Sequence[Any]]) -> list[Changes]:
    """Every choice of one setting with every choice of the others.

    >>> crossed({"cell": ["rnn", "gru"], "units": [8]})
    [{'cell': 'rnn', 'units': 8}, {'cell': 'gru', 'units': 8}]
    """
    return [dict(zip(options, values, strict=True)) for values in product(*options.values())]


def contestants(
    store: RunStore,
    task: Task,
    base: Recipe,
    changes: Sequence[Changes],
    dataset: Dataset,
    budget: Budget,
    seeds: int = 1,
) -> list[Member]:
    """A Member for each change and seed, the first seed of all first. DataError or RecipeError where it cannot be."""
    task.kind.check(dataset)
    if len(changes) < 2:
        raise RecipeError("A comparison needs two contestants at least.")
    recipes = [base.changed(**one) for one in changes]
    if len({recipe.model_dump_json() for recipe in recipes}) < len(recipes):
        raise RecipeError("Two of these contestants are the same.")
    planned = [
        _changed(recipe, steps, budget)
        for recipe, steps in zip(recipes, _steps(store, task, recipes, dataset, budget), strict=True)
    ]
    return [
        Member(_typed(one, own), own, speed.estimated(store, task, own, dataset))
        for number in range(seeds)
        for one, own in zip(changes, (recipe.changed(seed=base.seed + number) for recipe in planned), strict=True)
    ]


def _changed(recipe: Recipe, steps: int | None, budget: Budget) -> Recipe:
    fixed = {"steps": steps} if steps else {}
    return recipe.changed(length=budget.length, minutes=None, patience=100, **fixed)


def _typed(changes: Changes, recipe: Recipe) -> dict[str, Any]:
    """The changes by the recipe's own names and in its types, however they were written."""
    fields = [name for name in Recipe.model_fields if {name, written(name)} & changes.keys()]
    return {name: getattr(recipe, name) for name in fields}


def _steps(
    store: RunStore, task: Task, recipes: Sequence[Recipe], dataset: Dataset, budget: Budget
) -> list[int | None]:
    """Of each contestant; None where its length says it when it trains."""
    if budget.steps:
        return [budget.steps] * len(recipes)
    if budget.seconds:
        return [_in_seconds(store, task, recipe, dataset, budget.seconds) for recipe in recipes]
    if budget.equal == "seconds":
        return [None] * len(recipes)
    plans = [speed.lengths_of(task.kind, recipe, dataset)[budget.length] for recipe in recipes]
    return [min(plan.steps for plan in plans)] * len(recipes)  # what the slowest can take


def _in_seconds(store: RunStore, task: Task, recipe: Recipe, dataset: Dataset, seconds: float) -> int:
    """As many steps as this computer takes in that time, in whole epochs where there are several."""
    plans = speed.lengths_of(task.kind, recipe, dataset)
    work, here = plans["long"].work, speed.here(store, task.problem, recipe)
    epoch = speed.epoch_of(task.kind, recipe, dataset)
    return steps_in(seconds / here.times, work, epoch, longest=10_000_000)


def _can_cut(tokenizer: str, texts: Sequence[str]) -> bool:
    """Whether these texts can be cut so: jamo and morphemes are of Korean, and these need Kiwi."""
    if tokenizer in ("jamo", "morpheme") and not is_korean(texts):
        return False
    return tokenizer != "morpheme" or find_spec("kiwipiepy") is not None
