"""Perplexity against amount of text: the same network and the same n-grams, learned from a twentieth of a text up to all of it.

    run = amounts.create(RunStore.default(), owner, language_model_run)
    runners.chosen().submit(run)
    amounts.points(run.folder)[-1].perplexity["kneser_ney_5"]

A run of its own in the store, like the recall lab's: it has its text and vocabulary with it, so that nothing is lost where the run it
came from is deleted. All amounts use that vocabulary and are scored on the same held-back text, else they could not be compared.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlp_models.answering.judging import split_as
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunError
from nlp_models.files import write_aside
from nlp_models.recipe import Recipe
from nlp_models.runs.folder import METRICS
from nlp_models.runs.records import read_lines, whole
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore

TASK, OF = "amounts", "next-word"
SHARES = (0.05, 0.1, 0.25, 0.5, 1.0)
MOST_STEPS = 600  # of each network
FEWEST_WORDS = 100  # of the text that one learns from
VOCABULARY = "vocabulary.json"
OURS = "network"
FITTED = 4  # amounts, the largest ones, that a slope is taken from
STUDENT = {1: 12.706, 2: 4.303}  # two-sided 5 %, by the degrees of freedom: points less two
FARTHEST = 100  # times all of the text; of what lies beyond nobody can say anything


@dataclass(frozen=True)
class Point:
    """What came of one amount."""

    share: float
    tokens: int  # learned from
    perplexity: dict[str, float]  # of the network, and of each baseline by its name


def create(store: RunStore, owner: str, run: Run) -> Run:
    """A queued run on the text of a finished language model. RunError where its rows are elsewhere; raises LimitReached."""
    report = run.report
    if not report:
        raise RunError("This network came without a score, and without the sentences to find one.")
    own = Recipe.make(**report["recipe"])
    recipe = own.changed(
        steps=min(MOST_STEPS, report["steps"]), length=None, minutes=None, epochs=None, batch_size=None, stop_after=None
    )
    seconds = 0.7 * len(SHARES) * report["seconds"]["all"]
    made = store.create(
        TASK, recipe, split_as(run, run.dataset), owner=owner, name=run.about.name, parent=run.id, seconds=seconds
    )
    write_aside(made.folder / VOCABULARY, (run.folder / VOCABULARY).read_bytes())
    return made


def learned_from(dataset: Dataset, share: float) -> Dataset | None:
    """The last lines of its training part, next to what is held back, and all of that; None where these are too few."""
    parts = dataset.columns["part"]
    training = [row for row, part in enumerate(parts) if part == "train"]
    kept = set(training[-max(1, round(share * len(training))) :])
    texts = dataset.columns["text"]
    if sum(len(texts[row].split()) for row in kept) < FEWEST_WORDS:
        return None
    rows = [row for row, part in enumerate(parts) if part != "train" or row in kept]
    return Dataset({name: [values[row] for row in rows] for name, values in dataset.columns.items()}, dataset.names)


def points(folder: Path) -> list[Point]:
    """What is known so far, the smallest amount first; RunDamaged where a line is not one of this lab's."""
    with whole(METRICS):
        return [
            Point(row["share"], int(row["tokens"]), {name: float(value) for name, value in row["perplexity"].items()})
            for row in read_lines(folder / METRICS)
        ]


def crossing(found: list[Point], baseline: str) -> int | None:
    """From how many tokens on the network is better than a baseline, at every larger amount, too; None where it never is."""
    better = [point.perplexity[OURS] < point.perplexity[baseline] for point in found]
    return next((found[place].tokens for place in range(len(found)) if all(better[place:])), None)


@dataclass(frozen=True)
class Foreseen:
    """Where two curves would meet, in tokens, if both went on as they go: between `low` and `high` with 95 % certainty."""

    tokens: float
    low: float
    high: float


def foreseen(found: list[Point], baseline: str) -> Foreseen | None:
    """Where the network would overtake a baseline that is ahead with all of the text; None where the points do not carry it.

    Each perplexity is taken for a power of the amount, so the logarithm of their ratio is a straight line in the logarithm of
    the amount. Least squares on the last FITTED points; the bounds are Fieller's, of the place where a fitted line is zero.
    """
    last = found[-FITTED:]
    if len(last) < 3 or last[-1].perplexity[OURS] <= last[-1].perplexity[baseline]:
        return None
    amount = np.log([point.tokens for point in last])
    behind = np.log([point.perplexity[OURS] / point.perplexity[baseline] for point in last])
    bounds = _zero(amount, behind)
    if bounds is None or bounds[2] > math.log(FARTHEST * last[-1].tokens):
        return None
    least = math.log(last[-1].tokens)  # it has not met there
    return Foreseen(*(math.exp(max(least, bound)) for bound in bounds))


def _zero(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float] | None:
    """Where the line through these points falls to zero, and its 95 % bounds; None where it is not sure to fall."""
    u, level = x - x.mean(), y.mean()
    spread = float(u @ u)
    slope = float(u @ y) / spread
    rest = y - level - slope * u
    noise = STUDENT[len(x) - 2] ** 2 * float(rest @ rest) / (len(x) - 2)
    certain = slope**2 - noise / spread
    if slope >= 0 or certain <= 0:
        return None
    root = math.sqrt(max(0.0, (level * slope) ** 2 - certain * (level**2 - noise / len(x))))
    ends = sorted(((-level * slope - root) / certain, (-level * slope + root) / certain))
    return float(x.mean() - level / slope), float(x.mean() + ends[0]), float(x.mean() + ends[1])
