"""At how much text a ready language model would overtake its n-grams: data/labs/amounts-NAME.json, which Judge shows.

python benchmarks/ready_amounts.py next-word-ko | next-word-en [SHARE ...]

Trained anew on these shares of its own text (0.1 0.25), with its own tokens, and scored on its own test, each once (seed 0); the
whole is the ready model itself. Then the line of loss against log tokens through the last three amounts is drawn on. Without
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
from nlp_models.labs.ready_amounts import Foretold, ReadyAmounts, Repeated, keep
from nlp_models.problems.language_model.kneser_ney import KneserNey
from nlp_models.runs.store import RunStore
from nlp_models.text.vocabulary import END
from nlp_models.training.amounts import learned

FEWEST_STEPS = 600
ROW = 4  # words
FITTED = 3  # amounts, the largest
DRAWS, SEED = 2_000, 0
FARTHEST = 100  # times its text; beyond, nothing is foretold
BASELINE = "kneser_ney_5"


def build(name, shares=()):
    """Measure and keep."""
    task, folder = tasks.load("next-word"), MODELS / name
    dataset, *_, choices = data(name)
    predictor, report = Predictor.load(folder), _report(folder)
    whole = len(predictor.problem.encoded(dataset.part("train")).ids)
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        for share in shares:
            steps = max(FEWEST_STEPS, round(share * report["steps"]))
            recipe = task.recipe.changed(**choices | {"minutes": None, "epochs": None, "steps": steps})
            run = RunStore(Path(temporary)).create(amounts.TASK, recipe, dataset, owner="local", name=name)
            (run.folder / amounts.VOCABULARY).write_bytes((folder / amounts.VOCABULARY).read_bytes())
            found.append(amounts.Point(share, **learned(run, amounts.learned_from(dataset, share))))
            print(found[-1], flush=True)
    scores = {amounts.OURS: report["test"], **report["baselines"]}
    found.append(amounts.Point(1.0, whole, {key: own["perplexity"] for key, own in scores.items()}))
    met = foretold(found, scores) if len(found) >= FITTED else None
    keep(folder, ReadyAmounts(tuple(found), met, repeated(predictor, dataset)))


def foretold(found, scores):
    """Where the lines meet, with the doubt of each score drawn 2,000 times (its test is one and the same, its training one)."""
    made, logs = np.random.default_rng(SEED), np.log([point.tokens for point in found[-FITTED:]])
    losses = [np.log([point.perplexity[key] for point in found[-FITTED:]]) for key in (amounts.OURS, BASELINE)]
    doubts = [
        np.log(scores[key]["perplexity_high"] / scores[key]["perplexity_low"]) / 3.92
        for key in (amounts.OURS, BASELINE)
    ]
    drawn = [own + doubt * made.standard_normal((DRAWS, FITTED)) for own, doubt in zip(losses, doubts, strict=True)]
    best = _meeting(logs, losses[0][None, :] - losses[1][None, :])[0]
    met = _meeting(logs, drawn[0] - drawn[1])
    low, high = np.quantile(met, (0.025, 0.975), method="nearest")
    return Foretold(*(round(float(value), 1) if value <= FARTHEST else None for value in (best, low, high)))


def _meeting(logs, gaps):
    """Times the whole text at which the fitted line of each row of gaps reaches zero; inf where it never does."""
    slope, above = np.polyfit(logs - logs[-1], gaps.T, 1)
    with np.errstate(divide="ignore", over="ignore"):
        return np.where(slope < 0, np.exp(np.maximum(above, 0) / -slope), np.where(above <= 0, 1.0, np.inf))


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
