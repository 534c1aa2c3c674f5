"""Two hundred tiny trainings started from one web process, each asked, judged, packed and deleted: nothing grows, nothing is left."""

import gc
import os
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing import forkserver
from pathlib import Path

import children
import pytest
import streamlit.testing.v1  # noqa: F401 - its own folder, too
from conftest import opened_page, recipe_of_two, tiny_rows

from benchmarks.attack import Asked, Try, tried
from nlp_models import runners
from nlp_models.answering.judging import judge
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.runners import local
from nlp_models.runs.store import RunStore
from nlp_models.sharing import archive

TRAININGS, FEW = 200, 4
WARM = 0.2  # of them, until every cache is filled
MEGABYTES = 60  # that may come on top after that
PATIENCE = 300  # seconds
STILL = ("queued", "running", "interrupted")  # a child that has not begun after ten seconds looks cut off


def tries(asked: Asked, folder: Path) -> Iterator[Try]:
    """One after the other; a Try for each training, then what has grown."""
    forkserver.ensure_running()  # its own temporary folder stays as long as it does
    tempfile.tempdir = str(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNROLLED_RUNS", str(folder / "runs"))
        patch.setenv("UNROLLED_VISITORS", "one")
        patch.setenv("UNROLLED_NICE", "0")  # or beside other work it takes hours
        patch.setattr(local, "start", children.training)  # forked from a process that has Keras
        store, count = RunStore.default(), FEW if asked.few else TRAININGS
        for number in range(count):
            yield tried(f"training {number}", lambda number=number: lived(store, number, whole=number % 10 == 0))
            if number == int(WARM * count):
                before = held()
        yield from compared(before, held())
        left = sorted(
            path.name for path in store.root.iterdir() if path.name not in (".lock",) and "speed" not in path.name
        )
        yield Try("no run is left", ", ".join(name for name in left if name != "choices"))
        yield Try("no temporary file is left", ", ".join(path.name for path in folder.iterdir() if path.name != "runs"))


def lived(store: RunStore, number: int, whole: bool) -> None:
    """The life of a run: trained, asked, judged, packed, seen on a page, deleted."""
    texts, labels = tiny_rows(40)
    run = store.create("sentiment", recipe_of_two(), Dataset({"text": texts, "label": labels}, {}), owner="local")
    runners.chosen("local").submit(run)
    until = time.monotonic() + PATIENCE
    while run.status.state in STILL or not run.lock_is_free():
        assert time.monotonic() < until, "it does not end"
        time.sleep(0.05)
    assert run.status.state == "done", run.log_tail(3)
    Predictor.load(run.folder)([f"a good film {number}"])
    judge(run)
    archive.pack(run)
    if whole:
        opened_page("sentiment", run=run.id)
    store.delete(run)


def held() -> dict[str, float]:
    """What this process has of memory (megabytes), open files, threads."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    files, threads = len(os.listdir("/proc/self/fd")), threading.active_count()
    return {"megabytes": pages * resource.getpagesize() / 2**20, "open files": files, "threads": threads}


def compared(before: dict[str, float], after: dict[str, float]) -> Iterator[Try]:
    """Nothing grew but a little memory."""
    for name, most in {"megabytes": MEGABYTES, "open files": 2, "threads": 2}.items():
        print(f"soak       {name}: {before[name]:.0f} after the first fifth, {after[name]:.0f} at the end")
        grown = after[name] - before[name]
        yield Try(f"{name} stay", f"{grown:.0f} more" if grown > most else "")
