"""Whether a process drives a sweep: it holds a lock that the kernel frees on any death."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nlp_models.errors import RunError

PATIENCE = 1.0  # seconds; who only looks holds the lock for an instant


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Within: the lock is this process's; RunError where another one has it. Programs that are started do not take it along."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + PATIENCE
    try:
        while not _taken(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > until:
                raise RunError("This sweep is already going on.")
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


def is_held(file: Path) -> bool:
    """Whether a process has it."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _taken(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _taken(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
