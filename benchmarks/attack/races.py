"""Everybody at once on one store: two owners in several tabs each, trainings that are killed, then what the disk holds.

Beside that, the state machine of tests/runs/test_life.py in as many orders as `make search` tries.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.attack import REPOSITORY, Asked, Try
from benchmarks.attack.pytested import pytested
from benchmarks.attack.racer import BROKEN, OWNERS, store_of_races
from nlp_models.runs.run import NETWORK

ROUNDS, SECONDS = 10, 20
TABS, TRAINERS = 2, 3


def tries(asked: Asked, folder: Path) -> Iterator[Try]:
    """Rounds of racing processes, then the orders of one process."""
    rng = random.Random(asked.seed)
    for number in range(1 if asked.few else ROUNDS):
        os.environ["UNROLLED_RUNS"] = str(folder / str(number))
        race(rng, 5 if asked.few else SECONDS)
        yield from looked_at(number)
    yield from pytested("tests/runs/test_life.py", few=asked.few, folder=folder)


def race(rng: random.Random, seconds: float) -> None:
    """Let them run; one training after another is killed and started again."""
    people = [started(owner, rng, seconds) for owner in OWNERS for _ in range(TABS)]
    trainers = [started("trainer", rng, seconds) for _ in range(TRAINERS)]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(seconds / 8)
        trainers.pop(0).send_signal(signal.SIGKILL)
        trainers.append(started("trainer", rng, seconds / 4))
    for process in (*people, *trainers):
        process.wait(120)


def started(role: str, rng: random.Random, seconds: float) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "benchmarks.attack.racer", role, str(rng.randrange(10**6)), str(seconds)]
    return subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.DEVNULL)


def looked_at(number: int) -> Iterator[Try]:
    """What has to hold of what is left."""
    store, what = store_of_races(), f"race {number}"
    told = (store.root / BROKEN).read_text().split("\0")[:-1] if (store.root / BROKEN).exists() else []
    yield Try(f"{what}: whatever anybody did, it was done or told", " | ".join(told)[:1500])
    runs = [run for owner in OWNERS for run in store.all_of(owner)]
    yield Try(f"{what}: every run can be read", "; ".join(str(run.damage) for run in runs if run.damage))
    yield Try(f"{what}: everything has an owner", "" if len(runs) == len([*store.everyone()]) else "a run is nobody's")
    halves = [
        run.id for run in runs if run.status.state == "done" and not all((run.folder / n).exists() for n in NETWORK)
    ]
    yield Try(f"{what}: what is done has its network", ", ".join(halves))
    tickets = [run.about.ticket for run in runs]
    yield Try(f"{what}: no two places in line are the same", "" if len({*tickets}) == len(tickets) else str(tickets))
    yield Try(f"{what}: nobody lives on", "; ".join(run.id for run in runs if not run.lock_is_free()))
    left = [path.name for run in runs for path in run.folder.glob(".*") if path.is_file()]
    yield Try(f"{what}: no half a file is left but of the killed", ", ".join(left) if len(left) > 10 else "")
