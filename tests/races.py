"""Races that have ended without being trained: the files of the one tiny training stand in each of their runs."""

import json
import shutil

from conftest import recipe_of_two

from nlp_models.runs import groups
from nlp_models.runs.groups import Member

CELLS = ("rnn", "lstm", "gru")
OF_A_TRAINING = (
    "metrics.jsonl",
    "manifest.json",
    "config.json",
    "vocabulary.json",
    "weights.safetensors",
    "report.json",
    "examples.json",
    "answers.json",
    "card.md",
)


def race(store, dataset, seeds=(0,), cells=CELLS, **more):
    """A group of three cells that waits."""
    members = [
        Member({"cell": cell}, recipe_of_two().changed(cell=cell, seed=seed), 10, f"tiny, {cell.upper()}")
        for seed in seeds
        for cell in cells
    ]
    return groups.create(store, "sentiment", members, dataset, owner="local", name="tiny – The cells", **more)


def end(run, folder, wrong=0, first=0):
    """It is done, and has so many of its held-out rows wrong, from a place on."""
    for name in OF_A_TRAINING:
        shutil.copy(folder / name, run.folder / name)
    answers = json.loads((run.folder / "answers.json").read_text())
    test = answers["test"]
    places = {place % len(test["targets"]) for place in range(first, first + wrong)}
    test["probabilities"] = [
        [float(number == (target if place not in places else 1 - target)) for number in range(2)]
        for place, target in enumerate(test["targets"])
    ]
    (run.folder / "answers.json").write_text(json.dumps(answers))
    report = json.loads((run.folder / "report.json").read_text())
    report["test"]["accuracy"] = 1 - wrong / len(test["targets"])
    (run.folder / "report.json").write_text(json.dumps(report))
    run.update_status(state="done", best_epoch=2)


def ended_race(store, dataset, folder, wrong=(0, 0, 0), first=(0, 0, 0), **more):
    """All of it is done; `wrong` says how many rows each cell has wrong, `first` from where on."""
    group = race(store, dataset, **more)
    for n, run in enumerate(group.runs):
        end(run, folder, wrong[n % len(wrong)], first[n % len(first)])
    return group
