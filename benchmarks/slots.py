"""A class that starts short trainings at once: one after the other, and two beside each other, in turn. A JSON line each, then the ratio.

    UNROLLED_NICE=0 python benchmarks/slots.py [--trainings 20] [--turns 1] [--slots 1 2]

Each training is our English sample of Sentiment, *short*, with a seed of its own. Told are the seconds until all are done, seconds of
processor, and whether each network is, to the bit, the one that the same seed gives alone in a slot as wide.
"""

import argparse
import hashlib
import json
import os
import resource
import statistics
import sys
import tempfile
import time

import measuring  # noqa: F401 - the way to the library

from nlp_models import tasks
from nlp_models.runners import local
from nlp_models.runs.store import RunStore

OWNERS = 3  # trainings that one of them may have waiting


def trained(seeds, slots):
    """`(seconds, seconds of processor, {seed: sha256 of its weights})` of these trainings on a fresh host."""
    os.environ["UNROLLED_TRAININGS_AT_ONCE"] = str(slots)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["UNROLLED_RUNS"] = folder
        store, task, since, before = RunStore.default(), tasks.load("sentiment"), time.monotonic(), used()
        rows = task.sample("en")
        runs = {}
        for place, seed in enumerate(seeds):
            recipe = task.recipe.changed(length="short", seed=seed)
            runs[seed] = store.create(task.name, recipe, rows, owner=f"visitor {place // OWNERS}")
        for child in [local.start(run) for run in runs.values()]:
            child.wait()
        if failed := [run.log_tail() for run in runs.values() if run.status.state != "done"]:
            sys.exit(failed[0])
        digests = {
            seed: hashlib.sha256((run.folder / "weights.safetensors").read_bytes()) for seed, run in runs.items()
        }
        return time.monotonic() - since, used() - before, {seed: one.hexdigest() for seed, one in digests.items()}


def used():
    """Seconds of processor of all children that have ended."""
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trainings", type=int, default=20)
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--slots", type=int, nargs=2, default=(1, 2))
    asked = parser.parse_args()
    taken, networks = {slots: [] for slots in asked.slots}, {slots: [] for slots in asked.slots}
    for turn in range(asked.turns):
        for slots in asked.slots:
            seconds, processor, digests = trained(range(asked.trainings), slots)
            taken[slots].append(seconds)
            networks[slots].append(digests)
            told = {"turn": turn, "slots": slots, "seconds": round(seconds, 1), "processor": round(processor, 1)}
            print(json.dumps(told | {"load": os.getloadavg()[0]}), flush=True)
    one, more = (statistics.median(taken[slots]) for slots in asked.slots)
    wide = asked.slots[1]
    alone = trained([0], wide)[2]
    same = all(digests[0] == alone[0] for digests in networks[wide])
    print(json.dumps({"ratio": round(more / one, 2), "alone and beside others the same": same}))


if __name__ == "__main__":
    main()
