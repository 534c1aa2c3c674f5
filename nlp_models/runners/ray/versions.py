"""What has to be the same on both machines, so that a training goes on anywhere to the same bit: Python, packages, our code."""

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from nlp_models.errors import RunError
from nlp_models.runs.store import REPOSITORY

PACKAGES = ("tensorflow", "keras", "numpy", "sentencepiece", "scikit-learn", "safetensors")
OURS = "Unrolled"


def own() -> dict[str, str]:
    """Name -> version here; of our own code a digest of its files."""
    packages = {name: _version(name) for name in PACKAGES}
    return {"Python": platform.python_version()} | packages | {OURS: _digest()}


def check(theirs: dict[str, str], node: str) -> None:
    """RunError, which names the first that differs, unless they are ours."""
    for name, ours in own().items():
        if theirs.get(name) != ours:
            raise RunError(
                "The machine {node} has {name} {theirs}, this server has {ours}. Trainings need the same on both.",
                node=node,
                name=name,
                theirs=theirs.get(name, ""),
                ours=ours,
            )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


@cache
def _digest() -> str:
    """Of every module of ours, by its place."""
    found = hashlib.sha256()
    for path in sorted((REPOSITORY / "nlp_models").rglob("*.py")):
        found.update(path.relative_to(REPOSITORY).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:12]
