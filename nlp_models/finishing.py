"""finish(training, seconds): from the best weights to the bundle's files, the held-out scores and the report."""

import platform
import time
from importlib.metadata import version

import keras
import numpy as np
from safetensors.numpy import save

from nlp_models import checkpoints
from nlp_models.baselines import classification_baselines
from nlp_models.bundles import Manifest
from nlp_models.files import write_synced
from nlp_models.messages import Message, mark
from nlp_models.metrics import classification_scores
from nlp_models.predictor import Config, Predictor

PACKAGES = ("keras", "tensorflow", "jax", "torch", "numpy", "sentencepiece", "scikit-learn")
COMPARED = 200  # texts on which the shipped bundle is held against Keras, at every finish


def finish(training, seconds):
    """Write the bundle, score it on the test part once, say done."""
    run, problem = training.run, training.problem
    run.update_status(message=Message(mark("Scoring on sentences it has never seen")))
    weights = {n: w.astype(np.float16) for n, w in checkpoints.load_best(run.folder / "checkpoint").items()}
    for name, variable in training.network.named_weights().items():
        variable.assign(weights[name].astype(np.float32))  # scored as shipped: rounded to float16
    probabilities, targets = training.answer("test"), training.targets["test"]
    scores = classification_scores(targets, probabilities.argmax(axis=1), problem.labels)
    write_bundle(training, weights)
    texts, answered = training.encoded["test"][:COMPARED], probabilities[:COMPARED]
    difference = float(np.abs(Predictor.load(run.folder).probabilities(texts) - answered).max())
    baselines = classification_baselines(
        (training.encoded["train"], training.targets["train"]), (training.encoded["test"], targets),
        problem.labels, len(problem.vocabulary),
    )  # fmt: skip
    report = report_of(training, scores, baselines, difference, seconds)
    run.write_json("report.json", report)
    write_synced(run.folder / "card.md", card(run, training.recipe, report).encode())
    run.update_status(state="done", message=None, seconds_left=0, best_epoch=training.best_epoch)


def write_bundle(training, weights):
    """manifest.json, config.json and weights.safetensors; vocabulary.json is there since the start."""
    run = training.run
    config = Config(
        task=run.about.task, recipe=training.recipe, labels=training.problem.labels, names=run.dataset.names
    )
    made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    manifest = Manifest(format="unrolled-bundle", version=1, task=run.about.task, created=made, name=run.about.name)
    write_synced(run.folder / "weights.safetensors", save(weights))
    write_synced(run.folder / "config.json", config.model_dump_json(indent=1).encode())
    write_synced(run.folder / "manifest.json", manifest.model_dump_json(indent=1).encode())


def report_of(training, scores, baselines, difference, seconds):
    """Everything that someone who doubts the score would ask for."""
    return {
        "test": scores,
        "baselines": baselines,
        "rows": {name: len(part) for name, part in training.parts.items()},
        "best_epoch": training.best_epoch,
        "epochs": len(training.run.metrics()),
        "steps": training.step,
        "numpy_difference": difference,
        "seconds": {"training": seconds, "all": time.monotonic() - training.started},
        "attempt": training.run.status.attempt,
        "device": training.device,
        "backend": keras.backend.backend(),
        "versions": {"python": platform.python_version()} | _versions(),
        "seed": training.recipe.seed,
        "data_sha256": training.run.dataset.digest(),
        "recipe": training.recipe.model_dump(),
    }


def card(run, recipe, report):
    """A short model card in Markdown."""
    test, rows = report["test"], report["rows"]
    lines = [f"- {name}: accuracy {s['accuracy']:.3f}" for name, s in report["baselines"].items()]
    return "\n".join([
        f"# {run.about.name or run.about.task}", "",
        f"A {recipe.cell.upper()} with {recipe.units} units for the task {run.about.task}, trained with Unrolled.", "",
        f"Trained on {rows['train']:,} rows, the epoch chosen on {rows['validation']:,}, scored once on {rows['test']:,}.", "",
        f"- accuracy {test['accuracy']:.3f} (95%: {test['accuracy_low']:.3f} to {test['accuracy_high']:.3f})",
        f"- macro F1 {test['macro_f1']:.3f}", "", "Baselines on the same rows:", "", *lines, "",
        f"Seed {report['seed']}, {report['device']}, {report['seconds']['all']:.0f} seconds.", "",
    ])  # fmt: skip


def _versions():
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except ModuleNotFoundError:
            continue
    return found
