"""What a classifier answered to rows held back, row by row; and what became of corrections. See answering/judging.py.

[judged.texts[n] for n in sure_and_wrong(judged)[:10]]
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.scoring.metrics import Comparison, compare_answers


@dataclass(frozen=True)
class Judged:
    """N rows with what was right and what was answered.

    `names` are the owner's names of labels, `rows` the numbers of the rows in the run's dataset, `golds` its labels, `targets` the class numbers (-1: a label never
    trained), `probabilities` `(N, labels)`, `baselines` the class numbers each baseline gave, by name. `validation` is
    the Judged of the validation part. `source` says which rows these are: "held-out" (the run's own test part),
    "sample" (our sample, for a ready model), "validation" or "training".
    """

    labels: list[str]
    names: dict[str, str]
    rows: np.ndarray
    texts: list[str]
    golds: list[str]
    targets: np.ndarray
    probabilities: np.ndarray
    baselines: dict[str, np.ndarray]
    validation: "Judged | None"
    source: str

    def __len__(self):
        return len(self.texts)

    @property
    def predicted(self):
        """The class number answered, `(N,)`."""
        return self.probabilities.argmax(axis=1)

    @property
    def sureness(self):
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


def read_kept(kept, dataset):
    """The Judged of answers.json, by the rows of the run's dataset."""
    labels = kept["labels"]
    baselines = {name: np.asarray(given) for name, given in kept["baselines"].items()}
    validation = _part(kept["validation"], labels, dataset, {}, None, "validation")
    return _part(kept["test"], labels, dataset, baselines, validation, "held-out")


def answer_now(predictor, dataset, rows, source):
    """The Judged of these rows by the shipped network, in NumPy; without baselines, which only a training can fit."""
    texts, golds = _taken(dataset, rows)
    config, targets = predictor.config, predictor.problem.targets(golds)
    rows = np.asarray(rows, int)
    return Judged(config.labels, config.names, rows, texts, golds, targets, predictor(texts), {}, None, source)


def rows_of_cell(judged, target, answer):
    """Places of the rows of one cell of the confusion matrix, the surest first; a target of -1: never trained."""
    return _surest(judged, (judged.targets == target) & (judged.predicted == answer))


def sure_and_wrong(judged):
    """Places of the wrongly answered rows, the surest first: a mistake of the network, or a wrong label."""
    return _surest(judged, judged.predicted != judged.targets)


def what_changed(before, after):
    """The Change from one Judged to that of its retraining; None where they are not of the same rows."""
    if before.source != after.source or sorted(before.rows) != sorted(after.rows):
        return None
    places = {row: place for place, row in enumerate(before.rows.tolist())}
    old = np.asarray(before.labels)[before.predicted][[places[row] for row in after.rows.tolist()]]
    new, golds = np.asarray(after.labels)[after.predicted], np.asarray(after.golds)
    return Change(
        before=float((old == golds).mean()),
        after=float((new == golds).mean()),
        comparison=compare_answers(golds, new, old),
        became_right=_surest(after, (new == golds) & (old != golds)),
        became_wrong=_surest(after, (new != golds) & (old == golds)),
    )


def _surest(judged, wanted):
    places = np.flatnonzero(wanted)
    return places[np.argsort(-judged.sureness[places], kind="stable")]


def _part(part, labels, dataset, baselines, validation, source):
    probabilities = np.asarray(part["probabilities"], np.float32).reshape(-1, len(labels))
    targets, texts, golds = np.asarray(part["targets"], int), *_taken(dataset, part["rows"])
    rows = np.asarray(part["rows"], int)
    return Judged(labels, dataset.names, rows, texts, golds, targets, probabilities, baselines, validation, source)


def _taken(dataset, rows):
    return [dataset.columns["text"][row] for row in rows], [dataset.columns["label"][row] for row in rows]
