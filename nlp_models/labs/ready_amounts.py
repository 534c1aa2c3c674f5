"""What amounts.py measures of one's own text, measured beforehand of a ready model: benchmarks/ready_amounts.py writes it.

ready(folder)   # ReadyAmounts, or None: also where the model was trained anew since
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from nlp_models.files import write_aside
from nlp_models.labs.amounts import Point

READY = Path(__file__).parents[2] / "data" / "labs"


@dataclass(frozen=True)
class Repeated:
    """Perplexities of two kinds of test lines: with four words in a row that stand in the training text, and without."""

    share: float  # of the lines that repeat
    network: float
    ngrams: float
    network_on_others: float
    ngrams_on_others: float


@dataclass(frozen=True)
class ReadyAmounts:
    """The points, the smallest amount first, and why the n-grams are so good."""

    points: tuple[Point, ...]  # the whole alone where it was not trained on less
    repeated: Repeated


def ready(folder: Path) -> ReadyAmounts | None:
    """What is kept of the ready model in this folder."""
    path = _path(folder)
    if not path.exists():
        return None
    kept = json.loads(path.read_bytes())
    if kept["weights"] != _digest(folder):
        return None
    points = tuple(Point(**point) for point in kept["points"])
    return ReadyAmounts(points, Repeated(**kept["repeated"]))


def keep(folder: Path, found: ReadyAmounts) -> None:
    """Keep what was measured of a ready model."""
    text = json.dumps(asdict(found) | {"weights": _digest(folder)}, indent=1)
    write_aside(_path(folder), (text + "\n").encode())


def _path(folder: Path) -> Path:
    return READY / f"amounts-{folder.name}.json"


def _digest(folder: Path) -> str:
    return hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
