"""rehearse(task, is_called): a whole training of a few rows of our sample, thrown away: the next one in this process begins and ends sooner.

What is slow the first time is TensorFlow's first graph and step, scikit-learn's import, the report's parts. Nothing of it is seen by the
training that follows: seeds are set by its recipe, Keras forgets what it has counted, and a test compares the weights.
"""

import gc
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import keras

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.runs.limits import Limits
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore
from nlp_models.tasks import Task
from nlp_models.training import loop
from nlp_models.training.ended import Cancelled
from nlp_models.training.threads import limited_threads

ROWS, STEPS = 60, 2  # enough for every part, and for a step in the graph that the first has made


class Rehearsal(loop.Training):
    """A training that ends where it is called away: before each step, after the test part, after the baselines."""

    def __init__(self, run: Run, is_called: Callable[[], bool]) -> None:
        super().__init__(run, time.monotonic())
        self.is_called = is_called

    def check_goes_on(self) -> None:
        if self.is_called():
            raise Cancelled


def rehearse(task: str, is_called: Callable[[], bool]) -> None:
    """Train to the end and forget it; sooner, as soon as `is_called`."""
    with tempfile.TemporaryDirectory(prefix="unrolled-rehearsal-") as folder:
        run = _small_run(RunStore(Path(folder), Limits(free_disk_mb=0)), tasks.load(task))
        with limited_threads(run), suppress(Cancelled):
            Rehearsal(run, is_called).go()
    keras.utils.clear_session()
    gc.collect()


def has_gpu() -> bool:
    """Whether this process would take a GPU: whoever waits leaves it to those who train."""
    if keras.backend.backend() != "tensorflow":
        return True  # not known without taking it
    import tensorflow as tf

    return bool(tf.config.list_physical_devices("GPU"))


def _small_run(store: RunStore, task: Task) -> Run:
    rows = _some_rows(task.sample(min(task.samples)))
    recipe = task.recipe.changed(steps=STEPS, epochs=1, minutes=None)
    return store.create(task.name, recipe, rows, owner="nobody", ask=rows.columns["text"][0])


def _some_rows(sample: Dataset) -> Dataset:
    """Rows from all over the sample, without the parts that it may mark."""
    apart = max(1, len(sample) // ROWS)
    columns = {name: values[::apart][:ROWS] for name, values in sample.columns.items() if name != "part"}
    return Dataset(columns, sample.names)
