"""One damaged file of a run: every file, every damage, before everybody else and before its owner, in all that reads it and on every page."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.attack import Asked, Try
from benchmarks.attack.pytested import pytested


def tries(asked: Asked, folder: Path) -> Iterator[Try]:
    """The matrix of tests/runs/test_damaged.py, whole on the pages too unless `few`; it needs no seed."""
    yield from pytested("tests/runs/test_damaged.py", few=asked.few, folder=folder)
