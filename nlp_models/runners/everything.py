"""delete_everything(store, owner): all that is kept of somebody, off the disk; trainings of theirs are ended first."""

import time
from contextlib import suppress

from nlp_models import runners
from nlp_models.errors import RunError, RunNotFound
from nlp_models.runs import groups
from nlp_models.runs.choices import forget_choices
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore

PATIENCE = 3.0  # seconds until a training that was cancelled is ended by force: nothing of it is to be kept
LONGEST = 30.0  # seconds; a training within this very process cannot be ended by force


def delete_everything(store: RunStore, owner: str) -> int:
    """Every run of an owner, also what a crash left of one; how many runs there were. RunError where a training goes on."""
    groups.end_sweeps(store, owner)
    runs = store.all_of(owner)
    for run in runs:
        with suppress(RunError):  # it has ended, or is gone
            run.request_cancel()
    for run in runs:
        _wait_until_ended(run)
        with suppress(RunNotFound):  # a sweep was faster
            store.remove(run)
    store.clear_leftovers(owner)
    forget_choices(store, owner)
    groups.forget(store, owner)
    return len(runs)


def delete_counted(store: RunStore, owner: str, count: str) -> int:
    """The same where their number is said right, so that nobody deletes everything by a slip."""
    there = len(store.all_of(owner))
    if count != str(there):
        raise RunError("You have {there} runs. Say that number to delete them all.", there=there)
    return delete_everything(store, owner)


def _wait_until_ended(run: Run) -> None:
    since = time.monotonic()
    while not run.lock_is_free():
        passed = time.monotonic() - since
        if passed > LONGEST:
            raise RunError("A training has not ended yet. Try again in a moment.")
        if passed > PATIENCE:
            with suppress(RunError):  # it has just ended, or trains within this process
                runners.of(run).end(run)
        time.sleep(0.1)
