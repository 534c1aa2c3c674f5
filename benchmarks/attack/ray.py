"""Trainings on a real cluster on loopback: killed on it, lost with it, and a real one that ends elsewhere equal to the bit."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.attack import Asked, Try
from benchmarks.attack.pytested import pytested


def tries(asked: Asked, folder: Path) -> Iterator[Try]:
    """Every test of the cluster; of a few the real training, for which a suite has no time, is none."""
    yield from pytested("tests/runners/on_ray", few=asked.few, folder=folder)
