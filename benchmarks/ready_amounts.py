"""At how much text a ready language model would overtake its n-grams: data/labs/amounts-NAME.json, which Judge shows.

python benchmarks/ready_amounts.py next-word-ko | next-word-en [SHARE ...]

Trained anew on these shares of its own text (0.05 0.1 0.25 0.5), with its own tokens, and scored on its own test, each once
(seed 0); the whole is the ready model itself. Each is kept when it is done, so that they may be measured one by one. Without
shares only the lines that repeat the text and the others are told apart.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from ready_next_word import data

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import MODELS
from nlp_models.labs import amounts
from nlp_models.labs.ready_amounts import ReadyAmounts, Repeated, keep, ready
from nlp_models.problems.language_model.kneser_ney import KneserNey
from nlp_models.runs.store import RunStore
from nlp_models.text.vocabulary import END
from nlp_models.training.amounts import learned

FEWEST_STEPS = 600
ROW = 4  # words


def build(name, shares=()):
    """Measure and keep."""
    folder, (dataset, *_, choices) = MODELS / name, data(name)
    predictor, kept = Predictor.load(folder), ready(folder)
    found = {point.share: point for point in kept.points} if kept else {}
    found[1.0] = whole(folder, len(predictor.problem.encoded(dataset.part("train")).ids))
    told = repeated(predictor, dataset)
    keep(folder, ReadyAmounts(_in_order(found), told))
    for share in shares:
        found[share] = amounts.Point(share, **less(folder, dataset, choices, share))
        keep(folder, ReadyAmounts(_in_order(found), told))
        print(found[share], flush=True)


def whole(folder, tokens):
    """The ready model itself, as its report has it."""
    report = _report(folder)
    scores = {amounts.OURS: report["test"], **report["baselines"]}
    return amounts.Point(1.0, tokens, {key: own["perplexity"] for key, own in scores.items()})


def less(folder, dataset, choices, share):
    """The same recipe on a share of the text: as many passes, but no fewer than 600 steps, of which the best epoch counts."""
    steps = max(FEWEST_STEPS, round(share * _report(folder)["steps"]))
    recipe = tasks.load("next-word").recipe.changed(**choices | {"minutes": None, "epochs": None, "steps": steps})
    with tempfile.TemporaryDirectory() as temporary:
        run = RunStore(Path(temporary)).create(amounts.TASK, recipe, dataset, owner="local", name=folder.name)
        (run.folder / amounts.VOCABULARY).write_bytes((folder / amounts.VOCABULARY).read_bytes())
        return learned(run, amounts.learned_from(dataset, share))


def _in_order(found):
    return tuple(found[share] for share in sorted(found))


def repeated(predictor, dataset):
    """Test lines of which four words in a row stand in the training text, and the others: perplexity of both."""
    train, test = dataset.part("train"), dataset.part("test")
    seen = {one for text in train.columns["text"] for one in _in_a_row(text)}
    lines, part = test.columns["text"], predictor.problem.encoded(test)
    ends = np.flatnonzero(part.ids == END)
    known = np.repeat([bool(seen.intersection(_in_a_row(text))) for text in lines], np.diff(ends, prepend=-1))
    ours = predictor.network.answers(part)[:, 0]
    counted = KneserNey(predictor.problem.encoded(train).ids, len(predictor.problem.vocabulary), 5).logs(part.ids, [5])[
        5
    ]
    values = [float(np.exp(-logs[where].mean())) for where in (known, ~known) for logs in (ours, counted)]
    share = sum(bool(seen.intersection(_in_a_row(text))) for text in lines) / len(lines)
    return Repeated(round(share, 3), *(round(value, 1) for value in values))


def _in_a_row(text):
    words = text.split()
    return {tuple(words[at : at + ROW]) for at in range(len(words) - ROW + 1)}


def _report(folder):
    return json.loads((folder / "report.json").read_text("utf-8"))


if __name__ == "__main__":
    build(sys.argv[1], [float(share) for share in sys.argv[2:]])
