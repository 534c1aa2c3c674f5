"""python -m nlp_models.runners.ray.driver RUN TOKEN: sees a training on the cluster through to its end.

It waits for its turn without Ray. Whatever happens to the cluster, the run says at its end what became of it: it has ended as
anywhere, has failed with a reason, or was cut off and can be resumed. Where this process is killed, its lease tells.
"""

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from nlp_models.errors import RunError, UnrolledError
from nlp_models.files import DISK_FULL, write_aside
from nlp_models.messages import Message, mark
from nlp_models.runners.ray import versions
from nlp_models.runners.ray.carrying import Carried
from nlp_models.runners.ray.cluster import Cluster, Remote, connected, gone
from nlp_models.runners.ray.wanted import Wanted
from nlp_models.runs import lease
from nlp_models.runs.groups import trained_with
from nlp_models.runs.limits import THREADS
from nlp_models.runs.queue import CLUSTER, places_of_cluster
from nlp_models.runs.records import CUT_OFF, State, read_status
from nlp_models.runs.run import ACTIVE, Run
from nlp_models.runs.store import RunStore
from nlp_models.runs.turns import wait_together

BEAT = 1.0  # seconds between two questions to the training
RENEWED = 3.0  # seconds between two renewals of the lease
LOOKS, SILENT = 2.0, 3  # seconds between two looks at the cluster, and after how many without an answer it is lost
HUNG = 180.0  # seconds after which a driver that does nothing renews it no more
IN_LINE_ALREADY = "10000"  # trainings at once, said to the training there: its driver has waited for it
HANDED_ON = ("UNROLLED_", "TF_", "KERAS_BACKEND")  # beginnings of the settings that a training elsewhere has, too
NOT_THERE = (
    "UNROLLED_RUNNER",
    "UNROLLED_RUNS",
    "UNROLLED_RAY_CPUS",
    "UNROLLED_RAY_GPUS",
    "UNROLLED_TRAININGS_AT_ONCE",
    "UNROLLED_NODE",
)

FULL = mark("The disk is full. Delete old runs, then resume this one.")
BROKE = mark("Something broke that should not have; the log says what.")
ENDED = mark("The training ended unexpectedly on {node}; its memory may have run out.")
NO_GPU = mark("A GPU was asked for, but TensorFlow finds none on {node}.")
STOPPED = mark("Stopped before it had learned anything.")


class EndedByForce(BaseException):
    """Somebody ended it by force: SIGTERM."""


class Held:
    """The leases of some runs, renewed beside the work as long as that goes on."""

    def __init__(self, store: RunStore, runs: Sequence[Run], token: str) -> None:
        self.token, self.runs, self.worked = token, {run.id: run for run in runs}, time.monotonic()
        self.alone = threading.Lock()  # what ends a run is written by one at a time
        with store.locked():
            for run in runs:
                lease.take(run, token)
        threading.Thread(target=self._renew, name="lease", daemon=True).start()

    def beat(self) -> None:
        """The work goes on."""
        self.worked = time.monotonic()

    def leave(self, run: Run) -> None:
        """It has ended."""
        if self.runs.pop(run.id, None):
            lease.give_up(run.folder, self.token)

    def leave_ended(self) -> None:
        for run in [run for run in self.runs.values() if _state(run) not in ACTIVE]:
            self.leave(run)

    def end(self, state: State, message: Message | None) -> None:
        """Those that have not ended have now, cancelled where that was asked; nobody holds any more."""
        for run in list(self.runs.values()):
            if _state(run) in ACTIVE and run.cancel_requested:
                run.end_without("cancelled")
            elif _state(run) in ACTIVE:
                run.end_without(state, message)
            self.leave(run)

    def end_with(self, wanted: Wanted) -> None:
        """Look beside the work whether the cluster is there: where it is lost a call of Ray's may never return, or end this process."""
        silent = 0
        while silent < SILENT:
            time.sleep(LOOKS)
            silent = 0 if wanted.answers else silent + 1
        with self.alone:
            try:
                self.end("interrupted", gone(wanted).message)
            finally:  # what of it could not be written, the lease tells
                os._exit(2)

    def _renew(self) -> None:
        while time.monotonic() - self.worked < HUNG:
            for run in list(self.runs.values()):
                if not lease.renew(run.folder, self.token) and run.id in self.runs and run.folder.exists():
                    os._exit(3)  # somebody else trains it by now
            time.sleep(RENEWED)


def main(run_id: str, token: str) -> int:
    """0, or 2 where a run failed or was cut off."""
    signal.signal(signal.SIGTERM, _ended_by_force)
    store = RunStore.default()
    runs = [run for run in trained_with(store, store.open(run_id)) if run.lock_is_free() and _is_unfinished(run)]
    os.environ[lease.OWN] = token
    try:
        held = Held(store, runs, token)
    except RunError as error:
        print(error)
        return 2
    with _ended_as(held):
        begun = wait_together(runs, store, _give_up, places=lambda: _places(store, held))
        held.leave_ended()
        if begun:
            _trained(store, held)
    return 2 if any(_is_unfinished(run) for run in runs) else 0


def _ended_by_force(*_: object) -> None:
    raise EndedByForce


def _is_unfinished(run: Run) -> bool:
    return _state(run) in (*ACTIVE, "interrupted", "failed")


def _state(run: Run) -> str:
    """As it stands there: whether anybody trains it, this process knows."""
    try:
        return read_status(run.folder).state
    except RunError:  # deleted, or damaged
        return ""


def _give_up(run: Run) -> None:
    run.end_without("cancelled", None if run.cancel_requested else Message(STOPPED))


def _places(store: RunStore, held: Held) -> int:
    """How many trainings go on beside each other; one, which then looks, until a cluster was seen."""
    held.beat()
    seen = places_of_cluster(store.root) or 1
    return min(seen, store.limits.trainings_at_once or seen)


def _keep_threads(run: Run) -> None:
    """On how many cores it computes, also where it goes on later."""
    if not (run.folder / THREADS).exists():
        write_aside(run.folder / THREADS, str(Wanted.of_host().cpus).encode())


@contextmanager
def _ended_as(held: Held) -> Iterator[None]:
    """Within: what is raised ends the runs, each of which says why; then nobody holds them any more."""
    state: State = "interrupted"
    message: Message | None = None
    try:
        yield
    except EndedByForce:
        state = "cancelled"
    except UnrolledError as error:
        state, message = ("interrupted" if error.code == CUT_OFF else "failed"), error.message
    except OSError as error:
        traceback.print_exception(error)
        state, message = "failed", Message(FULL if error.errno in DISK_FULL else BROKE)
    except Exception as error:
        traceback.print_exception(error)
        state, message = "failed", Message(BROKE)
    finally:
        with held.alone:
            held.end(state, message)


def _trained(store: RunStore, held: Held) -> None:
    """From the place in the cluster to the end of all runs."""
    wanted = Wanted.of_host()
    with connected(wanted) as cluster:
        signal.signal(signal.SIGTERM, _ended_by_force)  # Ray has one of its own
        threading.Thread(target=held.end_with, args=(wanted,), name="cluster", daemon=True).start()
        patient = _while_wanted(store, cluster, held)
        trainee = cluster.trainee(patient)
        if trainee is None:
            for run in held.runs.values():
                _give_up(run)
            return
        try:
            versions.check(trainee.facts["versions"], trainee.node)
            Training(store, held, trainee, patient).seen_through(wanted)
        finally:
            trainee.end()


def _while_wanted(store: RunStore, cluster: Cluster, held: Held) -> Callable[[], bool]:
    """Asked again and again: whether any of the runs is still wanted. Keeps for how many the cluster has room."""
    seen = [0.0]

    def patient() -> bool:
        held.beat()
        if time.monotonic() - seen[0] > 5:
            seen[0] = time.monotonic()
            with suppress(RunError):  # whoever watches the cluster tells of it, or it says so the next time
                write_aside(store.root / CLUSTER, str(cluster.places()).encode())
        return any(run.folder.exists() and not run.cancel_requested for run in held.runs.values())

    return patient


class Training:
    """A training that goes on elsewhere."""

    def __init__(self, store: RunStore, held: Held, trainee: Remote, patient: Callable[[], bool]) -> None:
        self.held, self.trainee, self.patient = held, trainee, patient
        self.runs, self.asked = list(held.runs.values()), set[str]()
        ids = [run.id for run in self.runs]
        shared = trainee.ask("find", str(store.root), ids, held.token)
        self.carried = None if shared else Carried(store.root, ids, self.ask, held.alone)

    def ask(self, method: str, *arguments: Any) -> Any:
        """Of the Trainee: that is a sign of life of ours, too."""
        self.held.beat()
        return self.trainee.ask(method, *arguments)

    def seen_through(self, wanted: Wanted) -> None:
        """Until it has ended, and all that came of it is here."""
        if self.carried:
            self.carried.send()
        self.ask("begin", self.runs[0].id, _environment(self.held.token))
        while (ended := self._looked()) is None:
            if wanted.gpus and any(
                (read_status(run.folder).device or "").startswith("CPU") for run in self.held.runs.values()
            ):
                raise RunError(NO_GPU, node=self.trainee.node)
            if not self.patient() and not any(run.folder.exists() for run in self.runs):
                return  # all deleted
            time.sleep(BEAT)
        if self.held.runs:
            print(f"The training on {self.trainee.node} ended with {ended}.")
            raise RunError(ENDED, node=self.trainee.node).coded(CUT_OFF)

    def _looked(self) -> int | None:
        """How it has ended, once everything is here; what was asked of it is told, what has changed is brought."""
        told = self.ask("told", self._new_flags(), self.carried.known if self.carried else {})
        whole = not self.carried or self.carried.bring(told, BEAT)
        self.held.leave_ended()
        return told["ended"] if whole else None

    def _new_flags(self) -> list[str]:
        """What its owner has asked since."""
        if not self.carried:
            return []
        there = {f"{run.id}/{flag}" for run in self.runs for flag in ("cancel", "stop") if (run.folder / flag).exists()}
        new, self.asked = sorted(there - self.asked), there
        return new


def _environment(token: str) -> dict[str, str]:
    """The settings of this host that hold for its trainings, wherever they are."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(HANDED_ON) and not name.startswith(NOT_THERE)
    }
    own = {"UNROLLED_TRAININGS_AT_ONCE": IN_LINE_ALREADY, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONUNBUFFERED": "1"}
    return kept | own | {lease.OWN: token}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
