"""judge(run): what a finished network answered to rows it has never seen, in the form its kind of problem judges.

    judged = judge(run)                       # None for a bundle: its rows are elsewhere

The end of a training writes `answers.json` into the run's folder (not into the bundle): labels, and for the parts test
and validation the row numbers in `run.dataset` and what was answered; for test what each baseline answered. Here it is
read; what it means says the kind: `read_stored` and `answer_now` of `problems/<kind>/judging.py`.
"""

import json
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import Any

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ReadyModel
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunDamaged, RunError
from nlp_models.files import write_aside
from nlp_models.runs.records import whole
from nlp_models.runs.run import Run

ANSWERS = "answers.json"
READ_AGAIN = 2_000  # training rows; more take the NumPy network over two seconds


def judge(run: Run | ReadyModel) -> Any:
    """What its kind makes of the held-back rows of a run, or of our sample for a ready model; None without its rows."""
    try:
        dataset = run.dataset
    except RunDamaged:
        raise
    except RunError:
        return None
    if run.is_ready:
        return _judging(run).answer_now(Predictor.load(run.folder), dataset, list(range(len(dataset))), "sample")
    path = run.folder / ANSWERS
    if path.exists():
        with whole(ANSWERS):
            return _judging(run).read_stored(json.loads(path.read_bytes()), dataset)
    rows = rows_of_part(run, dataset, "test")  # a run from before answers were kept
    return _judging(run).answer_now(Predictor.load(run.folder), dataset, rows, "held-out")


def judge_training(run: Run) -> Any:
    """The same of the rows it learned from, answered now; of more than READ_AGAIN rows, every so many."""
    dataset = run.dataset
    rows = rows_of_part(run, dataset, "train")
    some = rows[:: -(-len(rows) // READ_AGAIN)]
    return _judging(run).answer_now(Predictor.load(run.folder), dataset, some, "training")


def write_answers(
    run: Run, labels: Iterable[str], parts: dict[str, dict[str, Any]], baselines: dict[str, list[Any]]
) -> None:
    """Write answers.json.

    Args:
        parts: `{"test": {"rows": row numbers, ...}, "validation": ...}`, the rest of each by `problem.answered`.
        baselines: answers for the rows of test, by the baseline's name.
    """
    data = {"labels": list(labels), "baselines": baselines, **parts}
    write_aside(run.folder / ANSWERS, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def split_as(run: Run | ReadyModel, dataset: Dataset) -> Dataset:
    """The dataset with the parts that the training gave it: the same ones every time."""
    return tasks.load(run.about.task).kind.split_dataset(dataset, run.recipe)


def rows_of_part(run: Run | ReadyModel, dataset: Dataset, wanted: str) -> list[int]:
    """Numbers of the rows of a part in the run's dataset."""
    return [row for row, part in enumerate(split_as(run, dataset).columns["part"]) if part == wanted]


def corrected_dataset(run: Run, corrections: dict[int, str]) -> Dataset:
    """The run's rows with corrected labels (`{row number: label}`), in the parts they were in: the same test rows."""
    dataset = split_as(run, run.dataset)  # before the labels change: a share of each label is drawn
    labels = list(dataset.columns["label"])
    for row, label in corrections.items():
        labels[row] = label
    return Dataset(dataset.columns | {"label": labels}, dataset.names)


def _judging(run: Run | ReadyModel) -> ModuleType:
    return import_module(f"nlp_models.problems.{tasks.load(run.about.task).problem}.judging")
