"""The cluster: where it answers, for how many trainings it has room, and what its errors mean to people.

    with connected(Wanted.of_host()) as cluster:
        cluster.places()                        # 4
        trainee = cluster.trainee(patient)      # a Remote: one machine's Trainee; waits for room
        trainee.ask("facts")

Only the driver process comes here: Ray is imported when a connection is made.
"""

import importlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from nlp_models.errors import RunError, UnrolledError
from nlp_models.files import DISK_FULL
from nlp_models.messages import mark
from nlp_models.runners.ray.node import Trainee
from nlp_models.runners.ray.wanted import Wanted
from nlp_models.runs.records import CUT_OFF

GRACE = 10  # seconds that a connection may be gone before the cluster ends what it was for
ATTEMPTS = 4
# in what Ray says where the process that serves a connection was late, or fell while it began
FELL = ("client server failed", "psutil.")
PAUSE = 1.0  # seconds before the second try, twice as many before the third
REFUSED = (ConnectionError, RuntimeError, ValueError, TimeoutError)  # what it raises where another try is as bad
PATIENCE = 60.0  # seconds without any answer before a machine is given up
MISSING = "No module named 'nlp_models"
GONE = mark("The cluster that trains does not answer. Resume this once it is back.")

LOST = mark("The machine {node} that trained it is gone, or ended it.")
LOST_BEFORE = mark("The machine that was to train it is gone. Resume it, and another one takes over.")
NOT_FOUND = mark("A machine of the cluster cannot find Unrolled: Ray was started there without its PYTHONPATH.")


@cache
def engine() -> Any:
    """Ray itself. RunError where it is not installed."""
    try:
        return importlib.import_module("ray")
    except ModuleNotFoundError as error:
        if error.name != "ray":
            raise
        raise RunError("This server is set to train on a cluster, but Ray is not installed on it.") from None


@contextmanager
def connected(wanted: Wanted) -> Iterator["Cluster"]:
    """The Cluster, for a while. RunError where nobody answers there, or nobody fit."""
    os.environ |= {"RAY_CLIENT_RECONNECT_GRACE_PERIOD": str(GRACE), "RAY_USAGE_STATS_ENABLED": "0"}
    if not wanted.answers:
        raise gone(wanted)
    ray = engine()
    _connect(ray, wanted)
    try:
        yield Cluster(wanted)
    except UnrolledError:
        raise
    except Exception as error:
        if wanted.is_gone():
            raise gone(wanted) from error
        raise
    finally:
        with suppress(Exception):  # Ray's own, of a cluster that is gone: there is nothing left to close
            ray.shutdown()


def _connect(ray: Any, wanted: Wanted) -> None:
    """A head that has much to do is asked again; so it is where its process for this connection fell while it began.

    gRPC in a process that Ray forks falls so now and then (ray-project/ray#63202): docs/host.md says what keeps it from that.
    """
    for again in reversed(range(ATTEMPTS)):
        try:
            return ray.init(wanted.address, log_to_driver=False, logging_level="ERROR", configure_logging=False)
        except Exception as error:
            if wanted.is_gone():
                raise gone(wanted) from error
            if not again or (isinstance(error, REFUSED) and not any(sign in str(error) for sign in FELL)):
                raise unusable(error) from error
            with suppress(Exception):  # what was begun of a connection
                ray.shutdown()
            time.sleep(PAUSE * (ATTEMPTS - again))


def gone(wanted: Wanted) -> RunError:
    """What is told where the cluster is lost."""
    print(f"Nobody answers at {wanted.address}.")
    return RunError(GONE).coded(CUT_OFF)


def unusable(error: object) -> RunError:
    """What is told where it answers, but not as it should; the log has the rest."""
    text = " ".join(str(error).split())
    print(text[-2000:])
    if MISSING in text:
        return RunError(NOT_FOUND)
    if "ersion mismatch" in text:
        return RunError("The cluster has another version of Ray or Python than this server.")
    return RunError("The cluster cannot be used; the log of this training says why. Tell whoever runs this host.")


class Cluster:
    """A cluster that answers."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted

    def places(self) -> int:
        """For how many trainings there is room, were there no others. RunError where the cluster cannot say."""
        with Remote(None, self.wanted).told():
            machines = [node["Resources"] for node in engine().nodes() if node["Alive"]]
        room = self.wanted.room
        return sum(min(int(has.get(name, 0) // asked) for name, asked in room.items()) for has in machines)

    def trainee(self, patient: Callable[[], bool]) -> "Remote | None":
        """A Trainee on a machine that has room; None where `patient` is no longer true before there is one."""
        if not self.places():
            raise RunError(
                "No machine of the cluster has {cpus} cores and {gpus} GPUs for a training.",
                cpus=self.wanted.cpus,
                gpus=self.wanted.gpus,
            )
        options = {"num_cpus": self.wanted.cpus, "num_gpus": self.wanted.gpus, "max_restarts": 0}
        for again in reversed(range(ATTEMPTS)):
            remote = Remote(None, self.wanted)
            try:
                with remote.told():
                    remote.actor = engine().remote(Trainee).options(**options).remote()
                return remote if remote.comes(patient) else None
            except RunError as error:  # on a machine of which the head does not know yet that it is gone
                if not again or error.message.text != LOST_BEFORE:
                    raise
        return None


class Remote:
    """A Trainee elsewhere, and what is told of its machine's errors."""

    def __init__(self, actor: Any, wanted: Wanted) -> None:
        self.actor, self.wanted, self.node = actor, wanted, ""

    def comes(self, patient: Callable[[], bool]) -> bool:
        """Whether it is there before `patient` is no longer true."""
        with self.told():
            asked = self.actor.facts.remote()
        while not self._has(asked):
            if not patient():
                return False
        with self.told():
            self.facts = engine().get(asked)
        self.node = self.facts["node"]
        return True

    def _has(self, asked: Any) -> bool:
        """Whether what was asked is there, after half a second at most."""
        with self.told():
            return bool(engine().wait([asked], timeout=0.5)[0])

    def ask(self, method: str, *arguments: Any) -> Any:
        """What a method of it gives. RunError, cut off, where the machine is lost; what is wrong there is a RunError, too."""
        since = time.monotonic()
        while True:
            with self.told():
                try:
                    return engine().get(getattr(self.actor, method).remote(*arguments), timeout=15)
                except engine().exceptions.GetTimeoutError:
                    if time.monotonic() - since > PATIENCE:  # whether the cluster is there at all is watched beside
                        raise self._lost("no answer") from None

    def end(self) -> None:
        """The training there is over, and nothing of it stays; as far as anybody still answers."""
        with suppress(Exception):  # Ray raises what it likes where it is gone, and its training with it
            engine().get(self.actor.end.remote(), timeout=5)
            engine().kill(self.actor)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Within Ray is asked, and nothing else done: whatever it raises becomes a RunError.

        Where a connection breaks that is not only its own errors, but also those of gRPC, or a KeyError.
        """
        errors = engine().exceptions
        try:
            yield
        except (UnrolledError, errors.GetTimeoutError):
            raise
        except errors.RayTaskError as error:
            raise self._refused(error) from error
        except Exception as error:
            raise self._lost(error) from error

    def _refused(self, error: Any) -> BaseException:
        """What a method itself raised there."""
        cause = getattr(error, "cause", None)
        if isinstance(cause, OSError) and cause.errno in DISK_FULL:
            return RunError("The disk of {node} is full. Tell whoever runs it, then resume this one.", node=self.node)
        if cause is None or isinstance(cause, engine().exceptions.RayError):  # what it was to be asked got lost
            return self._lost(error)
        return cause

    def _lost(self, error: object) -> RunError:
        if self.wanted.is_gone():
            return gone(self.wanted)
        if not self.node and isinstance(error, engine().exceptions.RayActorError) and MISSING not in str(error):
            return RunError(LOST_BEFORE).coded(CUT_OFF)
        if not self.node:
            return unusable(error)
        print(" ".join(str(error).split())[-2000:])
        return RunError(LOST, node=self.node).coded(CUT_OFF)
