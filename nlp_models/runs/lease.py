"""A lease says that a run is trained where its lock cannot be seen: on another computer. Whoever holds it renews it.

    lease.take(run, token)                # under store.locked(): RunError where somebody has the run
    lease.renew(run.folder, token)        # every few seconds; False where it has become somebody else's
    lease.in_force(run.folder)            # the Lease, or None; what our own process holds counts for nobody else

It is a file of the run's folder, and when it was renewed is the time of the file. On one computer the lock is enough: run.py.
"""

import json
import os
import platform
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp_models.errors import RunDamaged, RunError, RunNotFound
from nlp_models.files import write_aside
from nlp_models.runs.records import read_json, typed

if TYPE_CHECKING:
    from nlp_models.runs.run import Run

FILE = "lease.json"
SECONDS = 30.0  # without a renewal it is over
OWN = "LEASE_OF_UNROLLED"  # environment variable: the token of the lease under which this process trains


@dataclass(frozen=True)
class Lease:
    """Who holds it: a random token, and the process that renews it."""

    token: str
    host: str
    pid: int


def read(folder: str | Path) -> Lease | None:
    """What the file says, though it be over; None without one that can be read."""
    try:
        return typed(Lease, read_json(Path(folder) / FILE), FILE)
    except (RunDamaged, RunNotFound):
        return None


def in_force(folder: str | Path) -> Lease | None:
    """The lease of somebody else that was renewed a moment ago."""
    try:
        age = time.time() - os.stat(f"{folder}/{FILE}").st_mtime
    except OSError:
        return None
    lease = read(folder) if abs(age) <= SECONDS else None  # abs: a clock set back makes none last for ever
    return lease if lease and lease.token != os.environ.get(OWN) else None


def take(run: "Run", token: str) -> None:
    """Hold it from now on. RunError where somebody else trains the run; call it under `locked()` of the store."""
    if not run.lock_is_free():
        raise RunError("This run is already being trained by another process.")
    lease = Lease(token, platform.node(), os.getpid())
    write_aside(run.folder / FILE, json.dumps(asdict(lease)).encode())


def renew(folder: Path, token: str) -> bool:
    """Whether it is still held by this token, and then for SECONDS more."""
    lease = read(folder)
    if lease is None or lease.token != token:
        return False
    now = time.time()
    with suppress(FileNotFoundError):  # deleted at this very moment
        os.utime(folder / FILE, (now, now))  # not touch: a file server may have another clock
    return True


def give_up(folder: Path, token: str) -> None:
    """It is over, unless it is somebody else's by now."""
    lease = read(folder)
    if lease and lease.token == token:
        (folder / FILE).unlink(missing_ok=True)
