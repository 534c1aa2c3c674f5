"""What each command does; `main(arguments)` gives the exit status. JSON on stdout with --json."""

import argparse
import json
import sys
from pathlib import Path

from nlp_models import runners, tasks
from nlp_models.answering.batch import answer_table
from nlp_models.answering.cards import card_instead
from nlp_models.answering.evaluation import evaluate, known_rows
from nlp_models.answering.learning import findings, in_words
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.answering.unrolled import everything_printed
from nlp_models.datasets.dataset import Dataset, guess_columns, parse_names
from nlp_models.datasets.table import How
from nlp_models.errors import DataError, RecipeError, RunError, RunNotFound, UnrolledError
from nlp_models.files import write_aside
from nlp_models.lengths import cut_off
from nlp_models.messages import render
from nlp_models.problems.problem import Scoring
from nlp_models.reading import inspection, read_limited
from nlp_models.reading.typed import header, separator
from nlp_models.runners import following
from nlp_models.runners.everything import delete_counted
from nlp_models.runs import speed
from nlp_models.runs.store import RunStore
from nlp_models.sharing import brought, exports
from nlp_models.training.worker import run_behind_the_pages

OWNER = "local"
SHORT = ("cell", "length", "epochs", "minutes", "seed")  # settings that have an option of their own


def main(arguments):
    """Do what the arguments ask; 0, or 2 when the user can mend it."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as leaving:
        return leaving.code
    try:
        return options.do(options) or 0
    except UnrolledError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or 'File'}: {error.strerror or error}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


class Parser(argparse.ArgumentParser):
    """Tells a mistake in one line, as everything else does."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message}\n")


def parser():
    """The commands and their options."""
    whole = Parser(prog="python -m nlp_models", description="Train recurrent networks on your text.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name, do, explained, *positional):
        part = commands.add_parser(name, help=explained, description=explained)
        part.set_defaults(do=do)
        part.add_argument("--json", action="store_true", help="JSON on stdout")
        for argument in positional:
            part.add_argument(argument)
        return part

    command("tasks", show_tasks, "list the tasks")
    part = command("inspect", inspect_file, "say how a file would be read; nothing is trained", "file")
    part.add_argument("--task", required=True, help="what it would be read for")
    _add_reading(part)
    _add_fields(part)
    _add_part(part)
    _add_train(command("train", train, "train a network on a file"))
    part = command("evaluate", evaluate_file, "score a run on a file", "run")
    _add_columns(part)
    part = command("predict", predict, "answer a text or a whole file", "run")
    _add_columns(part, required=False)
    part.add_argument("--text", dest="sentence", help="one text to answer")
    part.add_argument("--file", type=Path, help="a file to answer")
    part.add_argument("--out", type=Path, help="where the answers go (csv)")
    command("runs", show_runs, "list the runs")
    command("cancel", lambda o: _run(o).request_cancel(), "cancel a run", "run")
    command("stop", lambda o: _run(o).request_stop(), "stop a run and keep its best epoch", "run")
    command("resume", resume, "go on with an interrupted run", "run")
    command("delete", lambda o: RunStore.default().delete(_run(o)), "delete a run", "run")
    command("delete-everything", delete_everything, "delete all your runs; COUNT is how many", "count")
    _add_export(command("export", export, "write a run as a bundle, a Keras model or a script that trains it again"))
    command("import", import_bundle, "take a bundle in as a run", "file")
    command("probe", probe, "what the network says after every word", "run").add_argument("--text", dest="sentence")
    return whole


def _add_train(part):
    part.add_argument("task", nargs="?")
    part.add_argument("--run", help="train a run that was submitted (used by the runners)")
    _add_columns(part, required=False)
    _add_part(part)
    part.add_argument("--validation", type=Path, help="rows that choose the best epoch")
    part.add_argument("--test", type=Path, help="rows for the final score")
    part.add_argument("--name", default="", help="a name for the run")
    part.add_argument("--ask", default="", help="a text that is answered after each epoch")
    for setting in SHORT:
        part.add_argument(f"--{setting}", help=f"short for --set {setting}=...")
    part.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="any setting of the recipe")


def _add_export(part):
    part.add_argument("run", nargs="?")
    part.add_argument("--folder", type=Path, help="a run's folder in place of its id (used by the page)")
    part.add_argument("--to", type=Path, required=True, help="the zip to write")
    part.add_argument("--format", choices=("bundle", "keras", "script"), default="bundle")


def _add_columns(part, required=True):
    part.add_argument(
        "--data", type=Path, required=required, help="the file with the rows; inspect says how it is read"
    )
    part.add_argument("--labels", default="", help="shown names: 0=negative,1=positive")
    _add_fields(part)
    _add_reading(part)
    if part.prog.endswith(("train", "evaluate")):
        part.add_argument("--text", dest="text", help="column with the text")


def _add_fields(part):
    part.add_argument("--text-column", "--text_column", dest="text", help="column with the text")
    part.add_argument("--label", help="column with the label")


def _add_part(part):
    part.add_argument("--part", help="column that says which rows are train, validation and test")


def _add_reading(part):
    """What a person says against what is found out."""
    part.add_argument("--shape", help="what kind of file it is, by the name that inspect gives it")
    part.add_argument("--encoding", help="found out unless given, as are the next ones")
    part.add_argument("--separator", type=separator, help="between columns: , ; | or tab; none: each line is a text")
    part.add_argument("--header", type=header, help="yes, no, or the number of the row that names the columns")
    part.add_argument("--sheet", help="of a workbook, or the file in a zip")
    part.add_argument("--sentence", help="column that numbers the sentences (tagging)")
    part.add_argument("--pause", type=int, help="minutes of silence after which a new talk begins (dialogues)")
    part.add_argument("--skip-bad-rows", action="store_true", help="leave out rows that do not fit the header")


def inspect_file(options):
    """How a file would be read for a task: its shape and why, columns, labels, findings, first rows."""
    task = tasks.load(options.task)
    measure = inspection(task, _table(task, options.file, options), _asked_columns(options))
    _print(options, measure, "\n".join(f"{name}: {_short(value)}" for name, value in measure.items()))


def _short(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]} …"


def show_tasks(options):
    rows = [{"name": name, "title": tasks.load(name).title} for name in tasks.names()]
    _print(options, rows, "\n".join(f"{task['name']:<12} {task['title']}" for task in rows))


def train(options):
    """Submit a run and wait for it, or be the child that trains one."""
    if options.run:
        return run_behind_the_pages(RunStore.default(), options.run)
    if not options.task or not options.data:
        raise DataError("train needs a task and --data FILE.")
    task = tasks.load(options.task)
    table, columns = _table_and_columns(task, options.data, options)
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
    return follow(runners.chosen("local"), run, options)


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
    lines = [f"{run.id}  {_scores_line(kind, run.report['test'])}", *found[:1]]
    _print(options, {"run": run.id, "report": run.report, "findings": found}, "\n".join(lines))


def resume(options):
    run = _run(options)
    run.prepare_resume()
    return follow(runners.chosen("local"), run, options)


def evaluate_file(options):
    """Score a finished run on rows it has not seen."""
    predictor = _predictor(options.run)
    task = tasks.load(predictor.config.task)
    table, columns = _table_and_columns(task, options.data, options, _columns_learned(options.run))
    known = known_rows(predictor, task.dataset(table, columns), parse_names(options.labels))
    scores = evaluate(predictor, _told_unknown(known))
    measure = {"unknown_labels": known.unknown, "baselines": _report(options.run).get("baselines", {})}
    _print(options, scores | measure, _scores_line(task.kind, scores))


def predict(options):
    """Answer one text, or a file into a csv with the answers beside the file's own columns."""
    predictor = _predictor(options.run)
    if options.sentence is not None:
        if card := card_instead(predictor, options.sentence, beside=_tell):
            return _print(options, card.as_dict(), card.text())
        answer = predictor.read(options.sentence)
        shown, lines = predictor.problem.predicted(answer)
        return _print(options, shown, "\n".join(lines))
    if not options.file or not options.out:
        raise DataError('predict needs --text "..." or --file IN --out OUT.')
    task = tasks.load(predictor.config.task)
    table, columns = _table_and_columns(task, options.file, options, _columns_learned(options.run))
    column = columns.get("text", table.columns[0])
    write_aside(options.out, answer_table(predictor, table, column))
    measure = {"rows": len(table), "column": column}
    _print(options, measure, f"{len(table)} rows of the column '{column}' answered into {options.out}")


def show_runs(options):
    """The runs of this computer; those that cannot be read with what is wrong."""
    store = RunStore.default()
    rows = [_row_of(run, run.about, run.status) for run in store.list(OWNER)]
    for run in store.damaged(OWNER):
        damage = render(run.damage) if run.damage else ""
        rows.append({"run": run.id, "task": "", "name": run.known_name, "state": "damaged", "damage": damage})
    lines = [f"{r['run']}  {r['state']:<11} {r['task']:<10} {r['name']}{r.get('damage', '')}" for r in rows]
    _print(options, rows, "\n".join(lines))


def _row_of(run, about, status):
    return {"run": run.id, "task": about.task, "name": about.name, "state": status.state, "score": status.score}


def delete_everything(options):
    deleted = delete_counted(RunStore.default(), OWNER, options.count)
    _print(options, {"deleted": deleted}, f"{deleted} deleted")


def export(options):
    """Write the zip that was asked for; every one is opened and checked before."""
    if not options.run and not options.folder:
        raise RunError("export needs a run.")
    if options.format == "script":
        return write_aside(options.to, exports.make_reproduction(_run(options)))
    folder = options.folder or _finished(options.run)
    if options.format == "bundle":
        return write_aside(options.to, exports.make_bundle(folder))
    from nlp_models.sharing.keras_export import write_keras  # Keras is needed for nothing else here

    write_keras(folder, options.to)


def import_bundle(options):
    """Check a bundle or the file of a run, and keep it."""
    run = brought.bring(Path(options.file).read_bytes(), RunStore.default(), owner=OWNER)
    _print(options, {"run": run.id}, run.id)


def probe(options):
    predictor = _predictor(options.run)
    if card := card_instead(predictor, options.sentence or "", beside=_tell):
        return _print(options, card.as_dict(), card.text())
    if not options.json:
        answer = predictor.read(options.sentence or "")
        return print("\n".join(predictor.problem.by_word(answer)))
    _print(options, everything_printed(predictor, options.sentence or ""), "")


def _scores_line(kind: type[Scoring], scores):
    """The scores that matter, on one line."""
    return "  ".join(
        f"{measure.title.lower()} {scores[name]:.4f}"
        for name, measure in kind.MEASURES.items()
        if scores.get(name) is not None
    )


def _choices(options):
    pairs = [text.partition("=") for text in options.set]
    if bad := next((key for key, sign, _ in pairs if not sign), None):
        raise RecipeError("--set needs key=value, got {got}.", got=bad)
    short = {name: getattr(options, name) for name in SHORT}
    chosen = {key: value for key, _, value in pairs} | {k: v for k, v in short.items() if v is not None}
    return chosen if {"length", "minutes", "steps"} & chosen.keys() else {"length": "medium"} | chosen


def _table(task, path, options):
    """A person's file, read in a child that it cannot take along."""
    how = How(
        options.shape, options.encoding, options.separator, options.header, options.sheet, options.sentence, options.pause,
        options.skip_bad_rows, wanted=tuple(_asked_columns(options).values()),
    )  # fmt: skip
    return read_limited(task.name, Path(path), how=how)


def _asked_columns(options):
    return {name: value for name in ("text", "label", "part") if (value := getattr(options, name, None))}


def _held_back(task, path, options, learned, columns):
    """The rows of a file that is validation or test, whose labels can be learned; the others are told."""
    dataset = task.dataset(*_table_and_columns(task, path, options, columns))
    return _told_unknown(task.kind.labels_known(dataset, task.kind.labels_of(learned), learned.names, whole=True))


def _told_unknown(known):
    """The rows with known labels; what was left out is told."""
    if known.message:
        print(render(known.message), file=sys.stderr)
    return known.dataset


def _table_and_columns(task, path, options, learned=None):
    """A file's Table, and which of its columns is what: as asked, as the run learned where they are there, or guessed."""
    table = _table(task, path, options)
    learned = {name: column for name, column in (learned or {}).items() if column in table.columns}
    return table, guess_columns(table, task.fields) | learned | _asked_columns(options)


def _columns_learned(name):
    """The columns of the file that a run learned from, by field; none of ready models and bundles."""
    try:
        return RunStore.default().get(name, OWNER).columns
    except RunNotFound:
        return {}


def _run(options):
    return RunStore.default().get(options.run, OWNER)


def _folder(name):
    """A run of ours, or a ready model by its name."""
    try:
        return RunStore.default().get(name, OWNER).folder
    except RunNotFound:
        ready = {model.id: model.folder for model in ready_models()}
        if name in ready:
            return ready[name]
        raise


def _finished(name):
    folder = _folder(name)
    state = RunStore.default().get(name, OWNER).status.state if (folder / "status.json").exists() else "done"
    if state != "done" or not (folder / "weights.safetensors").exists():
        raise RunError("This run has no finished network yet.")
    return folder


def _predictor(name):
    return Predictor.load(_finished(name))


def _report(name):
    file = _folder(name) / "report.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def _tell(card):
    print(card.text(), file=sys.stderr)


def _print(options, data, text):
    print(json.dumps(data, ensure_ascii=False) if options.json else text)
