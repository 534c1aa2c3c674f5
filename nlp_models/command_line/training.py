"""train and resume: a run submitted and followed to its end."""

import sys

from nlp_models import runners, tasks
from nlp_models.answering.learning import findings, in_words
from nlp_models.command_line.files import table_and_columns, told_unknown
from nlp_models.command_line.racing import follow_group
from nlp_models.command_line.sweeping import resume_sweep
from nlp_models.command_line.told import OWNER, own_unit, scores_line, tell
from nlp_models.datasets.dataset import Dataset, parse_names
from nlp_models.errors import DataError, RecipeError, RunError
from nlp_models.lengths import cut_off
from nlp_models.messages import render
from nlp_models.runners import following
from nlp_models.runs import speed
from nlp_models.runs.groups import Group
from nlp_models.runs.store import RunStore
from nlp_models.sweeps.sweep import Sweep
from nlp_models.training.worker import run_behind_the_pages

SHORT = ("cell", "length", "epochs", "minutes", "seed")  # settings that have an option of their own


def train(options):
    """Submit a run and wait for it, or be the child that trains one."""
    if options.run:
        return run_behind_the_pages(RunStore.default(), options.run)
    if not options.task or not options.data:
        raise DataError("train needs a task and --data FILE.")
    runner = runners.chosen()  # before anything is kept
    task = tasks.load(options.task)
    table, columns = table_and_columns(task, options.data, options)
    learned = task.dataset(table, columns, names=parse_names(options.labels))
    parts = {name: getattr(options, name) for name in ("validation", "test")}
    parts = {name: _held_back(task, file, options, learned, columns) for name, file in parts.items() if file}
    dataset = Dataset.join(learned, **parts)
    task.kind.check(dataset)
    store, recipe = RunStore.default(), task.recipe.changed(**_choices(options))
    run = store.create(
        task.name,
        recipe,
        dataset,
        owner=OWNER,
        name=options.name or options.data.stem[:80],
        columns=columns,
        ask=options.ask,
        seconds=speed.estimated(store, task, recipe, dataset),
    )
    return follow(runner, run, options)


def follow(runner, run, options):
    """Submit, tell how it goes, print the report."""
    runner.submit(run)
    following.follow(run)
    if run.status.state != "done":
        message = run.status.message
        raise RunError(
            "{state}: {reason}", state=run.status.state, reason=render(message) if message else run.log_tail(3)
        )
    kind, found = tasks.load(run.about.task).kind, [*map(in_words, findings(run))]
    if cut := run.report.get("cut_off"):
        print(render(cut_off(cut)), file=sys.stderr)
    lines = [f"{run.id}  {scores_line(kind, run.report['test'])}", *found[:1]]
    tell(options, {"run": run.id, "report": run.report, "findings": found}, "\n".join(lines))


def resume(options):
    run = own_unit(options)
    if isinstance(run, Sweep):
        return resume_sweep(run, options)
    if isinstance(run, Group):
        run.prepare_resume()
        return follow_group(run, options)
    run.prepare_resume()
    return follow(runners.chosen(), run, options)


def _choices(options):
    pairs = [text.partition("=") for text in options.set]
    if bad := next((key for key, sign, _ in pairs if not sign), None):
        raise RecipeError("--set needs key=value, got {got}.", got=bad)
    short = {name: getattr(options, name) for name in SHORT}
    chosen = {key: value for key, _, value in pairs} | {k: v for k, v in short.items() if v is not None}
    return chosen if {"length", "minutes", "steps"} & chosen.keys() else {"length": "medium"} | chosen


def _held_back(task, path, options, learned, columns):
    """The rows of a file that is validation or test, whose labels can be learned; the others are told."""
    dataset = task.dataset(*table_and_columns(task, path, options, columns))
    return told_unknown(task.kind.labels_known(dataset, task.kind.labels_of(learned), learned.names, whole=True))
