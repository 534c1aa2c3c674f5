"""evaluate, predict and probe: what a finished network answers."""

import json
import sys

from threadpoolctl import threadpool_limits

from nlp_models import tasks
from nlp_models.answering.batch import answer_table
from nlp_models.answering.cards import card_instead
from nlp_models.answering.evaluation import evaluate, known_rows
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.unrolled import everything_printed
from nlp_models.command_line.files import table_and_columns, told_unknown
from nlp_models.command_line.flipped import flipped
from nlp_models.command_line.told import OWNER, finished, folder_of, scores_line, tell
from nlp_models.datasets.dataset import parse_names
from nlp_models.errors import DataError, RunNotFound
from nlp_models.files import write_aside
from nlp_models.runs import machine
from nlp_models.runs.store import RunStore


def evaluate_file(options):
    """Score a finished run on rows it has not seen."""
    predictor = _predictor(options.run)
    task = tasks.load(predictor.config.task)
    table, columns = table_and_columns(task, options.data, options, _columns_learned(options.run))
    known = known_rows(predictor, task.dataset(table, columns), parse_names(options.labels))
    scores = evaluate(predictor, told_unknown(known))
    measure = {"unknown_labels": known.unknown, "baselines": _report(options.run).get("baselines", {})}
    tell(options, scores | measure, scores_line(task.kind, scores))


def predict(options):
    """Answer one text, or a file into a csv with the answers beside the file's own columns."""
    predictor = _predictor(options.run)
    if options.sentence is not None:
        if card := card_instead(predictor, options.sentence, beside=_tell_card):
            return tell(options, card.as_dict(), card.text())
        answer = predictor.read(options.sentence)
        shown, lines = predictor.problem.predicted(answer)
        return tell(options, shown, "\n".join(lines))
    if not options.file or not options.out:
        raise DataError('predict needs --text "..." or --file IN --out OUT.')
    task = tasks.load(predictor.config.task)
    table, columns = table_and_columns(task, options.file, options, _columns_learned(options.run))
    column = columns.get("text", table.columns[0])
    write_aside(options.out, answer_table(predictor, table, column, at_once=min(2, machine.cores())))
    measure = {"rows": len(table), "column": column}
    tell(options, measure, f"{len(table)} rows of the column '{column}' answered into {options.out}")


def probe(options):
    predictor = _predictor(options.run)
    if card := card_instead(predictor, options.sentence or "", beside=_tell_card):
        return tell(options, card.as_dict(), card.text())
    if options.flip or options.word:
        return tell(options, *flipped(predictor, options.sentence or "", options.word))
    if not options.json:
        answer = predictor.read(options.sentence or "")
        return print("\n".join(predictor.problem.by_word(answer)))
    tell(options, everything_printed(predictor, options.sentence or ""), "")


def _columns_learned(name):
    """The columns of the file that a run learned from, by field; none of ready models and bundles."""
    try:
        return RunStore.default().get(name, OWNER).columns
    except RunNotFound:
        return {}


def _predictor(name):
    threadpool_limits(1, user_api="blas")  # beside a training the second thread of a product is waited for
    return Predictor.load(finished(name))


def _report(name):
    file = folder_of(name) / "report.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def _tell_card(card):
    print(card.text(), file=sys.stderr)
