"""What a sweep has been told and has found, as it lies in `groups/ID.study` beside the runs: the whole of its memory.

    study = read(store, group_id);  study.trials[-1].settings;  study.best.score

Its driver writes it aside and renames it after every step, before anything else comes of that; nobody else writes it while a
driver lives. What is tried next follows from this file alone (sampling.py), so whoever goes on tries the same.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Self

from nlp_models.errors import LimitReached
from nlp_models.files import write_aside
from nlp_models.messages import Message
from nlp_models.recipe import Recipe
from nlp_models.runs.groups import study_file
from nlp_models.runs.records import not_found, read_json, typed
from nlp_models.runs.store import RunStore
from nlp_models.sweeps.space import Choices, Range

FEWEST, MOST = 2, 100  # trials
AT_ONCE = 2  # trials that follow from the same ones before: so many may train beside each other
TENTHS = 10  # parts of a training at which trials are compared while they learn
ENOUGH = 10  # trials from which on it is told how much each setting matters

TrialState = Literal["open", "complete", "pruned", "failed", "stopped"]
Ended = Literal["done", "cancelled", "failed"]


@dataclass(frozen=True)
class Point:
    """What a trial's network has scored by the end of an epoch, the best so far kept; `tenths` of its steps are over."""

    epoch: int
    tenths: int
    score: float
    loss: float


@dataclass(frozen=True)
class Trial:
    """One training of a sweep. `message` says why it failed."""

    run: str  # its id
    settings: dict[str, Any]
    state: TrialState = "open"
    points: tuple[Point, ...] = ()
    seconds: float = 0.0
    message: dict[str, Any] | None = None

    @property
    def score(self) -> float | None:
        """On the validation part, of the network that was kept."""
        return self.points[-1].score if self.points else None

    @property
    def told(self) -> Message | None:
        return Message.from_dict(self.message) if self.message else None


@dataclass(frozen=True)
class Plan:
    """What was asked for: `recipe` is what all trials share.

    Trial n follows from those before n + 1 - `at_once`, ended as they have, and from the settings alone of the others: so the
    trials are the same whether a host has one place for them or as many as that.
    """

    space: dict[str, Choices | Range]
    trials: int
    minutes: float
    recipe: dict[str, Any]
    data: str = ""  # what the rows are called
    at_once: int = 1
    seed: int = 0
    more_is_better: bool = True

    def of(self, settings: Mapping[str, Any]) -> Recipe:
        """The recipe of a trial; RecipeError where a later version has written it."""
        return Recipe.make(**self.recipe).changed(**settings)

    def name_of(self, number: int, recipe: Recipe) -> str:
        """What the run of a trial is called."""
        return f"{self.data} #{number + 1}, {recipe.cell.upper()}"


@dataclass(frozen=True)
class Study:
    """A sweep. `winner` is the place of the trial that was chosen; `cut` says that its time was over before its trials were."""

    plan: Plan
    trials: tuple[Trial, ...] = ()
    measure: str | None = None  # as the first epoch of all named it
    importance: dict[str, float] = field(default_factory=dict)
    winner: int | None = None
    cut: bool = False
    ended: Ended | None = None
    message: dict[str, Any] | None = None

    @property
    def best(self) -> int | None:
        """The place of the best trial so far that has not been given up: by score, then by loss, then the first."""
        sign = 1 if self.plan.more_is_better else -1
        done = [n for n, trial in enumerate(self.trials) if trial.state == "complete" and trial.points]
        return max(
            done,
            key=lambda n: (sign * self.trials[n].points[-1].score, -self.trials[n].points[-1].loss, -n),
            default=None,
        )

    @property
    def open(self) -> list[int]:
        return [n for n, trial in enumerate(self.trials) if trial.state == "open"]

    @property
    def seconds(self) -> float:
        """That its trials have trained, all together."""
        return sum(trial.seconds for trial in self.trials)

    @property
    def told(self) -> Message | None:
        """Why it ended so."""
        return Message.from_dict(self.message) if self.message else None

    def with_trial(self, number: int, **changes: Any) -> Self:
        """One of the trials changed."""
        trials = [replace(one, **changes) if n == number else one for n, one in enumerate(self.trials)]
        return replace(self, trials=tuple(trials))


def read(store: RunStore, group_id: str) -> Study:
    """RunNotFound without such a file, RunDamaged where it cannot be read."""
    file = study_file(store, group_id)
    if not file.exists():
        raise not_found()
    return typed(Study, read_json(file), file.name)


def begin(store: RunStore, group_id: str, study: Study) -> None:
    """The first of it."""
    write_aside(study_file(store, group_id), _as_json(study))


def keep(store: RunStore, group_id: str, study: Study) -> None:
    """Write it again; RunNotFound where its owner has deleted the sweep meanwhile."""
    with store.locked():
        if not study_file(store, group_id).exists():
            raise not_found()
        write_aside(study_file(store, group_id), _as_json(study))


def _as_json(study: Study) -> bytes:
    return json.dumps(asdict(study), ensure_ascii=False).encode()


def check_trials(count: int) -> None:
    """LimitReached unless a sweep can have so many trials."""
    if not FEWEST <= count <= MOST:
        raise LimitReached(
            "A sweep has between {low} and {high} trials, got {count}.", low=FEWEST, high=MOST, count=count
        )


def is_finite(*values: float) -> bool:
    return all(map(math.isfinite, values))
