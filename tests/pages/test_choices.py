"""What the settings of a training promise: early stopping keeps the best epoch, class weights help the rare label."""

import numpy as np
import pytest
from conftest import tiny_rows

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.training.clock import time_to_learn
from nlp_models.training.worker import run_worker


def trained(store, recipe, dataset):
    run = store.create("sentiment", recipe, dataset, owner="local")
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run


def misled():
    """Rows whose validation part says the opposite of the training part: whatever is learned makes it worse."""
    texts, labels = tiny_rows(90)
    parts = [("train", "train", "train", "train", "validation", "test")[n // 2 % 6] for n in range(90)]
    other = {"positive": "negative", "negative": "positive"}
    labels = [other[label] if part == "validation" else label for label, part in zip(labels, parts, strict=True)]
    return Dataset({"text": texts, "label": labels, "part": parts}, {})


def validation_loss(run, dataset):
    part = dataset.part("validation")
    predictor = Predictor.load(run.folder)
    answers = predictor(part.columns["text"])
    columns = [predictor.config.labels.index(label) for label in part.columns["label"]]
    return float(-np.log(answers[np.arange(len(columns)), columns]).mean())


def test_training_stops_when_validation_no_longer_improves_and_the_best_epoch_answers(
    store, tiny_recipe, traced_before
):
    dataset = misled()
    recipe = tiny_recipe.changed(epochs=40, patience=3, units=8, learning_rate=0.02, ema_momentum=0)
    run = trained(store, recipe, dataset)
    losses = [row["validation_loss"] for row in run.metrics()]
    best = run.report["best_epoch"]
    assert len(losses) == best + 3 < 40 and losses[-1] > losses[best - 1] + 0.02
    assert validation_loss(run, dataset) == pytest.approx(losses[best - 1], abs=0.002)  # rounded to float16


def test_class_weights_let_the_rare_label_count_as_much_as_the_common_one(store, tiny_recipe, traced_before):
    texts = ["a film"] * 100  # nothing to learn but how common each label is
    dataset = Dataset({"text": texts, "label": ["common"] * 90 + ["rare"] * 10}, {})
    recipe = tiny_recipe.changed(epochs=10, patience=10, learning_rate=0.1, dropout=0, ema_momentum=0)
    shares = {}
    for weighted in (False, True):
        run = trained(store, recipe.changed(class_weights=weighted), dataset)
        [share] = Predictor.load(run.folder)(["a film"])[:, Predictor.load(run.folder).config.labels.index("rare")]
        shares[weighted] = share
    assert shares[False] < 0.25 and 0.35 < shares[True] < 0.65


def test_slow_first_steps_do_not_shorten_the_training(store, tiny_recipe, monkeypatch):
    """Whatever compiles or warms up is over before a step is timed: a step of 0.1 s makes 600 of a minute."""
    from nlp_models.training import loop as training

    now = [0.0]
    monkeypatch.setattr(training.time, "monotonic", lambda: now[0])
    run = store.create("sentiment", tiny_recipe, Dataset({"text": [], "label": []}), owner="local")
    loop = training.Training.__new__(training.Training)
    loop.run, loop.recipe, loop.started, loop.clock = run, tiny_recipe.changed(minutes=1), 0.0, training.Clock(0.0)
    loop.total_steps, loop.end, loop.cap = 10_000, 4.0, training.Cap.of(run, loop.recipe, 0.0, 4.0)
    for step in range(1, 57):
        now[0] += 0.5 if step <= 24 else 0.1
        loop.step = step
        loop.clock.step()
        loop.plan_steps()
    left = training.time_to_learn(1, 4.0) - now[0]
    assert loop.total_steps == pytest.approx(56 + left / 0.1, abs=2)


def test_what_the_end_is_foretold_to_take_is_kept_for_it_and_no_more():
    assert time_to_learn(1, 2.0) == 57 and time_to_learn(10, 60.0) == 510
    assert time_to_learn(1, 600.0) == 42  # a third of the time at most, or nothing would be learned
    ends = [tasks.load(name).kind.ending(1_000, 1.0) for name in ("sentiment", "next-word", "captions", "translation")]
    assert ends == sorted(ends) and ends[0] < 2 < 60 < ends[-1]  # 1 s and 150 s were measured
