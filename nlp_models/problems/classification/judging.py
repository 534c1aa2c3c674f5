"""What a classifier answered to rows held back, row by row; and what became of corrections. See answering/judging.py.

[judged.texts[n] for n in confident_errors(judged)[:10]]
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.scoring.metrics import Comparison, compare_answers
from nlp_models.scoring.paired import RowScores


@dataclass(frozen=True)
class Evaluated:
    """N rows with what was right and what was answered.

    `names` are the owner's names of labels, `rows` the numbers of the rows in the run's dataset, `gold_labels` its labels, `targets` the class numbers (-1: a label never
    trained), `probabilities` `(N, labels)`, `baselines` the class numbers each baseline gave, by name. `validation` is
    the Evaluated of the validation part. `source` says which rows these are: "held-out" (the run's own test part),
    "sample" (our sample, for a ready model), "validation" or "training".
    """

    labels: list[str]
    names: dict[str, str]
    rows: np.ndarray
    texts: list[str]
    gold_labels: list[str]
    targets: np.ndarray
    probabilities: np.ndarray
    baselines: dict[str, np.ndarray]
    validation: "Evaluated | None"
    source: str

    def __len__(self):
        return len(self.texts)

    @property
    def predicted(self):
        """The class number answered, `(N,)`."""
        return self.probabilities.argmax(axis=1)

    @property
    def confidence(self):
        """The probability of the answer, `(N,)`."""
        return self.probabilities.max(axis=1)


@dataclass(frozen=True)
class Change:
    """A run and the one trained again from it, both scored on the corrected labels; row places are those of `after`."""

    before: float
    after: float
    comparison: Comparison
    became_right: np.ndarray
    became_wrong: np.ndarray


def read_stored(stored, dataset):
    """The Evaluated of answers.json, by the rows of the run's dataset."""
    labels = stored["labels"]
    baselines = {name: np.asarray(given) for name, given in stored["baselines"].items()}
    validation = _part(stored["validation"], labels, dataset, {}, None, "validation")
    return _part(stored["test"], labels, dataset, baselines, validation, "held-out")


def answer_now(predictor, dataset, rows, source):
    """The Evaluated of these rows by the shipped network, in NumPy; without baselines, which only a training can fit."""
    texts, gold_labels = _taken(dataset, rows)
    config, targets = predictor.config, predictor.problem.targets(gold_labels)
    rows = np.asarray(rows, int)
    return Evaluated(config.labels, config.names, rows, texts, gold_labels, targets, predictor(texts), {}, None, source)


def rows_of_cell(evaluated, target, answer):
    """Places of the rows of one cell of the confusion matrix, the surest first; a target of -1: never trained."""
    return _surest(evaluated, (evaluated.targets == target) & (evaluated.predicted == answer))


def confident_errors(evaluated):
    """Places of the wrongly answered rows, the surest first: a mistake of the network, or a wrong label."""
    return _surest(evaluated, evaluated.predicted != evaluated.targets)


def what_changed(before, after):
    """The Change from one Evaluated to that of its retraining; None where they are not of the same rows."""
    if before.source != after.source or sorted(before.rows) != sorted(after.rows):
        return None
    places = {row: place for place, row in enumerate(before.rows.tolist())}
    old = np.asarray(before.labels)[before.predicted][[places[row] for row in after.rows.tolist()]]
    new, gold_labels = np.asarray(after.labels)[after.predicted], np.asarray(after.gold_labels)
    return Change(
        before=float((old == gold_labels).mean()),
        after=float((new == gold_labels).mean()),
        comparison=compare_answers(gold_labels, new, old),
        became_right=_surest(after, (new == gold_labels) & (old != gold_labels)),
        became_wrong=_surest(after, (new != gold_labels) & (old == gold_labels)),
    )


def _surest(evaluated, wanted):
    places = np.flatnonzero(wanted)
    return places[np.argsort(-evaluated.confidence[places], kind="stable")]


def _part(part, labels, dataset, baselines, validation, source):
    probabilities = np.asarray(part["probabilities"], np.float32).reshape(-1, len(labels))
    targets, texts, gold_labels = np.asarray(part["targets"], int), *_taken(dataset, part["rows"])
    rows = np.asarray(part["rows"], int)
    return Evaluated(
        labels, dataset.names, rows, texts, gold_labels, targets, probabilities, baselines, validation, source
    )


def _taken(dataset, rows):
    return [dataset.columns["text"][row] for row in rows], [dataset.columns["label"][row] for row in rows]


def row_scores(evaluated):
    """What each row is worth when networks are compared: right or wrong. See scoring/paired.py."""
    right = evaluated.predicted == evaluated.targets
    return RowScores(evaluated.texts, right.astype(float), np.ones(len(right)), right)
