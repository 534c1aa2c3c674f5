"""run_worker(store, id): what a runner starts. Holds the run's lock, waits for its turn, trains, says how it ended.

A run of a group brings the others along: in_turn.py.
"""

import os
import sys
import time

from nlp_models.labs import amounts
from nlp_models.labs.recall import lab as recall
from nlp_models.messages import Message
from nlp_models.runs.turns import wait_for_turn
from nlp_models.training.ended import UNLEARNED, ended_as
from nlp_models.training.in_turn import train_in_turn
from nlp_models.training.threads import limited_threads


def run_behind_the_pages(store, run_id):
    """The same in a process of its own, which the kernel lets work when no page wants to answer: see `Limits.nice`."""
    os.nice(store.limits.nice)
    return run_worker(store, run_id)


def run_worker(store, run_id, mark=""):
    """Train the run in this process; 0, or 2 when it failed for a reason its owner is told.

    Args:
        mark: what stands in the command line of this process in place of the run's id.
    """
    run = store.open(run_id)
    if run.group:
        return train_in_turn(store, run, mark)
    with run.hold_lock():
        store.sweep()  # whoever trains also clears what is older than the stated days
        (run.folder / "pid").write_text(f"{os.getpid()} {mark}")  # for a training that hangs: runners.local.end
        if not run.is_active and run.status.state != "interrupted":
            print("This run is not waiting to be trained; resume it first.", file=sys.stderr)
            return 2
        if not wait_for_turn(run, store):
            run.end_without("cancelled", None if run.cancel_requested else Message(UNLEARNED))
            return 0
        with ended_as(run) as ended:
            _train(run)
        return 2 if ended.failed else 0


def _train(run):
    run.check_rows()
    started = time.monotonic()  # whoever asked for a minute also waits for the imports
    with limited_threads(run):
        # imported only now: a waiting run costs no TensorFlow
        if run.about.task == recall.TASK:
            from nlp_models.training.recall import train
        elif run.about.task == amounts.TASK:
            from nlp_models.training.amounts import train
        else:
            from nlp_models.training.loop import train

        train(run, started)
