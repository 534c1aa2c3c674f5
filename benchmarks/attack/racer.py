"""Somebody who does one thing after another, or a training process: `python -m benchmarks.attack.racer ROLE SEED SECONDS`.

What breaks is written to `broken.txt` beside the runs. A training goes through the real worker with the real files and
learns nothing: `train` of tests/runs/test_life.py.
"""

import fcntl
import os
import random
import sys
import time
import traceback
import types
from collections.abc import Callable
from typing import Any

import test_life

from nlp_models.errors import UnrolledError
from nlp_models.runs import turns
from nlp_models.runs.limits import Limits
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore

BROKEN, ONE_TRAINS = "broken.txt", ".one-trains"
MOST, WAITING = 8, 3  # runs of one owner
OWNERS = ("ann", "bob")


def store_of_races() -> RunStore:
    """The store that all of them use."""
    return RunStore(os.environ["UNROLLED_RUNS"], Limits(MOST, WAITING, free_disk_mb=0))


def person(store: RunStore, rng: random.Random, owner: str) -> None:
    """One thing that somebody does; a refusal has its sentence."""
    runs = store.list(owner)
    assert len(store.all_of(owner)) <= MOST, "more runs than the limit"
    assert all(run.mine for run in runs)
    run = rng.choice(runs) if runs else None
    deeds: list[Callable[[], Any]] = [
        lambda: store.create("sentiment", test_life.Recipe(), test_life.ROWS, owner=owner)
    ]
    if run:
        deeds += [
            run.request_stop,
            run.request_cancel,
            run.prepare_resume,
            lambda: store.delete(run),
            lambda: run.status,
            lambda: store.share(run, rng.random() < 0.5),
            lambda: store.rename(run, f"name {rng.random()}"),
            lambda: run.position(store),
            lambda: store.seconds_before(run),
            store.queue,
            store.sweep,
            run.metrics,
        ]
    rng.choice(deeds)()


def trainer(store: RunStore, rng: random.Random, _owner: str) -> None:
    """Train one that waits, if nobody else does."""
    from nlp_models.training import worker

    waiting = [place.run for place in store.queue() if place.run.lock_is_free()]
    if waiting:
        worker.run_worker(store, rng.choice(waiting).id)
    time.sleep(0.01)


def train(run: Run, started: float) -> None:
    """As if it learned; alone, or it breaks."""
    with open(run.folder.parent / ONE_TRAINS, "a") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        test_life.train(run, started)


def main(role: str, seed: int, seconds: float) -> None:
    """Do it until the time is over; what is no sentence of ours is written down."""
    rng, store, until = random.Random(seed), store_of_races(), time.monotonic() + seconds
    loop = types.ModuleType("nlp_models.training.loop")
    loop.train = train
    sys.modules[loop.__name__] = loop
    test_life.pause = lambda _=0: time.sleep(rng.random() / 200)
    turns.wait_for_turn.__defaults__ = (0.01,)
    while time.monotonic() < until:
        try:
            (trainer if role == "trainer" else person)(store, rng, role)
        except UnrolledError:
            continue
        except Exception:
            with open(store.root / BROKEN, "a") as told:
                told.write(f"{role} {seed}: {traceback.format_exc()[-600:]}\0")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
