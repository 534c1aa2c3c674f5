"""Checkpoints: everything a training needs to go on as if it had never stopped, the best weights so far among it.

Two are kept. Written aside, synced and renamed, so that a reader sees a whole checkpoint or none.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable

import numpy as np
from pydantic import TypeAdapter
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from nlp_models.files import sync_folder, write_synced
from nlp_models.messages import Message, mark

FACTS = TypeAdapter(dict[str, int])
KEPT = 2
BEST = "best.safetensors"


def save_checkpoint(folder, epoch, arrays, facts, best=None):
    """Write the checkpoint of a finished epoch.

    Args:
        arrays: name -> array, whatever the training needs to go on.
        facts: JSON.
        best: the named weights of the best epoch, when it was this one; else those of the checkpoint before stay.
    """
    folder.mkdir(exist_ok=True)
    aside = folder / f".epoch-{epoch:04d}"
    shutil.rmtree(aside, ignore_errors=True)  # left by a kill in the middle of writing
    aside.mkdir()
    write_synced(aside / "state.safetensors", save(_packed(arrays)))
    write_synced(aside / "facts.json", json.dumps(facts).encode())
    if best is not None:
        write_synced(aside / BEST, save(_packed(best)))
    else:
        os.link(_latest(folder) / BEST, aside / BEST)
    sync_folder(aside)
    shutil.rmtree(folder / f"epoch-{epoch:04d}", ignore_errors=True)
    aside.rename(folder / f"epoch-{epoch:04d}")
    sync_folder(folder)
    for old in sorted(folder.glob("epoch-*"))[:-KEPT]:
        shutil.rmtree(old)


def latest_checkpoint(folder, tell: Callable[[Message], None] = lambda _: None):
    """`(epoch, arrays, facts)` of the newest whole checkpoint, or None; a damaged one is told and gives way to the older."""
    while newest := _latest(folder):
        try:
            facts = json.loads((newest / "facts.json").read_bytes())
            load_file(newest / BEST)
            return int(newest.name[-4:]), load_file(newest / "state.safetensors"), FACTS.validate_python(facts)
        except (OSError, ValueError, RecursionError, SafetensorError) as error:
            epoch = int(newest.name[-4:])
            print(f"The checkpoint of epoch {epoch} is damaged and left out: {error}", file=sys.stderr)
            tell(
                Message(
                    mark("The checkpoint of epoch {epoch} was damaged, so it went on from the one before."),
                    {"epoch": epoch},
                )
            )
            shutil.rmtree(newest)
    return None


def load_best(folder):
    """The named weights of the best epoch, as of the newest checkpoint."""
    return load_file(_latest(folder) / BEST)


def _latest(folder):
    return max(folder.glob("epoch-*"), default=None)


def _packed(arrays):
    # safetensors writes memory as it lies; ascontiguousarray would give a single number a dimension
    return {name: np.array(array, order="C") for name, array in arrays.items()}
