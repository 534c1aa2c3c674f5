"""Which training is looked at, which run answers, and the buttons' ways there: call those from an on_click."""

from nlp_models.answering.ready import ReadyModel
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore
from nlp_models.tasks import Task
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.visitor import visitor


def watched_run(task: Task) -> Run | None:
    """The run to look at: one that is waiting or training, the last one this session started, or one that broke."""
    runs = RunStore.default().list(visitor(), task.name)
    watched = state.watched(task)
    active = next((run for run in reversed(runs) if run.is_active), None)
    if active or not watched.is_set():
        broken = next((run for run in runs[:1] if run.status.state in ("interrupted", "failed")), None)
        shown = active or broken
        watched.set(shown.id if shown else None)
    return next((run for run in runs if run.id == watched.value), None)


def open_training(task: Task, run: Run) -> None:
    """Go to Train and look at this run."""
    state.watched(task).set(run.id)
    choose(state.STEP, "train")


def answer_with(task: Task, run: Run | ReadyModel) -> None:
    """Go to Try and let this run answer."""
    state.JOB.set(None)
    choose(state.answering(task), run.id, parameter="run")
    choose(state.STEP, "try")


def train_anew(task: Task) -> None:
    """Go to Train and its settings; a training that still runs is looked at all the same."""
    state.watched(task).set(None)
    state.JOB.set(None)
    choose(state.STEP, "train")
