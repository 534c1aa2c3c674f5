"""What a Ray cluster costs and gives, measured on one computer: a cluster on loopback of one core a machine.

python benchmarks/on_ray.py start           # seconds from the click to the first step, by turns: here, by Ray, here, by Ray ...
python benchmarks/on_ray.py nodes           # seconds for eight short trainings on one machine, then on two
python benchmarks/on_ray.py start --ray-client     # the drivers connect with ray://, which is what docs/host.md recommends

Needs requirements-ray.txt; rows are the first 1,000 of UCI's, so that there is something to learn.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from measuring import SHARED

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "runners" / "on_ray"))
from loopback import Loopback, kill  # noqa: E402

from nlp_models import runners, tasks  # noqa: E402
from nlp_models.runs.limits import Limits  # noqa: E402
from nlp_models.runs.store import RunStore  # noqa: E402

FILE = SHARED / "sentiment-en-uci" / "yelp_labelled.txt"
ROWS, STEPS = 1_000, 60  # steps of a short training among the eight
PAIRS, TRAININGS = 3, 8


def new_run(store, **choices):
    """A queued run on those rows."""
    task = tasks.load("sentiment")
    dataset = task.dataset(task.kind.read_table(FILE))
    dataset = type(dataset)({name: values[:ROWS] for name, values in dataset.columns.items()}, dataset.names)
    return store.create(task.name, task.recipe.changed(**choices), dataset, owner="local")


def until(true, seconds=600):
    since = time.monotonic()
    while not true():
        if time.monotonic() - since > seconds:
            sys.exit("It takes too long here.")
        time.sleep(0.02)
    return time.monotonic() - since


def to_first_step(store, name):
    """Seconds from the click; the training is then cancelled."""
    run = new_run(store, length="short")
    since = time.monotonic()
    runners.chosen(name).submit(run)
    until(lambda: run.status.step or not run.is_active)
    passed = time.monotonic() - since
    if not run.is_active:
        sys.exit(f"{name}: {run.status}\n{run.log_tail()}")
    run.request_cancel()
    until(lambda: not run.is_active and run.lock_is_free())
    return passed


def start(store, cluster):
    """By turns, so that whatever else the computer does hits both."""
    cluster.start("one")
    took = {"local": [], "ray": []}
    for _ in range(PAIRS):
        for name, seconds in took.items():
            seconds.append(round(to_first_step(store, name), 1))
    medians = {name: statistics.median(seconds) for name, seconds in took.items()}
    return took | {"more by ray": round(medians["ray"] - medians["local"], 1)}


def eight(store):
    """Seconds for all of them, submitted together."""
    runs = [new_run(store, steps=STEPS, length=None) for _ in range(TRAININGS)]
    since = time.monotonic()
    for run in runs:
        runners.chosen("ray").submit(run)
    until(lambda: not any(run.is_active for run in runs), 1_800)
    states = {run.status.state for run in runs}
    if states != {"done"}:
        sys.exit(str([run.status for run in runs]))
    return round(time.monotonic() - since, 1)


def nodes(store, cluster):
    cluster.start("one")
    eight(store)  # what is imported first is on the disk's cache then
    one = eight(store)
    cluster.start("two")
    two = eight(store)
    return {"one machine": one, "two machines": two, "share": round(two / one, 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("start", "nodes"))
    parser.add_argument("--ray-client", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ub", dir="/tmp"))
    cluster = Loopback(folder)
    store = RunStore(folder / "runs", Limits(waiting_per_owner=TRAININGS))
    address = f"ray://127.0.0.1:{cluster.client}" if options.ray_client else cluster.address
    os.environ |= {"RAY_ADDRESS": address, "UNROLLED_WARM": "0", "PYTHONPATH": str(REPOSITORY)}
    try:
        measured = {"start": start, "nodes": nodes}[options.what](store, cluster)
        print(json.dumps(measured | {"address": address.split("127")[0] or "GCS", "load": os.getloadavg()[0]}))
    finally:
        while kill(cluster.mark):
            time.sleep(0.1)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
