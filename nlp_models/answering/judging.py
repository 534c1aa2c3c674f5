"""judge(run): what a finished network answered on rows it has never seen, row by row; and what became of corrections.

    judged = judge(run)                       # None for a bundle: its rows are elsewhere
    [judged.texts[n] for n in sure_and_wrong(judged)[:10]]

The end of a training writes `answers.json` into the run's folder (not into the bundle): labels, and for the parts test
and validation the row numbers in `run.dataset`, the targets, the probabilities; for test what each baseline answered.
"""

import json
from dataclasses import dataclass

import numpy as np

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunError
from nlp_models.files import write_aside
from nlp_models.problems import problem_class
from nlp_models.scoring.metrics import Comparison, compare_answers

ANSWERS = "answers.json"
READ_AGAIN = 2_000  # training rows; more take the NumPy network over two seconds


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


def judge(run):
    """The Judged of a finished run or ready model; None for a run that came as a bundle, without its rows."""
    if run.is_ready:
        dataset = run.dataset
        return _answer_now(run, dataset, np.arange(len(dataset)), "sample")
    try:
        dataset = run.dataset
    except RunError:
        return None
    path = run.folder / ANSWERS
    if path.exists():
        return _read(json.loads(path.read_bytes()), dataset)
    parts = np.asarray(parted(run, dataset).columns["part"])  # a run from before answers were kept
    return _answer_now(run, dataset, np.flatnonzero(parts == "test"), "held-out")


def judge_training(run):
    """The Judged of the rows it learned from, answered now; of more than READ_AGAIN rows, every so many."""
    dataset = run.dataset
    rows = np.flatnonzero(np.asarray(parted(run, dataset).columns["part"]) == "train")
    return _answer_now(run, dataset, rows[:: -(-len(rows) // READ_AGAIN)], "training")


def write_answers(run, labels, parts, baselines):
    """Write answers.json.

    Args:
        parts: `{"test": {"rows": row numbers, ...}, "validation": ...}`, the rest of each by `problem.answered`.
        baselines: class numbers for the rows of test, by the baseline's name.
    """
    data = {"labels": list(labels), "baselines": baselines, **parts}
    write_aside(run.folder / ANSWERS, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def rows_of_cell(judged, target, answer):
    """Places of the rows of one cell of the confusion matrix, the surest first; a target of -1: never trained."""
    return _surest(judged, (judged.targets == target) & (judged.predicted == answer))


def sure_and_wrong(judged):
    """Places of the wrongly answered rows, the surest first: a mistake of the network, or a wrong label."""
    return _surest(judged, judged.predicted != judged.targets)


def parted(run, dataset):
    """The dataset with the parts that the training gave it: the same ones every time."""
    return problem_class(tasks.load(run.about.task).problem).parted(dataset, run.recipe)


def corrected_dataset(run, corrections):
    """The run's rows with corrected labels (`{row number: label}`), in the parts they were in: the same test rows."""
    dataset = parted(run, run.dataset)  # before the labels change: a share of each label is drawn
    labels = list(dataset.columns["label"])
    for row, label in corrections.items():
        labels[row] = label
    return Dataset(dataset.columns | {"label": labels}, dataset.names)


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


def _read(data, dataset):
    labels = data["labels"]
    baselines = {name: np.asarray(given) for name, given in data["baselines"].items()}
    validation = _part(data["validation"], labels, dataset, {}, None, "validation")
    return _part(data["test"], labels, dataset, baselines, validation, "held-out")


def _part(part, labels, dataset, baselines, validation, source):
    probabilities = np.asarray(part["probabilities"], np.float32).reshape(-1, len(labels))
    targets, texts, golds = np.asarray(part["targets"], int), *_taken(dataset, part["rows"])
    rows = np.asarray(part["rows"], int)
    return Judged(labels, dataset.names, rows, texts, golds, targets, probabilities, baselines, validation, source)


def _answer_now(run, dataset, rows, source):
    """By the shipped network, in NumPy; without baselines, which only a training can fit."""
    predictor, (texts, golds) = Predictor.load(run.folder), _taken(dataset, rows)
    config, targets = predictor.config, predictor.problem.targets(golds)
    return Judged(config.labels, config.names, rows, texts, golds, targets, predictor(texts), {}, None, source)


def _taken(dataset, rows):
    return [dataset.columns["text"][row] for row in rows], [dataset.columns["label"][row] for row in rows]
