"""What each command does; `main(arguments)` gives the exit status. JSON on stdout with --json."""

import argparse
import json
import sys
import time
from pathlib import Path

from nlp_models import runners, tasks
from nlp_models.answering.batch import answer_table
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.datasets.dataset import Dataset, guess_columns, parse_names
from nlp_models.errors import DataError, RecipeError, RunError, RunNotFound, UnrolledError
from nlp_models.files import write_aside
from nlp_models.messages import render
from nlp_models.problems.problem import Scoring
from nlp_models.runs.store import RunStore
from nlp_models.sharing import exports
from nlp_models.training.worker import run_child

OWNER = "local"


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
    _add_export(command("export", export, "write a run as a bundle, a Keras model or a script that trains it again"))
    command("import", import_bundle, "take a bundle in as a run", "file")
    command("probe", probe, "what the network says after every word", "run").add_argument("--text", dest="sentence")
    return whole


def _add_train(part):
    part.add_argument("task", nargs="?")
    part.add_argument("--run", help="train a run that was submitted (used by the runners)")
    _add_columns(part, required=False)
    part.add_argument("--validation", type=Path, help="rows that choose the best epoch")
    part.add_argument("--test", type=Path, help="rows for the final score")
    part.add_argument("--name", default="", help="a name for the run")
    for setting in ("cell", "epochs", "minutes", "seed"):
        part.add_argument(f"--{setting}", help=f"short for --set {setting}=...")
    part.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="any setting of the recipe")


def _add_export(part):
    part.add_argument("run", nargs="?")
    part.add_argument("--folder", type=Path, help="a run's folder in place of its id (used by the page)")
    part.add_argument("--to", type=Path, required=True, help="the zip to write")
    part.add_argument("--format", choices=("bundle", "keras", "script"), default="bundle")


def _add_columns(part, required=True):
    part.add_argument("--data", type=Path, required=required, help="csv, tsv, txt, jsonl, xlsx or a zip of one")
    part.add_argument("--text-column", "--text_column", dest="text", help="column with the text")
    part.add_argument("--label", help="column with the label")
    part.add_argument("--labels", default="", help="shown names: 0=negative,1=positive")
    part.add_argument("--encoding", help="found out unless given, as are the next two")
    part.add_argument("--separator", type=_separator, help="between columns: , ; | or tab")
    part.add_argument("--header", choices=("yes", "no"), help="whether the first row names the columns")
    if part.prog.endswith(("train", "evaluate")):
        part.add_argument("--text", dest="text", help="column with the text")


def show_tasks(options):
    found = [{"name": name, "title": tasks.load(name).title} for name in tasks.names()]
    _print(options, found, "\n".join(f"{task['name']:<12} {task['title']}" for task in found))


def train(options):
    """Submit a run and wait for it, or be the child that trains one."""
    if options.run:
        return run_child(RunStore.default(), options.run)
    if not options.task or not options.data:
        raise DataError("train needs a task and --data FILE.")
    task = tasks.load(options.task)
    parts = {name: getattr(options, name) for name in ("validation", "test")}
    dataset = Dataset.join(
        _dataset(task, options.data, options),
        **{name: _dataset(task, file, options) if file else None for name, file in parts.items()},
    )
    task.kind.check(dataset)
    run = RunStore.default().create(
        task.name,
        task.recipe.changed(**_choices(options)),
        dataset,
        owner=OWNER,
        name=options.name or options.data.stem[:80],
    )
    return follow(runners.chosen("local"), run, options)


def follow(runner, run, options):
    """Submit, draw the progress, print the report; ctrl-C cancels."""
    runner.submit(run)
    try:
        while run.is_active:
            _draw(run.status)
            time.sleep(0.3)
    except KeyboardInterrupt:
        run.request_cancel()
        raise
    _draw(run.status, last=True)
    if run.status.state != "done":
        message = run.status.message
        raise RunError(
            "{state}: {reason}", state=run.status.state, reason=render(message) if message else run.log_tail(3)
        )
    kind = tasks.load(run.about.task).kind
    _print(options, {"run": run.id, "report": run.report}, f"{run.id}  {_told(kind, run.report['test'])}")


def resume(options):
    run = _run(options)
    run.prepare_resume()
    return follow(runners.chosen("local"), run, options)


def evaluate_file(options):
    """Score a finished run on rows it has not seen."""
    predictor = _predictor(options.run)
    task = tasks.load(predictor.config.task)
    scores = evaluate(predictor, _dataset(task, options.data, options))
    baselines = _report(options.run).get("baselines", {})
    _print(options, scores | {"baselines": baselines}, _told(task.kind, scores))


def predict(options):
    """Answer one text, or a file into a csv with the answers beside the file's own columns."""
    predictor = _predictor(options.run)
    if options.sentence is not None:
        answer = predictor.read(options.sentence)
        shown, lines = predictor.problem.told(answer)
        return _print(options, shown, "\n".join(lines))
    if not options.file or not options.out:
        raise DataError('predict needs --text "..." or --file IN --out OUT.')
    table = _table(tasks.load(predictor.config.task), options.file, options)
    column = options.text or guess_columns(table, tasks.load(predictor.config.task).fields).get(
        "text", table.columns[0]
    )
    write_aside(options.out, answer_table(predictor, table, column))
    _print(options, {"rows": len(table.rows)}, f"{len(table.rows)} rows answered into {options.out}")


def show_runs(options):
    found = [
        {
            "run": run.id,
            "task": run.about.task,
            "name": run.about.name,
            "state": run.status.state,
            "score": run.status.score,
        }
        for run in RunStore.default().list(OWNER)
    ]
    _print(options, found, "\n".join(f"{r['run']}  {r['state']:<11} {r['task']:<10} {r['name']}" for r in found))


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
    """Check a bundle, load it once, and keep it as a finished run."""
    bundle = exports.take_in(Path(options.file))
    run = exports.adopt(bundle, RunStore.default(), owner=OWNER)
    _print(options, {"run": run.id}, run.id)


def probe(options):
    predictor = _predictor(options.run)
    answer = predictor.read(options.sentence or "")
    _print(options, vars(answer), "\n".join(predictor.problem.by_word(answer)))


def _told(kind: type[Scoring], scores):
    """The scores that matter, on one line."""
    return "  ".join(
        f"{told.title.lower()} {scores[name]:.4f}" for name, told in kind.TOLD.items() if scores.get(name) is not None
    )


def _choices(options):
    pairs = [text.partition("=") for text in options.set]
    if bad := next((key for key, sign, _ in pairs if not sign), None):
        raise RecipeError("--set needs key=value, got {got}.", got=bad)
    short = {name: getattr(options, name) for name in ("cell", "epochs", "minutes", "seed")}
    return {key: value for key, _, value in pairs} | {k: v for k, v in short.items() if v is not None}


def _table(task, path, options):
    header = None if options.header is None else options.header == "yes"
    return task.kind.read_table(path, encoding=options.encoding, separator=options.separator, header=header)


def _separator(text):
    return "\t" if text in ("tab", "\\t") else text


def _dataset(task, path, options):
    table = _table(task, path, options)
    asked = {name: value for name in ("text", "label") if (value := getattr(options, name))}
    return task.dataset(table, guess_columns(table, task.fields) | asked, names=parse_names(options.labels))


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
    if not (folder / "weights.safetensors").exists():
        raise RunError("This run has no finished network yet.")
    return folder


def _predictor(name):
    return Predictor.load(_finished(name))


def _report(name):
    file = _folder(name) / "report.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def _print(options, data, text):
    print(json.dumps(data, ensure_ascii=False) if options.json else text)


def _draw(status, last=False):
    if not sys.stderr.isatty():
        return
    done = (status.step or 0) / max(1, status.steps or 1)
    bar = "#" * int(done * 30)
    score = f"  validation {status.score:.4f}" if status.score else ""
    text = f"\r[{bar:<30}] epoch {status.epoch or 0}/{status.epochs or '?'}  {status.tokens_per_second or 0:,.0f} tokens/s{score} "
    print(text, end="\n" if last else "", file=sys.stderr, flush=True)
