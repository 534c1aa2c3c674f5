"""finish(training, seconds): from the best weights to the bundle's files, the held-out scores and the report."""

import platform
import time
from importlib.metadata import version

import keras
import numpy as np
from safetensors.numpy import save

from nlp_models import checkpoints
from nlp_models.baselines import baseline_answers
from nlp_models.bundles import Manifest
from nlp_models.card import card
from nlp_models.files import write_synced
from nlp_models.judging import write_answers
from nlp_models.messages import Message, mark
from nlp_models.metrics import classification_scores
from nlp_models.predictor import Config, Predictor

PACKAGES = ("keras", "tensorflow", "jax", "torch", "numpy", "sentencepiece", "scikit-learn")
EXAMPLE_LETTERS = 35
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
    train = training.encoded["train"], training.targets["train"]
    answers = baseline_answers(train, training.encoded["test"], len(problem.vocabulary))
    keep_answers(training, probabilities, answers)
    baselines = {name: classification_scores(targets, given, problem.labels) for name, given in answers.items()}
    report = report_of(training, scores, baselines, difference, seconds)
    run.write_json("report.json", report)
    run.write_json("examples.json", examples_of(training.parts["test"]))
    write_synced(run.folder / "card.md", card(run, training.recipe, report).encode())
    run.update_status(state="done", message=None, seconds_left=0, best_epoch=training.best_epoch)


def keep_answers(training, probabilities, baselines):
    """answers.json: what was answered on the held-out rows, for Judge."""
    dataset, recipe = training.run.dataset, training.recipe
    parts = dataset.with_parts(recipe.seed, recipe.validation_share, recipe.test_share).columns["part"]
    held = {"test": probabilities, "validation": training.answer("validation")}
    rows = {name: [row for row, part in enumerate(parts) if part == name] for name in held}
    answered = {name: (rows[name], training.targets[name], given) for name, given in held.items()}
    write_answers(training.run, training.problem.labels, answered, baselines)


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


def examples_of(test):
    """Three sentences of the test part to try: the commonest labels in turn, none too long or too short to read."""
    by_label = {}
    for text, label in zip(test.columns["text"], test.columns["label"], strict=True):
        by_label.setdefault(label, []).append(text)
    groups = sorted(by_label.values(), key=len, reverse=True)
    fitting = [sorted(texts, key=lambda text: abs(len(text) - EXAMPLE_LETTERS)) for texts in groups]
    in_turn = [texts[n] for n in range(3) for texts in fitting if n < len(texts) and texts[n].strip()]
    return [text[:500] for text in dict.fromkeys(in_turn)][:3]


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


def _versions():
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except ModuleNotFoundError:
            continue
    return found
