"""Trains on a Ray cluster (UNROLLED_RUNNER=ray, RAY_ADDRESS): each training in a process of its own on one of its machines.

A small process here, the driver, waits for its turn, asks the cluster for a place, and sees to the training until it has ended.
It outlives the tab and the web server, which never imports Ray itself. docs/host.md says how to set it up.

    driver.py    from the place in line to the end        cluster.py   the connection, and what its errors mean to people
    node.py      what is done on the other machine        carrying.py  a run's folder, there and back
    wanted.py    what is set about the cluster            lease.py of runs/ says meanwhile that the run is alive
"""

import os
import platform
import secrets
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

from nlp_models.errors import RunError
from nlp_models.files import disk_told
from nlp_models.runners import local
from nlp_models.runners.ray.wanted import Wanted
from nlp_models.runs import lease
from nlp_models.runs.run import Run
from nlp_models.runs.store import REPOSITORY, RunStore

DRIVER = "nlp_models.runners.ray.driver"
PATIENCE = 8.0  # seconds for the driver to end the training there before it is killed itself


class Ray(local.Local):
    """Starts the driver of a training and returns at once."""

    def submit(self, run: Run) -> None:
        process = start(run)
        threading.Thread(
            target=local.followed, args=(run, process), name=f"reap-{run.id}", daemon=True
        ).start()  # no zombie stays

    def prepare(self, store: RunStore) -> None:
        """Nothing: it trains elsewhere."""

    def end(self, run: Run) -> None:
        end(run)

    def is_there(self) -> bool:
        """Whether anybody listens where the cluster should be."""
        return Wanted.of_host().answers


def start(run: Run) -> subprocess.Popen[bytes]:
    """The driver of this run; what it prints is added to the run's log.txt."""
    with disk_told(), open(run.folder / "log.txt", "ab") as log:
        return subprocess.Popen(
            command(run, secrets.token_hex(8)),
            cwd=REPOSITORY,
            env=os.environ | local.environment(run),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            close_fds=True,
        )


def command(run: Run, token: str) -> list[str]:
    """What the driver is started with; by the token it is known again."""
    return [sys.executable, "-m", DRIVER, run.id, token]


def end(run: Run) -> None:
    """End a training that does not hear: the driver is told to, or else killed, after which it ends there by itself.

    RunError where its driver is not on this computer, or has ended.
    """
    run.only_mine()
    held = lease.in_force(run.folder)
    if not held or held.host != platform.node() or held.token not in local.command_line(held.pid):
        raise RunError("There is no training of this run on this computer to end.")
    with suppress(ProcessLookupError):
        os.kill(held.pid, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while held.token in local.command_line(held.pid) and time.monotonic() < until:
            time.sleep(0.1)
        if held.token in local.command_line(held.pid):
            os.killpg(held.pid, signal.SIGKILL)
    lease.give_up(run.folder, held.token)
    if run.is_active:
        run.end_without("cancelled")
