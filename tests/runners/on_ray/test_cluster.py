"""Trainings on real machines of a cluster: what DESIGN promises of a run holds wherever it is trained."""

import os
import signal
import subprocess
import sys
import time

import light
import pytest
from conftest import SEARCHING, recipe_of_two, tiny_rows
from loopback import (  # noqa: F401  # three fixtures
    eventually,
    kill,
    parent_of,
    processes,
    running_cluster,
    store_trained_by_ray,
    time_limit,
)

from nlp_models import runners
from nlp_models.datasets.dataset import Dataset
from nlp_models.messages import render
from nlp_models.runners.everything import delete_everything
from nlp_models.runners.ray import driver
from nlp_models.runs import lease

RECIPE = recipe_of_two().changed(epochs=100, patience=100)


WEB_SERVER = """
import sys, time
from nlp_models import runners
from nlp_models.runs.store import RunStore
runners.ray.command = lambda run, token: [sys.executable, sys.argv[2], run.id, token]
runners.chosen().submit(RunStore.default().open(sys.argv[1]))
time.sleep(600)
"""


def made(store, recipe=RECIPE, owner="ann"):
    texts, labels = tiny_rows()
    return store.create("sentiment", recipe, Dataset({"text": texts, "label": labels}), owner=owner)


def submitted(store, owner="ann"):
    run = made(store, owner=owner)
    runners.chosen().submit(run)
    return run


def trains(run, epochs=3):
    eventually(lambda: not run.is_active or (len(run.metrics()) >= epochs and run.has_learned))
    assert run.is_active, (run.status, run.log_tail())
    return run.status.device


def ended(run):
    eventually(lambda: not run.is_active and run.lock_is_free())
    return run.status


def test_web_process_never_imports_ray():
    runners.chosen("ray")
    assert "ray" not in sys.modules


@pytest.mark.skipif(not SEARCHING, reason="make attack")
def test_whatever_is_killed_the_run_goes_on_or_can_be_resumed(by_ray, cluster, monkeypatch):
    """The web server that submitted it, the training, the process of Ray's that holds it, its driver."""
    other = submitted(by_ray)
    monkeypatch.setenv("RAY_ADDRESS", cluster.from_afar)
    run = made(by_ray)
    web_server = subprocess.Popen([sys.executable, "-c", WEB_SERVER, run.id, light.__file__])
    runs = (run, other)
    for one in runs:
        trains(one)
    web_server.kill()
    web_server.wait()
    reached = len(run.metrics())
    eventually(lambda: len(run.metrics()) > reached)

    (training,) = processes(cluster.mark, "light.py", run.id)
    os.kill(parent_of(training), signal.SIGKILL)
    assert kill(cluster.mark, "light.py", other.id)
    for one in runs:
        status = ended(one)
        assert status.state == "interrupted" and status.cut_off_by, one.log_tail()
        assert len(one.metrics()) - int(max(one.folder.glob("checkpoint/epoch-*")).name[-4:]) <= 1
    reached = [len(one.metrics()) for one in runs]
    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    for one in runs:
        one.prepare_resume()
        runners.chosen().submit(one)
    for one, before in zip(runs, reached, strict=True):
        eventually(lambda one=one, before=before: len(one.metrics()) > before and one.status.state == "running")
        assert one.metrics()[0]["epoch"] == 1 and not one.status.message

    os.kill(lease.read(run.folder).pid, signal.SIGKILL)
    assert run.is_active  # for as long as a lease lasts
    os.utime(run.folder / lease.FILE, (0, time.time() - lease.SECONDS - 1))
    runners.of(other).end(other)
    assert ended(other).state == "cancelled"
    eventually(lambda: run.status.state == "interrupted")
    run.prepare_resume()
    eventually(lambda: not processes(cluster.mark, "light.py") and not cluster.carried(other))


WRONG_HERE = [
    ({"RAY_ADDRESS": ""}, "need RAY_ADDRESS"),
    ({"RAY_ADDRESS": "gpu.example.org"}, 'not "gpu.example.org"'),
    ({"RAY_ADDRESS": "ray://127.0.0.1:9"}, "does not answer"),
    ({"RAY_ADDRESS": "ray://127.0.0.1:99999"}, "does not answer"),
    ({"RAY_ADDRESS": "127.0.0.1:9", "UNROLLED_RAY_CPUS": "two"}, 'from 1 on, not "two"'),
]
WRONG_THERE = [
    ({"UNROLLED_RAY_GPUS": "1"}, "TensorFlow finds none on two"),
    ({"PRETENDED": "FullDisk"}, "The disk of"),
]
if SEARCHING:  # make attack
    WRONG_THERE += [
        ({"UNROLLED_RAY_GPUS": "2"}, "1 cores and 2 GPUs"),
        ({"PRETENDED": "OldVersions"}, "has tensorflow 2.0.0, this server has"),
    ]


def is_told(run, told):
    """In a sentence, and nothing is lost."""
    status = ended(run)
    assert status.state in ("failed", "interrupted") and told in render(status.message), (status, run.log_tail())
    assert not status.cannot_go_on
    run.prepare_resume()


@pytest.mark.parametrize("setting, told", WRONG_HERE)
def test_setting_that_is_amiss_is_told_before_ray_is_imported(store, monkeypatch, setting, told):
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(lease.OWN, "")  # as it was afterwards
    monkeypatch.setattr(driver.signal, "signal", lambda *_: None)
    monkeypatch.setattr(driver.RunStore, "default", lambda: store)
    run = made(store)
    assert driver.main(run.id, "token") == 2 and "ray" not in sys.modules
    is_told(run, told)


def test_what_is_amiss_on_a_machine_is_told(by_ray, monkeypatch):
    runs = []
    for setting, told in WRONG_THERE:
        with monkeypatch.context() as there:
            for name, value in setting.items():
                there.setenv(name, value)
            runs.append((submitted(by_ray, owner=told), told))  # one has so many in line and no more
    for run, told in runs:
        is_told(run, told)


def test_trainings_are_as_near_as_local_ones_until_their_machine_is_lost_and_then_the_head(
    by_ray, cluster, monkeypatch
):
    """One story, since what costs is that trainings begin: in line, stopped, deleted, lost and gone on with, lost again."""
    monkeypatch.setenv("UNROLLED_RAY_CPUS", "2")  # all that a machine has
    first, lost = submitted(by_ray), submitted(by_ray)
    assert {trains(first), trains(lost)} == {"CPU (one)", "CPU (two)"}
    monkeypatch.setenv("UNROLLED_RAY_CPUS", "1")
    third = submitted(by_ray, owner="bob")
    are_carried(cluster, first, lost)
    assert runners.chosen().place_in_line(third, by_ray) == 1 and by_ray.places == 2

    if first.status.device == "CPU (two)":  # which one comes where is for the cluster to say
        first, lost = lost, first
    is_stopped_soon(first)
    trains(third)
    assert delete_everything(by_ray, "bob") == 1
    eventually(lambda: not any(map(cluster.carried, (first, third))), 10)

    (raylet,) = processes(cluster.mark, "UNROLLED_NODE=two\0", "raylet_socket_name", "/raylet/raylet\0")
    os.kill(raylet, signal.SIGKILL)
    status = ended(lost)
    assert status.state == "interrupted" and "two" in render(status.cut_off_by), (status, lost.log_tail(60))
    reached = len(lost.metrics())
    lost.prepare_resume()
    monkeypatch.setenv("RAY_ADDRESS", cluster.from_afar)
    runners.chosen().submit(lost)
    assert trains(lost, reached + 3) == "CPU (one)"
    assert [line["epoch"] for line in lost.metrics()] == [*range(1, len(lost.metrics()) + 1)]

    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    beside = [submitted(by_ray)] if SEARCHING else []
    for run in beside:
        trains(run)
    cluster.kill("one")
    for run in (lost, *beside):
        status = ended(run)
        assert status.state == "interrupted" and "does not answer" in status.cut_off_by.text, (status, run.log_tail(60))
        run.prepare_resume()


def are_carried(cluster, *runs):
    """Their folders lie on their machines, and what is new there is here within five seconds."""
    assert all(map(cluster.carried, runs))
    before, since = runs[0].status.epoch, time.time()
    eventually(lambda: runs[0].status.epoch > before)
    assert time.time() - since < 5


def is_stopped_soon(run):
    """And all that came of it is here."""
    asked = time.time()
    run.request_stop()
    assert ended(run).state == "done" and time.time() - asked < 10
    assert len((run.folder / "weights.safetensors").read_bytes()) == 3_000_000
    assert len([*run.folder.glob("checkpoint/epoch-*")]) == 2 and not [*run.folder.glob("**/.*")]
