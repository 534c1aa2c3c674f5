"""findings(run): what a finished training has not learned, then what its curves say; the most pressing first.

    for reading in findings(run):
        reading.message, reading.causes, reading.remedy, reading.change, reading.adds_rows

with_example_rows(run) is the data that a remedy with `adds_rows` trains on. What the rules are stands in scoring/learned.py.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from nlp_models import tasks
from nlp_models.answering.judging import ANSWERS, split_as
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import UnrolledError
from nlp_models.messages import LANGUAGES, Message, render
from nlp_models.problems.problem import Problem
from nlp_models.recipe import Recipe, is_korean, written
from nlp_models.runs.records import read_json
from nlp_models.runs.run import Run
from nlp_models.scoring.curves import Reading, read_curves
from nlp_models.scoring.learned import FEW_ROWS, Facts, explained, unbeaten
from nlp_models.tasks import Task

SOME_ROWS = 500  # by which it is seen whether the example fits
WORDS, SHARED_WORDS = re.compile(r"[^\W\d_]+"), 0.3  # of two texts in one language


def findings(run: Run) -> list[Reading]:
    """The Readings of a finished run; of a ready model none."""
    if run.is_ready:
        return []
    metrics = run.metrics()
    curves = [reading for reading in read_curves(metrics, run.recipe, finished=True) if reading.kind != "best"]
    if not run.report:
        return curves
    task, report = tasks.load(run.about.task), run.report
    kind = task.kind
    sample = (metrics[-1].get("sample") or "") if metrics else ""
    unlearned = kind.symptoms(report["test"], _stored(run), sample)
    if below := unbeaten(kind, report):
        unlearned.append(below)
    if not unlearned:
        return curves
    facts = _facts(run, report, kind, curves, metrics)
    return [*(_with_names(explained(reading, facts), task, run) for reading in unlearned), *curves]


def in_words(reading: Reading) -> str:
    """A finding on a line: what, why, and the options of the command line that would help."""
    change = " ".join(f"--set {written(name)}={value}" for name, value in reading.change.items() if value is not None)
    remedy = [f"({render(reading.remedy)}: {change})"] if reading.remedy and change else []
    return " ".join([f"{render(reading.message)}.", *map(render, reading.causes), *remedy])


def with_example_rows(run: Run) -> Dataset:
    """The run's rows in the parts they were in, and the rows of our example to learn from."""
    task, dataset = tasks.load(run.about.task), split_as(run, run.dataset)
    example = next(one for one in _examples(task.name) if fits(dataset, one))
    if "label" in dataset.columns:
        return task.kind.joined(dataset, dict(zip(example.columns["text"], example.columns["label"], strict=True)))
    added = {"text": example.columns["text"], "part": ["train"] * len(example)}
    return Dataset({name: values + added[name] for name, values in dataset.columns.items()}, dataset.names)


def fits(dataset: Dataset, example: Dataset) -> bool:
    """Whether rows of the example could be learned beside these: other texts in the same languages, the same labels."""
    texts, others = dataset.columns["text"], example.columns["text"]
    if set(texts) & set(others) or not same_language(texts, others):
        return False
    if "label" not in dataset.columns:
        return True
    answers, known = dataset.columns["label"], example.columns["label"]
    if len(set(known)) < len(known) / 2:  # labels, not texts
        return set(answers) >= set(known)
    return same_language(answers, known)


def same_language(texts: Sequence[str], others: Sequence[str]) -> bool:
    """Both Korean, or neither and a good part of the words of the first are among those of the others."""
    if is_korean(texts) or is_korean(others):
        return is_korean(texts) and is_korean(others)
    words = [word for text in texts[:SOME_ROWS] for word in WORDS.findall(text.lower())]
    known = {word for text in others for word in WORDS.findall(text.lower())}
    return sum(word in known for word in words) > SHARED_WORDS * len(words)


def _with_names(reading: Reading, task: Task, run: Run) -> Reading:
    """The reading with a label called as its owner or the use case calls it."""
    values = reading.message.values
    if "label" not in values:
        return reading
    label, owners = values["label"], read_json(run.folder / "config.json").get("names", {})
    known = Message(task.label_names[label]) if label in task.label_names else label
    return replace(reading, message=replace(reading.message, values=values | {"label": owners.get(label, known)}))


def _facts(
    run: Run, report: dict[str, Any], kind: type[Problem], curves: list[Reading], metrics: list[dict[str, Any]]
) -> Facts:
    rows = report["rows"]["train"]
    unknown = report.get("unknown") if "tokenizer" in kind.SETTINGS else None
    has_more = rows < FEW_ROWS and run.mine and _has_more(run)
    recipe = Recipe.make(**report["recipe"])
    return Facts(recipe, report["steps"], rows, unknown, has_more, curves, metrics, kind.FEW_ROWS)


def _has_more(run: Run) -> bool:
    try:
        dataset = run.dataset
    except UnrolledError:  # it came as a bundle
        return False
    return any(fits(dataset, example) for example in _examples(run.about.task))


def _stored(run: Run) -> dict[str, Any]:
    """answers.json, {} where nothing is kept."""
    path = run.folder / ANSWERS
    return json.loads(path.read_bytes()) if path.exists() else {}


@lru_cache(maxsize=4)
def _examples(name: str) -> list[Dataset]:
    """Our samples of a use case, those of pairs in either direction; none of pictures: a photo is no drawn scene."""
    task = tasks.load(name)
    samples = [task.sample(language) for language in LANGUAGES if language in task.samples and task.kind.SOURCES.paste]
    return [*samples, *(_swapped(sample) for sample in samples if task.kind.SOURCES.written)]


def _swapped(pairs: Dataset) -> Dataset:
    columns = pairs.columns
    return Dataset(columns | {"text": columns["label"], "label": columns["text"]}, pairs.names)
