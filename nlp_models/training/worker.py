"""run_worker(store, id): what a runner starts. Holds the run's lock, waits for its turn, trains, says how it ended."""

import os
import sys
import time
import traceback

from nlp_models.errors import UnrolledError
from nlp_models.files import DISK_FULL
from nlp_models.labs import amounts
from nlp_models.labs.recall import lab as recall
from nlp_models.messages import Message, mark
from nlp_models.runs.turns import wait_for_turn
from nlp_models.scoring.curves import NO_MEMORY
from nlp_models.training.ended import UNLEARNED, Cancelled

FULL = mark("The disk is full. Delete old runs, then resume this one.")


def run_behind_the_pages(store, run_id):
    """The same in a process of its own, which the kernel lets work when no page wants to answer: see `Limits.nice`."""
    os.nice(store.limits.nice)
    return run_worker(store, run_id)


def run_worker(store, run_id):
    """Train the run in this process; 0, or 2 when it failed for a reason its owner is told."""
    run = store.open(run_id)
    with run.hold_lock():
        store.sweep()  # whoever trains also clears what is older than the stated days
        (run.folder / "pid").write_text(str(os.getpid()))  # for a training that hangs: runners.local.end
        if not run.is_active and run.status.state != "interrupted":
            return _told("This run is not waiting to be trained; resume it first.")
        if not wait_for_turn(run, store):
            run.end_without("cancelled", None if run.cancel_requested else Message(UNLEARNED))
            return 0
        try:
            return _train(run)
        except UnrolledError as error:
            return _failed(run, error.message)
        except MemoryError:
            return _failed(
                run, Message(mark("It ran out of memory; fewer units or a smaller batch may fit."), code=NO_MEMORY)
            )
        except OSError as error:
            if error.errno not in DISK_FULL:
                raise
            return _failed(run, Message(FULL))
        except Exception:
            traceback.print_exc()
            return _failed(run, Message(mark("Something broke that should not have; the log says what.")))


def _train(run):
    run.check_rows()
    started = time.monotonic()  # whoever asked for a minute also waits for the imports
    # imported only now: a waiting run costs no TensorFlow
    if run.about.task == recall.TASK:
        from nlp_models.training.recall import train
    elif run.about.task == amounts.TASK:
        from nlp_models.training.amounts import train
    else:
        from nlp_models.training.loop import train

    try:
        train(run, started)
    except Cancelled as ended:
        run.end_without("cancelled", ended.message)
    return 0


def _failed(run, message):
    run.end_without("failed", message)
    return _told(message.text)


def _told(text):
    print(text, file=sys.stderr)
    return 2
