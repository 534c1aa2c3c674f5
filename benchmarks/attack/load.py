"""Twenty sessions on one server beside a training, each with a different sentence every six seconds: 95 of 100 answers in time.

A closed loop: who waits for an answer types nothing. Milliseconds are the server's, without a browser (server_time.Visitor).
"""

import os
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from host import SENTENCES, beside_training
from server import running_server, wait_until_up
from server_time import Visitor

from benchmarks.attack import Asked, Try
from nlp_models.answering.ready import ready_models

SESSIONS, SECONDS, EVERY = 20, 120, 6
P95 = 1_200  # milliseconds, on two idle cores


def tries(asked: Asked, folder: Path) -> Iterator[Try]:
    """One load; few sessions are only to see that it works, whatever their time."""
    os.environ |= {"UNROLLED_RUNS": str(folder / "runs"), "UNROLLED_VISITORS": "one"}
    sessions, seconds = (3, 20) if asked.few else (SESSIONS, SECONDS)
    with running_server(folder / "server.log") as server:
        wait_until_up(server, folder / "server.log")
        with beside_training(None):
            taken, broken = loaded(server.address, sessions, seconds)
    yield Try("every session was answered", "; ".join(broken))
    p95 = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else float("inf")
    told = f"{len(taken)} answers, median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms, load {os.getloadavg()[0]:.1f}"
    print(f"load       {told}")
    yield Try(
        "95 of 100 answers in time",
        "" if p95 < P95 or asked.few else f"{told}; {P95} ms are promised on two idle cores",
    )


def loaded(address: str, sessions: int, seconds: float) -> tuple[list[float], list[str]]:
    """`(milliseconds of all answers, what broke)`."""
    taken: list[float] = []
    broken: list[str] = []
    network = ready_models("sentiment")[0].id
    threads = [
        threading.Thread(target=session, args=(address, network, n, seconds, taken, broken)) for n in range(sessions)
    ]
    for thread in threads:
        thread.start()
        time.sleep(EVERY / sessions)
    for thread in threads:
        thread.join()
    return taken, broken


def session(address: str, network: str, number: int, seconds: float, taken: list[float], broken: list[str]) -> None:
    """One visitor who types a sentence of their own every six seconds."""
    try:
        with Visitor(address, f"lang=en&step=try&run={network}") as visitor:
            until, turn = time.monotonic() + seconds, 0
            while time.monotonic() < until:
                took = visitor.typed("Type a sentence", f"{SENTENCES[turn % len(SENTENCES)]} {number} {turn}")
                taken.append(took)
                turn += 1
                time.sleep(max(0.0, EVERY - took / 1000))
    except Exception as error:
        broken.append(f"session {number}: {type(error).__name__}: {error}")
