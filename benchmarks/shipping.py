"""ship(run, name, ...): a finished run becomes the ready model data/models/NAME; every builder of one ends here."""

import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager

import numpy as np
from safetensors.numpy import load_file, save

from nlp_models import runners
from nlp_models.answering.ready import MODELS
from nlp_models.recipe import Recipe
from nlp_models.runs import bundles
from nlp_models.runs.store import RunStore
from nlp_models.sharing.card import card

COMMAND = "python benchmarks/ready_models.py {name}"
SHARE_ALIKE = "CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/"
LICENCE = """The weights in this folder were trained on {source}.

They are shared under the same licence: {licence}.
Attribution: {source}. Changed: a network was trained on it with Unrolled; its rows are not in this folder.
"""


@contextmanager
def trained(task, recipe, dataset, name):
    """The finished run of a training in a store of its own; the program ends with the log where it fails."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["UNROLLED_RUNS"] = temporary
        run = RunStore.default().create(task.name, recipe, dataset, owner="local", name=name)
        runners.chosen("inline").submit(run)
        if run.status.state != "done":
            sys.exit(run.log_tail())
        yield run


def in_eight_bits(folder):
    """Its weights once more, tables in eight bits: half the size. They have to be in sixteen or more."""
    path = folder / "weights.safetensors"
    sixteen = {name: array.astype(np.float32) for name, array in load_file(path).items()}
    path.write_bytes(save(bundles.eight_bits(sixteen)))


def ship(run, name, source, tested, lines=(), sample=None, licence=None):
    """Write the folder and print what is in it.

    Args:
        source: whose data, and its licence, in a phrase.
        tested: on what the score was found.
        lines: more for the card.
        sample: scores on the held part of our own sample, if it has one.
        licence: where the weights carry the licence of the data, its name and address: LICENSE.txt says so.
    """
    report = run.report | {"source": source, "tested": tested, "command": COMMAND.format(name=name)}
    report |= {"sample": sample} if sample else {}
    run.write_json("report.json", report)
    shared = [f"These weights are shared under the same licence: {licence}"] if licence else []
    told = [f"{source}; {tested}", *shared, *lines, f"Rebuilt by `{report['command']}`"]
    written = card(run, Recipe.model_validate(report["recipe"]), report, told)
    (run.folder / "card.md").write_text(written, encoding="utf-8")
    target = MODELS / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in bundles.LIMITS:
        shutil.copy(run.folder / file, target / file)
    if licence:
        (target / "LICENSE.txt").write_text(LICENCE.format(source=source, licence=licence), encoding="utf-8")
    print(
        json.dumps(
            {
                "model": name,
                "bytes": sum(file.stat().st_size for file in target.iterdir()),
                "seconds": report["seconds"]["all"],
                "epochs": report["epochs"],
                "test": {key: value for key, value in report["test"].items() if isinstance(value, float)},
                "sample": {key: value for key, value in (sample or {}).items() if isinstance(value, float)},
            }
        )
    )
