"""start_training(...): creates a run and starts it; resume_training(run) lets one go on. A refusal is told on Train.

name_field(task, data) asks what it is to be called.
"""

from itertools import count
from pathlib import Path
from typing import get_args

import streamlit as st

from nlp_models import runners, tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import UnrolledError
from nlp_models.recipe import Recipe
from nlp_models.runs import speed
from nlp_models.runs.run import Run
from nlp_models.runs.store import NAME_LIMIT, RunStore
from nlp_models.tasks import Task
from pages.ui.frame import state
from pages.ui.frame.navigation import await_end
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import t

WINDOWS = range(1, 21)  # tokens that a fixed window may have
ROOM = NAME_LIMIT - 20  # letters; what comes of it may get a number, or more words


def start_training(
    task: Task, recipe: Recipe, dataset: Dataset, name: str, parent: str | None = None, ask: str = ""
) -> Run | None:
    """The run, or None when it was refused. Recipe and data are checked again here, whatever a widget allowed."""
    try:
        task.kind.check(dataset)
        store, runner = RunStore.default(), runners.chosen()
        run = store.create(
            task.name,
            recipe,
            dataset,
            owner=visitor(),
            name=free_name(name[:ROOM]),
            parent=parent,
            columns=state.columns(task).get(),
            ask=ask,
            seconds=speed.estimated(store, task, recipe, dataset),
        )
        runner.submit(run)
        await_end(task, run)
        state.watched(task).set(run.id)
        return run
    except UnrolledError as error:
        state.REFUSED.set(error)


def resume_training(run: Run) -> None:
    """Put an interrupted, failed or cancelled run into the queue again."""
    try:
        run.prepare_resume()
        runners.chosen().submit(run)
        await_end(tasks.load(run.about.task), run)
    except UnrolledError as error:
        state.REFUSED.set(error)


def name_field(task: Task, data: str) -> str:
    """What the network is to be called; "" while nothing but our proposal stands there, since the cell may still change."""
    key, cells = state.called(task, data), get_args(Recipe.model_fields["cell"].annotation)
    cell = str(state.setting(task, "cell").get(task.recipe.cell))
    window = int(str(state.setting(task, "fixed_window").get(0)))
    proposals = [*(proposed_name(data, each) for each in cells), *(proposed_name(data, "", n) for n in WINDOWS)]
    if key.get() in (None, *proposals):
        key.set(proposed_name(data, cell, window))
    typed = st.text_input(t("Name of the network"), max_chars=ROOM, key=key, width=400, persist_state="session")
    return "" if typed in proposals else typed


def proposed_name(data: str, cell: str, window: int | None = None) -> str:
    """Alice, LSTM; or Alice, window 4"""
    name = f", {_ending(cell, window)}"
    return Path(data).stem[: ROOM - len(name)] + name


def name_ending(recipe: Recipe) -> str:
    """What the proposed name of a network says of its recipe: LSTM, or window 4."""
    return _ending(recipe.cell, recipe.fixed_window)


def _ending(cell: str, window: int | None) -> str:
    return f"window {window}" if window else cell.upper()


def free_name(name: str) -> str:
    """The name, with a number behind it where one of the visitor's runs has it already."""
    taken = {run.about.name for run in RunStore.default().list(visitor())}
    numbered = (f"{name} {number}" for number in count(2))
    return name if not name or name not in taken else next(other for other in numbered if other not in taken)
