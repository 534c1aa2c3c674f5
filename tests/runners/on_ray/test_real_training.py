"""A real training of Keras on a cluster, cut off and gone on with elsewhere: half a minute of processor, so `make attack` asks for it."""

import os
import signal

import numpy as np
import pytest
from conftest import SEARCHING
from loopback import processes, running_cluster, store_trained_by_ray, time_limit  # noqa: F401  # three fixtures
from safetensors.numpy import load_file
from test_cluster import ended, made, trains

from nlp_models import runners


@pytest.mark.skipif(not SEARCHING, reason="make attack")
def test_real_training_goes_on_where_its_machine_was_lost_and_ends_equal_to_the_bit(
    by_ray, cluster, monkeypatch, tmp_path
):
    from nlp_models.runs.store import RunStore
    from nlp_models.training.worker import run_worker

    monkeypatch.undo()
    monkeypatch.setenv("UNROLLED_RUNS", str(by_ray.root))
    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    run = made(by_ray)
    runners.chosen("ray").submit(run)
    local = RunStore(tmp_path / "local")
    unbroken = made(local)
    assert run_worker(local, unbroken.id) == 0
    node = trains(run).split("(")[1].rstrip(")")
    os.kill(next(iter(processes(cluster.mark, f"UNROLLED_NODE={node}\0", "raylet_socket_name"))), signal.SIGKILL)
    assert ended(run).state == "interrupted" and 3 <= len(run.metrics()) < 100
    run.prepare_resume()
    runners.chosen("ray").submit(run)
    assert ended(run).state == "done", run.log_tail()
    other = {"one": "two", "two": "one"}[node]
    assert run.report["device"] == f"CPU ({node}), then CPU ({other})" and run.report["attempt"] == 2
    ours, theirs = (load_file(one.folder / "weights.safetensors") for one in (unbroken, run))
    assert ours.keys() == theirs.keys() and all(np.array_equal(ours[name], theirs[name]) for name in ours)
