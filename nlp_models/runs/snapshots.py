"""Snapshots: a run's network as it was after some of its epochs, in float16; the first before it had learned anything.

    snapshots.epochs(run.folder)       # [0, 2, 4, 6, 7]
    snapshots.read(run.folder, 4)      # bytes, as weights.safetensors has them

At most MOST of them, evenly apart, and MOST_BYTES together: of a large network fewer, and none where two do not fit.
A training writes them (training/snapshots.py); answering/epochs.py makes a Predictor of one.
"""

import re
from pathlib import Path

from nlp_models.runs.records import damaged, whole

FOLDER = "snapshots"
NAME = re.compile(r"epoch-(\d{4})\.safetensors")
MOST, MOST_BYTES = 12, 20_000_000


def room(size: int) -> int:
    """How many snapshots of so many bytes a run keeps; 0 where not even two fit, of which one could tell a change."""
    count = min(MOST, MOST_BYTES // max(size, 1))
    return count if count > 1 else 0


def series(epoch: int, most: int) -> list[int]:
    """The epochs that are kept when this one is over: the first, this one, and at most `most` - 2 evenly between them.

    >>> series(9, 6)
    [0, 2, 4, 6, 8, 9]
    """
    apart = 1
    while len(_every(epoch, apart)) > most:
        apart *= 2  # doubled: what is kept from now on was kept before
    return _every(epoch, apart)


def _every(epoch: int, apart: int) -> list[int]:
    return sorted({*range(0, epoch + 1, apart), epoch})


def path_of(folder: Path, epoch: int) -> Path:
    """Where the snapshot of an epoch lies, in the folder of its run."""
    return folder / FOLDER / f"epoch-{epoch:04d}.safetensors"


def epoch_of(name: str) -> int | None:
    """The epoch in the name of a snapshot's file; None of any other."""
    match = NAME.fullmatch(name)
    return int(match[1]) if match else None


def place(path: Path) -> tuple[Path, int | None]:
    """`(folder of the run, epoch)` of a snapshot's path; of any other path itself and None."""
    epoch = epoch_of(path.name) if path.parent.name == FOLDER else None
    return (path, None) if epoch is None else (path.parent.parent, epoch)


def epochs(folder: Path) -> list[int]:
    """The epochs of which a run has a snapshot, the first first; none of an older run, or of one too large."""
    found = (epoch_of(path.name) for path in (folder / FOLDER).glob("epoch-*"))
    return sorted(epoch for epoch in found if epoch is not None)


def read(folder: Path, epoch: int) -> bytes:
    """The file of a snapshot; RunDamaged where it is missing or too large. What is in it nobody has looked at yet."""
    path = path_of(folder, epoch)
    with whole(path.name):
        if path.stat().st_size > MOST_BYTES:
            raise damaged(path.name, f"> {MOST_BYTES // 10**6} MB")
        return path.read_bytes()
