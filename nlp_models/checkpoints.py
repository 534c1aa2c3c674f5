"""Checkpoints: everything a training needs to go on as if it had never stopped. Two are kept, plus the best weights.

Written aside, synced and renamed, so that a reader sees a whole checkpoint or none.
"""

import json
import os
import shutil

import numpy as np
from safetensors.numpy import load_file, save

from nlp_models.files import sync_folder, write_synced

KEPT = 2


def save_checkpoint(folder, epoch, arrays, facts):
    """Write `arrays` (name -> array) and `facts` (JSON) as the checkpoint of a finished epoch."""
    folder.mkdir(exist_ok=True)
    aside = folder / f".epoch-{epoch:04d}"
    shutil.rmtree(aside, ignore_errors=True)  # left by a kill in the middle of writing
    aside.mkdir()
    write_synced(aside / "state.safetensors", save(_packed(arrays)))
    write_synced(aside / "facts.json", json.dumps(facts).encode())
    shutil.rmtree(folder / f"epoch-{epoch:04d}", ignore_errors=True)
    aside.rename(folder / f"epoch-{epoch:04d}")
    sync_folder(folder)
    for old in sorted(folder.glob("epoch-*"))[:-KEPT]:
        shutil.rmtree(old)


def latest_checkpoint(folder):
    """`(epoch, arrays, facts)` of the newest whole checkpoint, or None."""
    for found in sorted(folder.glob("epoch-*"), reverse=True):
        facts = json.loads((found / "facts.json").read_text())
        return int(found.name[-4:]), load_file(found / "state.safetensors"), facts
    return None


def save_best(folder, weights):
    """Keep the named weights of the best epoch so far."""
    folder.mkdir(exist_ok=True)
    write_synced(folder / ".best", save(_packed(weights)))
    os.replace(folder / ".best", folder / "best.safetensors")


def load_best(folder):
    """The named weights of the best epoch."""
    return load_file(folder / "best.safetensors")


def _packed(arrays):
    # safetensors writes memory as it lies; ascontiguousarray would give a single number a dimension
    return {name: np.array(array, order="C") for name, array in arrays.items()}
