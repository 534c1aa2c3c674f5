"""Checkpoints: everything a training needs to go on as if it had never stopped, the best weights so far among it.

Two are kept. Written aside, synced and renamed, so that a reader sees a whole checkpoint or none.
"""

import json
import os
import shutil

import numpy as np
from safetensors.numpy import load_file, save

from nlp_models.files import sync_folder, write_synced

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
    shutil.rmtree(folder / f"epoch-{epoch:04d}", ignore_errors=True)
    aside.rename(folder / f"epoch-{epoch:04d}")
    sync_folder(folder)
    for old in sorted(folder.glob("epoch-*"))[:-KEPT]:
        shutil.rmtree(old)


def latest_checkpoint(folder):
    """`(epoch, arrays, facts)` of the newest whole checkpoint, or None."""
    newest = _latest(folder)
    if not newest:
        return None
    facts = json.loads((newest / "facts.json").read_text())
    return int(newest.name[-4:]), load_file(newest / "state.safetensors"), facts


def load_best(folder):
    """The named weights of the best epoch, as of the newest checkpoint."""
    return load_file(_latest(folder) / BEST)


def _latest(folder):
    return max(folder.glob("epoch-*"), default=None)


def _packed(arrays):
    # safetensors writes memory as it lies; ascontiguousarray would give a single number a dimension
    return {name: np.array(array, order="C") for name, array in arrays.items()}
