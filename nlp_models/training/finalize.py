"""finish(training, seconds): from the best weights to the bundle's files, the held-out scores and the report."""

import importlib
import platform
import time
from importlib.metadata import version

import keras
import numpy as np
from safetensors.numpy import save

from nlp_models import tasks
from nlp_models.answering.judging import split_as, write_answers
from nlp_models.answering.predictor import Config, Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.files import write_synced
from nlp_models.messages import Message, mark
from nlp_models.problems.problem import Problem
from nlp_models.runs.bundles import Manifest
from nlp_models.sharing.card import card
from nlp_models.training import checkpoints

PACKAGES = ("keras", "tensorflow", "jax", "torch", "numpy", "sentencepiece", "scikit-learn")
# settings no baseline looks at
OF_THE_NETWORK = {"cell", "units", "num_layers", "bidirectional", "pooling", "dropout", "embeddings", "fixed_window"}
EXAMPLE_LETTERS = 35
LOOKED_AT = 50  # texts of a label, of those that are about as long
COMPARED = 200  # texts on which the shipped bundle is held against Keras, at every finish


def finish(training, seconds):
    """Write the bundle, score it on the test part once, say done; False where it was cancelled before that."""
    run, problem, parts = training.run, training.problem, training.parts
    run.update_status(message=Message(mark("Scoring on sentences it has never seen")))
    weights = {n: w.astype(np.float16) for n, w in checkpoints.load_best(run.folder / "checkpoint").items()}
    for name, variable in training.network.named_weights().items():
        variable.assign(weights[name].astype(np.float32))  # scored as shipped: rounded to float16
    training.recipe = problem.calibrated(training.recipe, parts["validation"], training.network)
    answers = training.network.answers(parts["test"])
    scores = problem.scores(parts["test"], answers)
    training.check_goes_on()  # scoring may take minutes
    write_bundle(training, weights)
    some = parts["test"].head(COMPARED)
    by_numpy = Predictor.load(run.folder).network.answers(some)
    difference = problem.difference(by_numpy, answers[: len(by_numpy)])
    baselines, answered = scored_baselines(training)
    training.check_goes_on()
    rows = held_rows(run, training.dataset)
    keep_answers(training, rows, answers, answered)
    report = report_of(training, scores, baselines, difference, seconds)
    texts = training.dataset.columns["text"]
    report["unknown"] = problem.unknown_share([texts[row] for row in rows["test"]])
    run.write_json("report.json", report)
    run.write_json("examples.json", examples_of(training.dataset, rows["test"], problem))
    write_synced(run.folder / "card.md", card(run, training.recipe, report).encode())
    return run.end_well(best_epoch=training.best_epoch)


def scored_baselines(training):
    """What the baselines score, and answered; of a group, what another run on the same rows and tokens has found already."""
    key = training.recipe.model_dump_json(exclude=OF_THE_NETWORK) + training.problem.vocabulary_json()
    if key not in training.shared:
        parts, module = training.parts, baselines_of(training.run)
        training.shared[key] = module.score_baselines(training.problem, parts["train"], parts["test"])
    return training.shared[key]


def baselines_of(run):
    """The baselines of the run's kind."""
    return importlib.import_module(f"nlp_models.problems.{tasks.load(run.about.task).problem}.baselines")


def keep_answers(training, rows, answers, baselines):
    """answers.json: what was answered on the held-out rows, for Judge; `rows` are their numbers."""
    problem, parts = training.problem, training.parts
    test = problem.answered(parts["test"], answers)
    if test is None:
        return
    validation = problem.answered(parts["validation"], training.network.answers(parts["validation"]))
    answered = {"test": test, "validation": validation}
    kept = {name: {"rows": rows[name], **given} for name, given in answered.items()}
    write_answers(training.run, problem.labels, kept, baselines)


def held_rows(run, dataset):
    """Numbers of the rows of test and validation in the run's dataset."""
    parts = split_as(run, dataset).columns["part"]
    return {name: [row for row, part in enumerate(parts) if part == name] for name in ("test", "validation")}


def write_bundle(training, weights):
    """manifest.json, config.json and weights.safetensors; vocabulary.json is there since the start."""
    run, config = training.run, config_of(training)
    made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    manifest = Manifest(format="unrolled-bundle", version=1, task=run.about.task, created=made, name=run.about.name)
    write_synced(run.folder / "weights.safetensors", save(weights))
    write_synced(run.folder / "config.json", config.model_dump_json(indent=1).encode())
    write_synced(run.folder / "manifest.json", manifest.model_dump_json(indent=1).encode())


def config_of(training):
    """config.json of a training's network."""
    run, labels = training.run, list(training.problem.labels)
    return Config(task=run.about.task, recipe=training.recipe, labels=labels, names=training.names)


def examples_of(dataset: Dataset, rows: list[int], wording: Problem) -> list[str]:
    """Three sentences of the test part to try: the commonest labels in turn, none too long or too short to read, and
    rather such as hold no unknown word."""
    texts = dataset.columns["text"]
    by_label, labels = {}, dataset.columns.get("label", [""] * len(texts))
    for row in rows:
        by_label.setdefault(labels[row], []).append(texts[row])
    in_order = sorted(by_label.items(), key=lambda pair: (wording.example_weight(pair[0]), len(pair[1])), reverse=True)
    groups = [texts for _, texts in in_order]
    readable = [sorted(texts, key=lambda text: abs(len(text) - EXAMPLE_LETTERS))[:LOOKED_AT] for texts in groups]
    fitting = [
        sorted(texts, key=lambda text: wording.unknown_share([wording.readable(text)]) or 0) for texts in readable
    ]
    alternating = [texts[n] for n in range(3) for texts in fitting if n < len(texts) and texts[n].strip()]
    return [wording.readable(text)[: wording.LONGEST_EXAMPLE] for text in dict.fromkeys(alternating)][:3]


def report_of(training, scores, baselines, difference, seconds):
    """Everything that someone who doubts the score would ask for."""
    return {
        "test": scores,
        "baselines": baselines,
        "rows": {name: len(part) for name, part in training.parts.items()},
        "best_epoch": training.best_epoch,
        "epochs": len(training.run.metrics()),
        "steps": training.step,
        "longest": training.longest,  # the steps of all epochs
        "cut_off": training.cap.cut,  # where the time was over before the steps were
        "numpy_difference": difference,
        "seconds": {"training": seconds, "all": time.monotonic() - training.started},
        "attempt": training.run.status.attempt,
        "device": training.devices,
        "backend": keras.backend.backend(),
        "versions": {"python": platform.python_version()} | _versions(),
        "seed": training.recipe.seed,
        "data_sha256": training.dataset.digest(),
        "recipe": training.recipe.model_dump(),
    }


def _versions():
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except ModuleNotFoundError:
            continue
    return versions
