"""Checkpoints: everything a training needs to go on as if it had never stopped. Two are kept, plus the best weights.

Written aside, synced and renamed, so that a reader sees a whole checkpoint or none.
"""

import json
import os
import shutil

import numpy as np
from safetensors.numpy import load_file, save

KEPT = 2


def save_checkpoint(folder, epoch, arrays, facts):
    """Write `arrays` (name -> array) and `facts` (JSON) as the checkpoint of a finished epoch."""
    folder.mkdir(exist_ok=True)
    aside = folder / f".epoch-{epoch:04d}"
    shutil.rmtree(aside, ignore_errors=True)  # left by a kill in the middle of writing
    aside.mkdir()
    write_synced(aside / "state.safetensors", save({name: np.ascontiguousarray(a) for name, a in arrays.items()}))
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
    write_synced(folder / ".best", save({name: np.ascontiguousarray(w) for name, w in weights.items()}))
    os.replace(folder / ".best", folder / "best.safetensors")


def load_best(folder):
    """The named weights of the best epoch."""
    return load_file(folder / "best.safetensors")


def write_synced(path, content):
    """Write bytes and wait until the disk has them."""
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder):
    """Wait until the names in a folder are on disk too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
