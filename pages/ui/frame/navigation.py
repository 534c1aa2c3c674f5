"""Which training is looked at, which run answers, and the buttons' ways there: call those from an on_click."""

from dataclasses import replace
from typing import Any

from nlp_models.answering.ready import ReadyModel
from nlp_models.errors import UnrolledError
from nlp_models.runs.choices import Choice, keep_choice, last_choice
from nlp_models.runs.groups import Group
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore
from nlp_models.tasks import Task
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import language


def watched_run(task: Task) -> Run | None:
    """The run to look at: of those that wait or train the one that was asked for, else the first; else what was asked for, or one that broke."""
    runs = RunStore.default().list(visitor(), task.name)
    alone = [run for run in runs if not run.group]  # the others have the page Race
    watched = state.watched(task)
    going = [run for run in reversed(alone) if run.is_active]
    active = next((run for run in going if run.id == watched.get()), going[0] if going else None)
    if active or not watched.is_set():
        broken = next((run for run in alone[:1] if run.status.state in ("interrupted", "failed")), None)
        shown = active or broken
        watched.set(shown.id if shown else None)
    return next((run for run in runs if run.id == watched.value), None)


def open_training(task: Task, run: Run) -> None:
    """Go to Train and look at this run."""
    state.watched(task).set(run.id)
    choose(state.STEP, "train")


def answer_with(task: Task, run: Run | ReadyModel, step: str = "try") -> None:
    """Let this run answer, and go to a step of it."""
    state.JOB.set(None)
    use_network(task, run.id)
    choose(state.STEP, step)


def use_network(task: Task, network: str) -> None:
    """Let the network with this id answer on every step of the page, and in every tab that is opened from now on."""
    choose(state.answering(task), network, parameter="run")
    keep_chosen(task, network=network, language=language())


def await_end(task: Task, run: Run) -> None:
    """A training has begun: when it ends it becomes the page's network, also for whoever comes back later."""
    state.awaited(task).set(state.awaited(task).get(frozenset()) | {run.id})
    shown = state.answering(task).get()  # what the address names meanwhile is then no link of somebody else
    awaited = (*chosen_last(task).awaited, run.id)
    keep_chosen(task, awaited=awaited, **({"network": shown, "language": language()} if shown else {}))


def await_sweep(task: Task, group: Group) -> None:
    """The same of a sweep: the one network that is finished of it becomes the page's."""
    state.awaited(task).set(state.awaited(task).get(frozenset()) | {group.id})
    keep_chosen(task, awaited=(*chosen_last(task).awaited, group.id))


def chosen_last(task: Task) -> Choice:
    """What this visitor chose last on the page of a task."""
    return last_choice(RunStore.default(), visitor(), task.name)


def keep_chosen(task: Task, **changes: Any) -> None:
    """Change what is kept of it; the page tells where that cannot be."""
    try:
        keep_choice(RunStore.default(), visitor(), task.name, replace(chosen_last(task), **changes))
    except UnrolledError as error:  # a disk that takes nothing: the page goes on, and says so
        state.REFUSED.set(error)


def train_anew(task: Task) -> None:
    """Go to Train and its settings; a training that still runs is looked at all the same."""
    state.watched(task).set(None)
    state.JOB.set(None)
    choose(state.STEP, "train")
