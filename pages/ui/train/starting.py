"""start_training(...): creates a run and starts it; resume_training(run) lets one go on. A refusal is told on Train."""

from nlp_models import runners
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import UnrolledError
from nlp_models.recipe import Recipe
from nlp_models.runs import speed
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore
from nlp_models.tasks import Task
from pages.ui.frame import state
from pages.ui.frame.visitor import visitor


def start_training(
    task: Task, recipe: Recipe, dataset: Dataset, name: str, parent: str | None = None, ask: str = ""
) -> Run | None:
    """The run, or None when it was refused. Recipe and data are checked again here, whatever a widget allowed."""
    try:
        task.kind.check(dataset)
        store = RunStore.default()
        run = store.create(
            task.name, recipe, dataset, owner=visitor(), name=name[:60], parent=parent, columns=state.columns(task).get(),
            ask=ask, seconds=speed.estimated(store, task, recipe, dataset),
        )  # fmt: skip
        runners.chosen().submit(run)
        state.watched(task).set(run.id)
        return run
    except UnrolledError as error:
        state.REFUSED.set(error)


def resume_training(run: Run) -> None:
    """Put an interrupted, failed or cancelled run into the queue again."""
    try:
        run.prepare_resume()
        runners.chosen().submit(run)
    except UnrolledError as error:
        state.REFUSED.set(error)
