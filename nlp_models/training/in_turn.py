"""train_in_turn(store, runs): the runs of a group in one process, an epoch of each in turn, so that their curves grow together.

Who has learned the smaller share of its steps goes next. Each is a training as any other: it ends as it would alone, to the
last bit; what it waits for the others is not its time. One that fails, or is cancelled, leaves the others to go on.
"""

import gc
import os
import sys
import time
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout

from nlp_models.errors import RunError
from nlp_models.messages import Message
from nlp_models.runs.groups import trained_with
from nlp_models.runs.run import ACTIVE
from nlp_models.runs.turns import wait_together
from nlp_models.training.ended import UNLEARNED, ended_as
from nlp_models.training.threads import limited_threads, threads_of

NOBODY = "None of these runs is waiting to be trained; resume them first."


class Contestant:
    """One run of the group in this process, whose lock it holds; its training, once it has begun."""

    def __init__(self, run, locks):
        self.run, self.locks = run, locks
        self.training = self.epochs = self.left = None

    @property
    def done(self):
        """The share of its steps that it has taken."""
        return self.training.done if self.training else 0.0

    def go_on(self, begin, shared):
        """Begin, or train an epoch more, or write what came of it; whether there is more to do."""
        if self.training is None:
            self.training = begin(self.run)
            self.training.shared = shared
            self.epochs = self.training.by_epochs()
        else:
            self.training.waited(time.monotonic() - self.left)
        more = next(self.epochs, self) is not self
        self.left = time.monotonic()
        return more

    def leave(self):
        """Free its memory, and its lock."""
        self.training = self.epochs = None
        gc.collect()
        self.locks.close()


def train_in_turn(store, run, mark=""):
    """A run and those that are trained with it; 0, or 2 where one of them failed for a reason its owner is told.

    Args:
        mark: what stands in the command line of this process in place of a run's id.
    """
    held = [_held(one, mark) for one in trained_with(store, run)]
    contestants = {one.run.id: one for one in held if one}
    try:
        store.sweep()  # whoever trains also clears what is older than the stated days
        if not contestants:
            print(NOBODY, file=sys.stderr)
            return 2

        def give_up(run):
            run.end_without("cancelled", None if run.cancel_requested else Message(UNLEARNED))
            contestants.pop(run.id).leave()

        wait_together([one.run for one in contestants.values()], store, give_up)
        if not contestants:
            return 0
        with limited_threads(max((one.run for one in contestants.values()), key=threads_of)):
            return _all_of(contestants)
    finally:
        for one in contestants.values():
            one.locks.close()


def _held(run, mark):
    """The contestant of a run, or None where another process trains it by now, or it is gone."""
    locks = ExitStack()
    if not run.lock_is_free():
        return None
    try:
        locks.enter_context(run.hold_lock())
    except (RunError, OSError):
        return None
    if run.status.state not in (*ACTIVE, "interrupted"):
        locks.close()
        return None
    (run.folder / "pid").write_text(f"{os.getpid()} {mark}")  # for a training that hangs: runners.local.end
    return Contestant(run, locks)


@contextmanager
def _printing(run):
    """What is printed within goes into this run's log: the runner knows that of the first one only."""
    with open(run.folder / "log.txt", "a", encoding="utf-8") as log, redirect_stdout(log), redirect_stderr(log):
        yield


def _all_of(contestants):
    imported = time.monotonic()
    from nlp_models.training.loop import begin  # only now: a waiting group costs no TensorFlow

    imported = time.monotonic() - imported  # alone, each of them would have waited for it
    failed, shared = 0, {}
    while contestants:
        one = min(contestants.values(), key=lambda one: one.done)
        with _printing(one.run), ended_as(one.run) as ended:
            if one.go_on(lambda run: begin(run, time.monotonic() - imported), shared):
                continue
        failed |= ended.failed
        contestants.pop(one.run.id).leave()
    return 2 if failed else 0
