"""A cluster that is lost is told as lost, whatever Ray raises or never returns from; without Ray: what it may do is done here."""

import socket
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from conftest import recipe_of_two, tiny_rows
from loopback import free_ports, time_limit  # noqa: F401  # a fixture

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunError
from nlp_models.messages import render
from nlp_models.runners.ray import cluster, driver
from nlp_models.runners.ray import wanted as own
from nlp_models.runners.ray.cluster import Remote
from nlp_models.runners.ray.wanted import Wanted
from nlp_models.runs.records import CUT_OFF


class OfItsOwn(Exception):
    """Any of Ray's errors."""


ERRORS = SimpleNamespace(
    GetTimeoutError=type("GetTimeoutError", (OfItsOwn,), {}),
    RayTaskError=type("RayTaskError", (OfItsOwn,), {}),
    RayActorError=type("RayActorError", (OfItsOwn,), {}),
    RayError=OfItsOwn,
)


@pytest.fixture
def wanted(monkeypatch):
    """A head that listens until `.head` is closed."""
    monkeypatch.setattr(cluster, "engine", lambda: SimpleNamespace(exceptions=ERRORS))
    monkeypatch.setattr(own, "SETTLES", 0.5)
    head = socket.create_server(("127.0.0.1", free_ports(1)[0]))
    wanted = Wanted(f"127.0.0.1:{head.getsockname()[1]}", 1, 0)
    yield SimpleNamespace(wanted=wanted, head=head)
    head.close()


@pytest.mark.parametrize("error", [OfItsOwn("x"), KeyError("x"), ConnectionError("x"), Exception("gRPC's")])
def test_whatever_is_raised_while_the_head_ends_the_cluster_is_lost(wanted, error):
    """Its port may go last, a moment after the connection broke."""
    remote = Remote(None, wanted.wanted)
    remote.node = "gpu-1"
    with pytest.raises(RunError, match="The machine gpu-1") as told, remote.told():
        raise error
    assert told.value.code == CUT_OFF
    threading.Timer(0.2, wanted.head.close).start()
    with pytest.raises(RunError, match="does not answer") as told, remote.told():
        raise error
    assert told.value.code == CUT_OFF


def test_machine_that_is_gone_before_it_began_is_no_failure(wanted):
    for error, code in ((ERRORS.RayActorError("its node died"), CUT_OFF), (ERRORS.RayActorError(cluster.MISSING), "")):
        with pytest.raises(RunError) as told, Remote(None, wanted.wanted).told():
            raise error
        assert told.value.code == code


def test_machine_with_too_little_of_what_is_asked_for_is_none(wanted, monkeypatch):
    machines = [{"Alive": True, "Resources": {"CPU": 8, "GPU": 1}}, {"Alive": False, "Resources": {"CPU": 8, "GPU": 2}}]
    monkeypatch.setattr(cluster, "engine", lambda: SimpleNamespace(exceptions=ERRORS, nodes=lambda: machines))
    with pytest.raises(RunError, match="No machine of the cluster has 1 cores and 2 GPUs"):
        cluster.Cluster(replace(wanted.wanted, gpus=2)).trainee(lambda: True)


def test_connection_is_tried_again_unless_it_is_refused(wanted, monkeypatch):
    monkeypatch.setattr(cluster, "PAUSE", 0.01)
    tries = []

    def init(_address, **_):
        tries.append(1)
        if len(tries) == 1:
            raise OfItsOwn("a process ended while it was looked at")
        if len(tries) == 2:
            raise ConnectionAbortedError("Initialization failure from server: psutil.ZombieProcess: PID still exists")
        if len(tries) == 4:
            raise RuntimeError("Version mismatch: 3.12")

    ray = SimpleNamespace(init=init, shutdown=lambda: None)
    cluster._connect(ray, wanted.wanted)
    assert len(tries) == 3
    with pytest.raises(RunError, match="another version of Ray"):
        cluster._connect(ray, wanted.wanted)


def test_runs_are_offered_for_resume_though_a_call_of_rays_never_returns(store, wanted, monkeypatch):
    texts, labels = tiny_rows()
    run = store.create("sentiment", recipe_of_two(), Dataset({"text": texts, "label": labels}), owner="ann")
    monkeypatch.setattr(driver, "LOOKS", 0.01)
    held, left = driver.Held(store, [run], "token"), []
    run.update_status(state="running")
    monkeypatch.setattr(driver.os, "_exit", left.append)
    wanted.head.close()
    held.end_with(wanted.wanted)
    assert left == [2] and run.lock_is_free()
    assert run.status.state == "interrupted" and "does not answer" in render(run.status.cut_off_by)
    run.prepare_resume()
