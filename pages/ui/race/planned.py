"""planned(...): the members of a race before it starts, what they take on this computer, and how that is told."""

from dataclasses import dataclass

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.recipe import Recipe
from nlp_models.runs import speed
from nlp_models.runs.contests import Budget, contestants
from nlp_models.runs.groups import Member
from nlp_models.runs.store import RunStore
from pages.ui.frame.words import show_error, t
from pages.ui.race.names import contestant_name
from pages.ui.train.length import about_time, fingerprint, rounded


@dataclass(frozen=True)
class Planned:
    """Members, the steps of each contestant, and the seconds that all of them take here."""

    members: list[Member]
    steps: list[int]
    seconds: float


def planned(task, dataset, changes, length, equal, seeds):
    """The Planned of a race; None where it cannot be, which is then told."""
    try:
        return _planned(
            task.name, fingerprint(dataset), repr(changes), length, equal, seeds, _speed(task), task, dataset, changes
        )
    except UnrolledError as error:
        show_error(error)
        return None


def _speed(task):
    """What this computer is known to take: another one after every training that ended."""
    return speed.here(RunStore.default(), task.problem, task.recipe)


@st.cache_data(max_entries=64, show_spinner=False)
def _planned(_name, _known_by, _changes, length, equal, seeds, _here, _task, _dataset, _all):
    store = RunStore.default()
    members = contestants(store, _task, _task.recipe, _all, _dataset, Budget(length, equal), seeds)
    steps = [member.recipe.steps or _plan(_task, member.recipe, _dataset) for member in members[: len(_all)]]
    ready = speed.here(store, _task.problem, _task.recipe).ready  # once for all of them
    seconds = sum(member.seconds or 0 for member in members) - ready * (len(members) - 1) / 2
    return Planned(members, steps, seconds)


def _plan(task, recipe: Recipe, dataset):
    return speed.lengths_of(task.kind, recipe, dataset)[recipe.length].steps


def told_before(plan, changes, equal):
    """Both said: the steps of each, and the time of all."""
    time = about_time(plan.seconds)
    if equal == "steps":
        return t(
            "{steps} steps each, about {time} for all of them here. A slower network takes longer for its steps.",
            steps=f"{rounded(plan.steps[0]):,}",
            time=time,
        )
    each = ", ".join(
        f"{contestant_name(own)} {rounded(steps):,}" for own, steps in zip(changes, plan.steps, strict=True)
    )
    return t(
        "As many steps as fit into the same time: {each}. About {time} for all of them here.", each=each, time=time
    )
