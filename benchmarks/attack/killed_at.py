"""A training that is killed at a named point: `python -m benchmarks.attack.killed_at RUN POINT before|after NUMBER`.

POINT is a name of POINTS; with NUMBER 0 nothing is killed, and how often each point was passed is written to `passed.json`
beside the runs.
"""

import functools
import importlib
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from nlp_models.files import write_aside
from nlp_models.runs.store import RunStore

# what a training passes on its way: module, and what is called there
POINTS = {
    "it begins": ("nlp_models.training.worker", "_train"),
    "a step": ("nlp_models.training.loop", "Training.one_step"),
    "an epoch ends": ("nlp_models.training.loop", "Training.finish_epoch"),
    "its length is fixed": ("nlp_models.training.schedule", "keep"),
    "the line of an epoch": ("nlp_models.runs.folder", "RunFolder.append_line"),
    "its status": ("nlp_models.runs.run", "Run.update_status"),
    "a small file": ("nlp_models.runs.folder", "write_aside"),
    "a checkpoint": ("nlp_models.training.checkpoints", "save_checkpoint"),
    "a file of a checkpoint": ("nlp_models.training.checkpoints", "write_synced"),
    "the names of a checkpoint": ("nlp_models.training.checkpoints", "sync_folder"),
    "an old checkpoint goes": ("nlp_models.training.checkpoints", "shutil.rmtree"),
    "the best weights are linked": ("nlp_models.training.checkpoints", "os.link"),
    "the vocabulary": ("nlp_models.training.loop", "write_synced"),
    "the network": ("nlp_models.training.finalize", "write_bundle"),
    "a file of the network": ("nlp_models.training.finalize", "write_synced"),
    "what was answered": ("nlp_models.training.finalize", "keep_answers"),
    "the report": ("nlp_models.training.finalize", "report_of"),
    "it ends well": ("nlp_models.runs.run", "Run.end_well"),
    "any sync": ("nlp_models.files", "os.fsync"),
    "any change of names": ("nlp_models.files", "os.replace"),
}
PASSED = "passed.json"


def main(run_id: str, point: str, when: str, number: int) -> int:
    """Train it, and be killed there."""
    from nlp_models.training.worker import run_worker

    store, passed = RunStore.default(), Counter[str]()
    for name, (module, attribute) in POINTS.items():
        kill_at = number if name == point else 0
        *owner, called = attribute.split(".")
        holder = functools.reduce(getattr, owner, importlib.import_module(module))
        setattr(holder, called, counted(getattr(holder, called), name, passed, when, kill_at))
    status = run_worker(store, run_id)
    write_aside(store.root / PASSED, json.dumps(passed).encode())
    return status


def counted(act: Callable[..., Any], name: str, passed: Counter[str], when: str, kill_at: int) -> Callable[..., Any]:
    """`act`, counted, and killed before or after its call of that number."""

    @functools.wraps(act)
    def counts(*given: Any, **named: Any) -> Any:
        passed[name] += 1
        if when == "before" and passed[name] == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        number, done = passed[name], act(*given, **named)
        if when == "after" and number == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return counts


if __name__ == "__main__":
    run_id, point, when, number = sys.argv[1:]
    sys.exit(main(run_id, point, when, int(number)))
