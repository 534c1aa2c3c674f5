"""check_contents(files): what each file of a run that somebody brings may hold, field by field. See archive.py."""

import json
import re
from dataclasses import asdict
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, TypeAdapter, ValidationError

from nlp_models.answering.predictor import read_config
from nlp_models.datasets import limits
from nlp_models.datasets.dataset import PARTS, Dataset
from nlp_models.errors import BundleError
from nlp_models.recipe import Recipe
from nlp_models.report import Amount, CutOff, Epoch, Steps, Strict, check_report
from nlp_models.runs import asked, bundles, snapshots
from nlp_models.runs.records import Status
from nlp_models.sharing.sandbox import open_in_sandbox
from nlp_models.text.vocabulary import Vocabulary, sides_of

IN_RUN_FILE = "in_run_file"  # code of an error that names the file at fault
CHECKPOINT = "checkpoint/epoch-{:04d}/"
IN_CHECKPOINT = re.compile(r"checkpoint/epoch-(\d{4})/[^/]+")
DTYPES = {"F16", "F32", "F64", "I8", "I32", "I64", "U32", "U64"}  # weights, optimizer, seeds of dropout
ARRAYS = 2_000  # three layers, both ways, with optimizer: some 200
MAX_TOKENS = 200_000  # twice the largest vocabulary


class ClaimedStatus(Strict):
    """status.json: no message and no device, which a page would show as its own words."""

    state: Literal["done", "failed", "cancelled", "interrupted"]
    attempt: int = Field(ge=1, le=10_000)
    epoch: int = Field(ge=0, le=500)
    epochs: Steps | None
    step: Steps
    steps: Steps | None
    batch: Steps | None
    tokens_per_second: Amount | None
    seconds_left: Amount | None
    loss: Amount | None
    score: Amount | None
    best_epoch: Annotated[int, Field(ge=0, le=500)] | None
    device: None
    message: None
    started: Amount | None
    updated: Amount


class Facts(Strict):
    """facts.json of a checkpoint."""

    best_epoch: Epoch
    step: Steps
    total_steps: Steps
    milliseconds: Annotated[int, Field(ge=0, le=10**10)] = 0


class Schedule(Strict):
    steps: Steps
    seconds_per_step: Amount | None = None
    cut: CutOff | None = None


EXAMPLES = TypeAdapter(list[Annotated[str, Field(max_length=40_000)]])  # examples.json: sentences or pictures to try


def check_contents(files, kind):
    """`(recipe, status)` of the files of a run of this Problem; raises where one cannot be what a training writes."""
    recipe = _read_recipe(files)
    dataset = read_dataset(files["dataset.jsonl"], kind.NEEDED)
    claimed = read_strictly(ClaimedStatus, files, "status.json")
    if kind.MORE_IS_BETTER and (claimed.score or 0) > 1.001 * kind.HIGHEST:
        raise wrong("status.json", "score")
    lines = _read_metrics(files.get("metrics.jsonl", b""), kind)
    _check_asked(files, kind)
    _check_snapshots(files)
    done = "weights.safetensors" in files
    if done != (claimed.state == "done"):
        raise wrong("status.json", "state")
    if done:
        _check_finished(files, kind, dataset)
    elif epoch := next(filter(None, map(epoch_of, files)), None):
        _check_checkpoint(files, kind, recipe, dataset, lines, epoch)
    return recipe, _status(claimed, lines)


def _status(claimed, lines):
    """The status to keep; what did not end well can go on, so it was interrupted."""
    state = "done" if claimed.state == "done" else "interrupted"
    kept = claimed.model_dump(include={"attempt", "step", "steps", "epochs", "best_epoch", "score", "loss"})
    return Status(**asdict(Status()) | kept | {"state": state, "epoch": len(lines)})


def _read_recipe(files):
    data = read_object(files, "recipe.json")
    return Recipe.make(**data)


def _read_metrics(data, kind):
    try:
        lines = [kind.LINE.model_validate_json(line) for line in data.splitlines()]
    except ValidationError as error:
        raise wrong("metrics.jsonl", _where(error)) from None
    if [line.epoch for line in lines] != list(range(1, len(lines) + 1)):
        raise wrong("metrics.jsonl", "epoch")
    return lines


def _check_asked(files, kind):
    """What its owner asked after each epoch, and what was answered."""
    texts = [read_strictly(asked.Asked, files, asked.TEXT).text] if asked.TEXT in files else []
    try:
        lines = [asked.Line.model_validate_json(line) for line in files.get(asked.ANSWERS, b"").splitlines()]
    except ValidationError as error:
        raise wrong(asked.ANSWERS, _where(error)) from None
    for text in {*texts, *(line.text or "" for line in lines)}:
        if kind.askable(text) != text:
            raise wrong(asked.TEXT, "text")


def read_dataset(data, needed):
    """The Dataset of dataset.jsonl with the needed columns, every cell looked at."""
    try:
        first, *rows = data.decode("utf-8").split("\n")[:-1]
        head, values = json.loads(first), json.loads(f"[{','.join(rows)}]")
    except (ValueError, RecursionError):
        raise damaged("dataset.jsonl") from None
    columns = head.get("columns") if isinstance(head, dict) else None
    names = head.get("names") if isinstance(head, dict) else None
    known = _are_names(columns) and sorted(columns) in (sorted(needed), sorted([*needed, "part"]))
    if not known or not isinstance(names, dict) or not _are_texts(names.values()) or len(values) != len(rows):
        raise wrong("dataset.jsonl", "columns")
    if len(values) > limits.ROWS:
        raise wrong("dataset.jsonl", "rows")
    part = columns.index("part") if "part" in columns else None
    for number, row in enumerate(values, 1):
        if (
            not isinstance(row, list)
            or len(row) != len(columns)
            or not _are_texts(row)
            or (part is not None and row[part] not in PARTS)
        ):
            raise wrong("dataset.jsonl", f"row {number}")
    return Dataset({name: [row[place] for row in values] for place, name in enumerate(columns)}, names)


def _are_names(columns):
    return isinstance(columns, list) and all(isinstance(name, str) for name in columns)


def _are_texts(values):
    """Strings of a believable length, without half letters (a lone surrogate breaks every page that shows it)."""
    return all(isinstance(value, str) and len(value) <= limits.CELL_LETTERS and _is_whole(value) for value in values)


def _is_whole(text):
    try:
        return bool(text.isascii() or text.encode("utf-8") is not None)
    except UnicodeEncodeError:
        return False


def _check_checkpoint(files, kind, recipe, dataset, lines, epoch):
    """What a training goes on from; whether the arrays fit the network is known when it is built (training.py)."""
    folder = CHECKPOINT.format(epoch)
    facts = read_strictly(Facts, files, folder + "facts.json")
    plan = read_strictly(Schedule, files, "schedule.json").steps if "schedule.json" in files else facts.total_steps
    most = _most_steps(kind, recipe, dataset)
    if len(lines) != epoch or facts.best_epoch > epoch:
        raise wrong("metrics.jsonl", "epoch")
    if not facts.step <= facts.total_steps <= most or plan > most:
        raise wrong(folder + "facts.json", "total_steps")
    _check_vocabulary(files)
    for name in ("state.safetensors", "best.safetensors"):
        check_arrays(folder + name, files[folder + name])


def _most_steps(kind, recipe, dataset):
    """The longest schedule that the recipe can have on these rows."""
    kind.check(dataset)
    training = kind.split_dataset(dataset, recipe).part("train")
    recipe = kind.resolved(recipe, training)
    return recipe.steps or recipe.epochs * kind.most_steps(training, recipe)


def _check_snapshots(files):
    """Plain numbers, no more than a training keeps; whether they fit is known when the network is there."""
    kept = {name: data for name, data in files.items() if snapshots.is_one(name)}
    if sum(map(len, kept.values())) > snapshots.MOST_BYTES:
        raise wrong(snapshots.FOLDER, "bytes")
    for name, data in kept.items():
        check_arrays(name, data)


def _check_vocabulary(files):
    for data in sides_of(read_object(files, "vocabulary.json")):
        tokens = data.get("tokens", [])
        if not isinstance(tokens, list) or len(tokens) > MAX_TOKENS or not _are_texts(tokens):
            raise wrong("vocabulary.json", "tokens")
        if data.get("kind") != "morpheme":  # Kiwi takes 500 MB; the training process loads it when it goes on
            text = json.dumps(data)
            open_in_sandbox(text.encode())
            Vocabulary.from_json(text)


def check_arrays(name, data):
    """A safetensors file of plain, finite numbers."""
    try:
        header = bundles.read_header(data)
        if len(header) > ARRAYS or any(entry.get("dtype") not in DTYPES for entry in header.values()):
            raise wrong(name, "dtype")
        arrays = bundles.load(data)
    except BundleError as error:
        raise error if error.code == IN_RUN_FILE else damaged(name) from None
    for array, values in arrays.items():
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            raise BundleError(
                "{name} in this run file contains values that are not numbers: {array}.",
                name=name,
                array=bundles.shown(array),
            )


def _check_finished(files, kind, dataset):
    """Scores and answers; the network itself is checked by Predictor.from_files."""
    labels = read_config(files["config.json"]).labels
    check_report(files["report.json"], labels, kind)
    try:
        files["card.md"].decode("utf-8")
    except UnicodeDecodeError:
        raise damaged("card.md") from None
    if "schedule.json" in files:
        read_strictly(Schedule, files, "schedule.json")
    try:
        EXAMPLES.validate_json(files.get("examples.json", b"[]"))
    except ValidationError:
        raise damaged("examples.json") from None
    if "answers.json" in files:
        _check_answers(files, kind, dataset, labels)


def _check_answers(files, kind, dataset, labels):
    if kind.ANSWERS is None:
        raise BundleError("This run file holds files that do not belong there: {names}.", names="answers.json")
    answers = read_strictly(kind.ANSWERS, files, "answers.json")
    if answers.labels != labels:
        raise wrong("answers.json", "labels")
    if where := answers.misfit(dataset, labels):
        raise wrong("answers.json", where)


def epoch_of(name):
    """The epoch of a file in a checkpoint; 0 for any other."""
    match = IN_CHECKPOINT.fullmatch(name)
    return int(match[1]) if match else 0


def read_object(files, name):
    """A file as a JSON object."""
    try:
        return bundles.parse_object(files, name)
    except BundleError:
        raise damaged(name) from None


def read_strictly(model, files, name):
    """A file as a pydantic model; BundleError names the field that is wrong."""
    read_object(files, name)
    try:
        return model.model_validate_json(files[name])
    except ValidationError as error:
        raise wrong(name, _where(error)) from None


def _where(error):
    return bundles.shown(".".join(map(str, error.errors()[0]["loc"])) or "?")


def wrong(name, where):
    return BundleError("{name} in this run file is wrong at {where}.", name=name, where=where).coded(IN_RUN_FILE)


def damaged(name):
    return BundleError("{name} in this run file is damaged.", name=name)
