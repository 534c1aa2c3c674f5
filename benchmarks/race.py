"""How long a race takes: seconds from the click to the first point, to each contestant's end and to all of it, and the processor's.

python benchmarks/race.py            # 1,000 sentences of UCI's, sentiment, short, one seed, RNN, LSTM and GRU
"""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from measuring import SHARED

from nlp_models import tasks
from nlp_models.runners import local
from nlp_models.runs import groups
from nlp_models.runs.contests import Budget, comparable, contestants
from nlp_models.runs.store import RunStore

ROWS = 1_000
FILE = SHARED / "sentiment-en-uci" / "yelp_labelled.txt"


def race(folder, task):
    """A group of the three cells on the first rows of the file."""
    dataset = task.dataset(task.kind.read_table(FILE))
    dataset = type(dataset)({name: values[:ROWS] for name, values in dataset.columns.items()}, dataset.names)
    store, cells = RunStore(folder), comparable(task.kind, dataset.columns["text"])["cell"]
    members = contestants(store, task, task.recipe, cells, dataset, Budget("short"))
    return groups.create(store, task.name, members, dataset, owner="local", name="race")


def measure(group):
    """Watch its files as the page does."""
    since, told, child = time.monotonic(), {"load": os.getloadavg()[0]}, local.start(group.lead)
    while child.poll() is None:
        passed = round(time.monotonic() - since, 1)
        for run in group.runs:
            if run.metrics():
                told.setdefault("first point", passed)
                told.setdefault(f"first point of {run.recipe.cell}", passed)
            if run.status.state == "done":
                told.setdefault(f"{run.recipe.cell} done", passed)
        time.sleep(0.2)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told | {
        "all done": round(time.monotonic() - since, 1),
        "processor seconds": round(used.ru_utime + used.ru_stime, 1),
        "steps": [run.status.step for run in group.runs],
        "states": [run.status.state for run in group.runs],
    }


if __name__ == "__main__":
    if not Path(FILE).exists():
        sys.exit(f"{FILE} is not here.")
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(race(folder, tasks.load("sentiment")))))
