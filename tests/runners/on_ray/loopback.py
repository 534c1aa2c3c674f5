"""A real cluster on loopback: a head and a second machine of two cores each, which share no folder of runs with this process."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

HERE, REPOSITORY = Path(__file__).parent, Path(__file__).parents[3]
COMMAND = Path(sys.executable).parent / "ray"
HAS_RAY = importlib.util.find_spec("ray") is not None
MARK = "UNROLLED_TEST_CLUSTER"  # of every process of it, so that none of anybody else's is ever ended
FEW = ("--include-dashboard=false", "--no-monitor")  # processes beside those that are needed
LITTLE = ("--include-log-monitor=false",)
QUICK = {
    "RAY_worker_niceness": "0",
    "RAY_enable_worker_prestart": "0",
    "RAY_prestart_worker_first_driver": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "GRPC_ENABLE_FORK_SUPPORT": "false",  # docs/host.md
    "RAY_health_check_initial_delay_ms": "500",
    "RAY_health_check_period_ms": "500",  # five refused ones, and a machine counts as dead
}


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


PATIENCE, LIMIT, TRIES = 120, 300, 3  # seconds of a wait, and of a test: others compute meanwhile


@pytest.fixture(autouse=True)
def time_limit():
    """A test that hangs fails: whatever it waits for is broken off."""

    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail(f"It took more than {LIMIT} seconds."))
    signal.alarm(LIMIT)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def eventually(true, seconds=PATIENCE):
    until = time.time() + seconds
    while not (found := true()) and time.time() < until:
        time.sleep(0.25)  # a look is some milliseconds of work
    assert found
    return found


def processes(*words):
    """The numbers of those whose command line has all of these, or whose environment has them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = (folder / "cmdline").read_bytes() + b"\0" + (folder / "environ").read_bytes()
            if all(word.encode() in told for word in words):
                found.append(int(folder.name))
    return found


def parent_of(pid):
    """The number of the process that started it."""
    return int((Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[1])


def kill(*words):
    """SIGKILL to those; how many there were."""
    found = [pid for pid in processes(*words) if pid != os.getpid()]
    for pid in found:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(found)


class Loopback:
    """The cluster: `start(name)` a machine, `kill(name)` it."""

    def __init__(self, folder):
        self.folder, (self.port, self.client) = folder, free_ports(2)
        self.mark = f"{MARK}={folder.name}"
        self.address, self.from_afar = f"127.0.0.1:{self.port}", f"ray://127.0.0.1:{self.client}"

    def start(self, name, *more, cores=1):
        """Ray itself gives a machine half a minute, which on a busy computer may be too little: then another try."""
        for _ in range(TRIES):
            done = self._started(name, *more, cores=cores)
            if not done.returncode:
                return
            eventually(lambda: not kill(self.mark, f"UNROLLED_NODE={name}\0"))
        raise AssertionError(done.stdout[-2000:])

    def _started(self, name, *more, cores):
        env = os.environ | QUICK
        env |= {MARK: self.folder.name, "UNROLLED_NODE": name, "UNROLLED_RUNS": str(self.folder / name)}
        env["PYTHONPATH"] = f"{REPOSITORY}{os.pathsep}{HERE}"
        for gone in ("UNROLLED_RUNNER", "RAY_ADDRESS", "PYTEST_CURRENT_TEST"):
            env.pop(gone, None)
        head = ["--head", f"--port={self.port}", f"--ray-client-server-port={self.client}", f"--temp-dir={self.folder}"]
        where = [*head, *FEW] if name == "one" else [f"--address=127.0.0.1:{self.port}"]
        return subprocess.run(
            [COMMAND, "start", *where, f"--num-cpus={cores}", "--object-store-memory=80000000", *LITTLE, *more],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
        )

    def kill(self, name):
        """As when its power goes."""
        assert kill(self.mark, f"UNROLLED_NODE={name}\0")

    def carried(self, run):
        """Where a run lies on its machines."""
        return [*self.folder.glob(f"*/unrolled-*/{run.id}")]


@pytest.fixture(scope="module", name="cluster")
def running_cluster():
    if not HAS_RAY:
        pytest.skip("Ray is not installed: pip install -r requirements-ray.txt")
    folder = Path(tempfile.mkdtemp(prefix="ur", dir="/tmp"))  # short: the names of sockets have 107 letters at most
    loopback = Loopback(folder)
    try:
        loopback.start("one", cores=2)
        loopback.start("two", "--num-gpus=1", cores=2)  # says so, and has none
        yield loopback
    finally:
        eventually(lambda: not kill(loopback.mark))
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(name="by_ray")
def store_trained_by_ray(cluster, store, monkeypatch):
    """Runs of this test's store are trained on the cluster, by pretending."""
    from nlp_models.runners import ray
    from nlp_models.runs.store import RunStore

    monkeypatch.setenv("UNROLLED_RUNNER", "ray")
    monkeypatch.setenv("UNROLLED_TRAININGS_AT_ONCE", "0")  # as many as the cluster holds
    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    monkeypatch.setenv("PYTHONPATH", f"{REPOSITORY}{os.pathsep}{HERE}")
    monkeypatch.setattr(ray, "command", lambda run, token: [sys.executable, str(HERE / "light.py"), run.id, token])
    yield RunStore.default()
    kill(f"UNROLLED_RUNS={store.root}\0", "light.py")
