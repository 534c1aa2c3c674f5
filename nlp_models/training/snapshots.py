"""keep(folder, epoch, weights): a snapshot of a training's network, and room made for it. See runs/snapshots.py.

It only reads weights: a training with snapshots learns what one without them learns, to the last bit. A snapshot is
written before its epoch's checkpoint: whoever goes on from there writes the same ones again.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

from nlp_models.files import write_aside
from nlp_models.runs.snapshots import FOLDER, Epoch, epoch_of, epochs, path_of, room, series


def keep(folder: Path, epoch: Epoch, weights: Mapping[str, Any], parts: int = 1) -> None:
    """Keep what the network is after this epoch, or part of one, and of those before it the ones that stand evenly apart.

    Nothing is kept of a network that is too large (`room`).
    """
    data = save({name: np.asarray(values).astype(np.float16, order="C") for name, values in weights.items()})
    most = room(len(data))
    if most:
        (folder / FOLDER).mkdir(exist_ok=True)
        write_aside(path_of(folder, epoch), data)
    _clear(folder, series(epoch, most, parts) if most else ())


def within(step: int, steps: int, parts: int) -> int:
    """Which part of an epoch of so many steps ends with this one; 0 for none, and for the last, which ends the epoch."""
    part = step * parts // steps
    return part if part < parts and part > (step - 1) * parts // steps else 0


def cut(folder: Path, epoch: Epoch) -> None:
    """Forget the snapshots after an epoch, from which a training goes on."""
    _clear(folder, [kept for kept in epochs(folder) if kept <= epoch])


def _clear(folder: Path, wanted: Collection[Epoch]) -> None:
    """Only these stay; what a kill left half written goes, too."""
    for path in (folder / FOLDER).glob("*"):
        if epoch_of(path.name) not in wanted:
            path.unlink()
