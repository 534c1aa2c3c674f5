"""A real web server of ours on a free port: for the browser tests, the screenshots and the benchmark of a host."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PATIENCE = 60  # seconds until it has to answer


@contextmanager
def running_server(log=None, environment=None, python=sys.executable):
    """A Popen with `.address` and `.since`, the moment it was asked for; it may still be starting.

    Args:
        log: a Path that receives what the server prints.
        environment: the whole environment of the server; ours when None.
        python: the interpreter of the server and of what it starts.
    """
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = [f"--server.port={port}", "--server.address=127.0.0.1"]
    command = [python, "-m", "streamlit", "run", "app.py", *where]
    with open(log or os.devnull, "wb") as printed:
        since = time.monotonic()
        server = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=printed, stderr=subprocess.STDOUT)
    server.address, server.since = f"http://127.0.0.1:{port}", since
    try:
        yield server
    finally:
        server.terminate()
        server.wait(20)


def wait_until_up(server, log):
    """The server's address once it answers; what it printed when it does not."""
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=1):
                return server.address
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8", "replace"))
