"""Snapshots: a run's network as it was after some of its epochs, in float16; the first before it had learned anything.

    snapshots.epochs(run.folder)       # [0, 2, 4, 6, 7]; of a training of few epochs their parts, too: [0, 0.5, 1, 1.5, 2]
    snapshots.read(run.folder, 4)      # bytes, as weights.safetensors has them

At most MOST of them, evenly apart, and MOST_BYTES together: of a large network fewer, and none where two do not fit.
A training writes them (training/snapshots.py); answering/epochs.py makes a Predictor of one.
"""

import re
from pathlib import Path

from nlp_models.runs.records import damaged, whole

FOLDER = "snapshots"
NAME = re.compile(r"epoch-(\d{4})(\.\d{2})?\.safetensors")
MOST, MOST_BYTES = 12, 20_000_000

Epoch = int | float  # a float within an epoch, to two digits


def room(size: int) -> int:
    """How many snapshots of so many bytes a run keeps; 0 where not even two fit, of which one could tell a change."""
    count = min(MOST, MOST_BYTES // max(size, 1))
    return count if count > 1 else 0


def parts_of(epochs: int) -> int:
    """In how many parts an epoch is cut in a training of so many, so that few epochs make a series, too."""
    return max(1, (MOST - 1) // max(1, epochs))


def series(epoch: Epoch, most: int, parts: int = 1) -> list[Epoch]:
    """The epochs that are kept when this one is reached: the first, this one, and at most `most` - 2 evenly between them.

    >>> series(9, 6)
    [0, 2, 4, 6, 8, 9]
    >>> series(1.25, 12, parts=4)
    [0, 0.25, 0.5, 0.75, 1, 1.25]
    """
    point, apart = round(epoch * parts), 1
    while len(_every(point, apart)) > most:
        apart *= 2  # doubled: what is kept from now on was kept before
    return [part_of(at, parts) for at in _every(point, apart)]


def part_of(point: int, parts: int) -> Epoch:
    """The epoch at one of its parts."""
    return point // parts if point % parts == 0 else round(point / parts, 2)


def _every(point: int, apart: int) -> list[int]:
    return sorted({*range(0, point + 1, apart), point})


def path_of(folder: Path, epoch: Epoch) -> Path:
    """Where the snapshot of an epoch lies, in the folder of its run."""
    name = f"{epoch:04d}" if isinstance(epoch, int) else f"{epoch:07.2f}"
    return folder / FOLDER / f"epoch-{name}.safetensors"


def epoch_of(name: str) -> Epoch | None:
    """The epoch in the name of a snapshot's file; None of any other."""
    match = NAME.fullmatch(name)
    if match is None:
        return None
    return float(match[1] + match[2]) if match[2] else int(match[1])


def is_one(name: str) -> bool:
    """Whether a file of a run, by its name in the run's folder, is a snapshot."""
    folder, _, file = name.partition("/")
    return folder == FOLDER and epoch_of(file) is not None


def place(path: Path) -> tuple[Path, Epoch | None]:
    """`(folder of the run, epoch)` of a snapshot's path; of any other path itself and None."""
    epoch = epoch_of(path.name) if path.parent.name == FOLDER else None
    return (path, None) if epoch is None else (path.parent.parent, epoch)


def epochs(folder: Path) -> list[Epoch]:
    """The epochs of which a run has a snapshot, the first first; none of an older run, or of one too large."""
    found = (epoch_of(path.name) for path in (folder / FOLDER).glob("epoch-*"))
    return sorted(epoch for epoch in found if epoch is not None)


def read(folder: Path, epoch: Epoch) -> bytes:
    """The file of a snapshot; RunDamaged where it is missing or too large. What is in it nobody has looked at yet."""
    path = path_of(folder, epoch)
    with whole(path.name):
        if path.stat().st_size > MOST_BYTES:
            raise damaged(path.name, f"> {MOST_BYTES // 10**6} MB")
        return path.read_bytes()
