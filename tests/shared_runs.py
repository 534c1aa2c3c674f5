"""Runs that tests copy, each trained once for the whole suite: by the first worker that asks; the others find it on disk.

A fixture gives the folder; `copied(folder, store)` gives a run to do with as one likes.
"""

import fcntl
import os
import shutil
import signal
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import numpy as np
import pytest
from conftest import recipe_of_two, tiny_rows

from nlp_models.datasets.dataset import Dataset
from nlp_models.runs.store import RunStore


def tiny_data():
    """The rows of the tiny world as a Dataset."""
    texts, labels = tiny_rows()
    return Dataset({"text": texts, "label": labels}, {})


def wait_until(true, seconds=90):
    """Come back as soon as it is true; an AssertionError after so many seconds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def copied(folder, store):
    """The run in a store of one's own."""
    shutil.copytree(folder, store.root / folder.name)
    return store.get(folder.name, "local")


def made_once(factory, name, make):
    """The folder of the run that `make(store)` gives, made by the first process of the suite that asks for it.

    Args:
        factory: pytest's tmp_path_factory.
    """
    ours = factory.getbasetemp()
    place = (ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours) / f"once-{name}"
    with _alone(place.with_suffix(".lock")):
        made = place.with_suffix(".made")
        if not made.exists():
            shutil.rmtree(place, ignore_errors=True)
            made.write_text(make(RunStore(place)).folder.name)
        return place / made.read_text()


@contextmanager
def _alone(path: Path):
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def trained(run):
    """The run, trained here."""
    from nlp_models.training.worker import run_worker

    assert run_worker(run.store, run.id) == 0, run.log_tail()
    return run


class Ended:
    """In place of the process that a runner starts for a run: it was trained meanwhile, here."""

    def __init__(self, run):
        from nlp_models.training.worker import run_worker

        with open(run.folder / "log.txt", "a") as log, redirect_stdout(log), redirect_stderr(log):
            self.status = run_worker(RunStore(run.folder.parent), run.id)

    def poll(self):
        return self.status

    def wait(self, timeout=None):
        return self.status


@pytest.fixture
def untraced():
    """Steps are computed as they come, without a graph: of a tiny network a few take less than tracing one does."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


BUILT = {}  # networks with their first weights, by what they are built of
BESIDE_IT = {"epochs", "patience", "length", "minutes", "steps", "stop_after", "class_weights"}


@pytest.fixture
def traced_before(monkeypatch):
    """A network like one of an earlier training is that one, with its first weights and a step that is traced: two seconds less.

    Not where it is asked whether a network goes on alike: what it keeps beside its variables would be kept.
    """
    from nlp_models.training import loop

    build = loop.Training.build_network

    def built(self, task):
        key = self.run.about.task, self.recipe.model_dump_json(exclude=BESIDE_IT), self.problem.vocabulary_json()
        if key not in BUILT:
            self.network = build(self, task)
            BUILT[key] = self.network, [np.array(variable) for variable in self.everything()]
        self.network, first = BUILT[key]
        for variable, value in zip(self.everything(), first, strict=True):
            variable.assign(value)
        return self.network

    monkeypatch.setattr(loop.Training, "build_network", built)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory):
    """The folder of a finished run of the tiny world: two units, two epochs."""

    def make(store):
        return trained(store.create("sentiment", recipe_of_two(), tiny_data(), owner="local", name="tiny"))

    return made_once(tmp_path_factory, "tiny", make)


def recipe_of_six():
    """Dropout, sampling of batches and hidden tokens are all at work, or the promise to go on alike would be cheap."""
    return recipe_of_two().changed(epochs=6, patience=6, units=16, batch_size=2, token_dropout=0.1)


@pytest.fixture(scope="session")
def whole_folder(tmp_path_factory):
    """The folder of a run of six epochs that nothing disturbed."""
    return made_once(
        tmp_path_factory,
        "whole",
        lambda store: trained(store.create("sentiment", recipe_of_six(), tiny_data(), owner="local", name="whole")),
    )


@pytest.fixture(scope="session")
def killed_folder(tmp_path_factory):
    """The folder of the same training, whose process was killed in the middle of an epoch, two or more being over."""
    from children import training

    def make(store):
        run = store.create("sentiment", recipe_of_six(), tiny_data(), owner="local", name="films")
        child, epoch = training(run), 22  # steps
        wait_until(lambda: len(run.metrics()) >= 2 and (run.status.step or 0) >= 2 * epoch)
        os.kill(child.pid, signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
        return run

    return made_once(tmp_path_factory, "killed", make)
