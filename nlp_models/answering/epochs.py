"""The epochs of a training, to be asked again: the network as it was by then, with the vocabulary of the finished one.

kept_epochs(run)                                     # [0, 2, 4, 6, 7]: 0 is before learning; the kept one is among them
earlier = at_epoch(Predictor.load(run.folder), run.folder, 2)
unroll(earlier, "not a good film")                   # whatever takes a Predictor takes this one
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ReadyModel
from nlp_models.errors import BundleError, DataError, RunDamaged
from nlp_models.messages import Message, mark
from nlp_models.runs import snapshots
from nlp_models.runs.records import damaged
from nlp_models.runs.run import Run
from nlp_models.runs.snapshots import Epoch

AnyRun = Run | ReadyModel


def finished_epoch(run: AnyRun) -> int | None:
    """The epoch of the network that was kept; None where nobody knows."""
    return None if run.is_ready else (run.report or {}).get("best_epoch")


def kept_epochs(run: AnyRun) -> list[Epoch]:
    """The epochs that can be asked: those with a snapshot, and that of the finished network; [] without snapshots."""
    kept = snapshots.epochs(run.folder)
    last = finished_epoch(run)
    return sorted({*kept, last} - {None}) if kept else []


def why_none(run: AnyRun) -> Message | None:
    """Why a finished network has no epochs to go back to, or fewer than others; None where nothing is to be told."""
    if run.is_ready:
        return Message(
            mark(
                "Ready models come without the epochs of their training. Train a network of your own to go back through its epochs."
            )
        )
    size = (run.folder / "weights.safetensors").stat().st_size
    values = {"size": f"{size / 10**6:.1f}", "most": snapshots.MOST_BYTES // 10**6, "count": snapshots.room(size)}
    if not snapshots.room(size):
        return Message(
            mark("This network takes {size} MB, too much to keep its epochs: all of them together may take {most} MB."),
            values,
        )
    if not snapshots.epochs(run.folder):
        return Message(
            mark("This network was trained before epochs were kept, or came without them. One trained now keeps them.")
        )
    if snapshots.room(size) < snapshots.MOST:
        return Message(
            mark(
                "This network takes {size} MB, so at most {count} epochs are kept: all of them together may take {most} MB."
            ),
            values,
        )
    return None


def at_epoch(predictor: Predictor, folder: Path, epoch: Epoch) -> Predictor:
    """The network of a finished run as it was after an epoch, in float16 as it is shipped.

    Raises DataError where there is no snapshot of it, RunDamaged where that cannot be read or is of another network.
    """
    kept = snapshots.epochs(folder)
    if epoch not in kept:
        shown = ", ".join(map(str, kept)) or "-"
        raise DataError("There is no snapshot of epoch {epoch}; there are: {kept}.", epoch=epoch, kept=shown)
    try:
        return predictor.with_weights(snapshots.read(folder, epoch))
    except BundleError as error:
        raise damaged(snapshots.path_of(folder, epoch).name, str(error)) from None


def embeddings_by_epoch(run: AnyRun, name: str = "embedding") -> dict[Epoch, NDArray[np.float32]]:
    """`{epoch: table (V, D)}` of the embeddings, or of another weight, at every epoch with a snapshot; {} without any.

    A file that holds no such table any more is left out.
    """
    found = {}
    for epoch in snapshots.epochs(run.folder):
        with suppress(KeyError, SafetensorError, RunDamaged):
            found[epoch] = load(snapshots.read(run.folder, epoch))[name].astype(np.float32)
    return found


class RunAtEpoch:
    """A finished run as it was after an epoch: reads like that run, but its folder is the snapshot, which `load` opens."""

    def __init__(self, run: Any, epoch: Epoch) -> None:
        self.run, self.epoch = finished(run), epoch
        self.folder = snapshots.path_of(self.run.folder, epoch)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.run, name)


def finished(run: Any) -> Any:
    """The finished run, of which this may be an epoch."""
    return run.run if isinstance(run, RunAtEpoch) else run
