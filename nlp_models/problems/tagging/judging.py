"""judge_tags(run): what a finished tagger answered on sentences it has never seen, word by word. See judging.py.

judged = judge_tags(run)                  # None for a bundle: its sentences are elsewhere
[judged.words[n] for n in judged.wrong]
"""

import json
from dataclasses import dataclass

import numpy as np

from nlp_models.answering.judging import ANSWERS
from nlp_models.answering.predictor import Predictor
from nlp_models.errors import RunError
from nlp_models.problems.tagging.entities import OUTSIDE, are_entities, kind_of


@dataclass(frozen=True)
class JudgedTags:
    """N sentences: words, right tags, given tags, how sure each was; `rows` are their places in the run's dataset.

    `source` says which these are: "held-out", or "sample", ours, for a ready model.
    """

    labels: list[str]
    names: dict[str, str]
    rows: list[int]
    words: list[list[str]]
    golds: list[list[str]]
    guesses: list[list[str]]
    sureness: list[list[float]]
    source: str

    def __len__(self):
        return len(self.words)

    @property
    def kinds(self):
        """Entity types (and O), or tags; in order of the alphabet."""
        return sorted({kind_of(tag) for tags in (self.labels, *self.golds) for tag in tags})

    @property
    def wrong(self):
        """Places of the sentences with a wrong tag, the most wrong first."""
        misses = [sum(map(str.__ne__, *pair)) for pair in zip(self.golds, self.guesses, strict=True)]
        return sorted((n for n, count in enumerate(misses) if count), key=lambda n: -misses[n])

    def confusion(self):
        """How many words of each kind were given each, `(K + 1, K)`; the last row is empty, kept for the charts."""
        place = {kind: n for n, kind in enumerate(self.kinds)}
        counts = np.zeros((len(place) + 1, len(place)), int)
        for golds, guesses in zip(self.golds, self.guesses, strict=True):
            for gold, guess in zip(golds, guesses, strict=True):
                counts[place[kind_of(gold)], place[kind_of(guess)]] += 1
        return counts

    def of_cell(self, gold, guess):
        """Places of the sentences with a word of kind number `gold` that was given kind number `guess`."""
        wanted = self.kinds[gold], self.kinds[guess]
        return [
            n
            for n, pair in enumerate(zip(self.golds, self.guesses, strict=True))
            if any((kind_of(one), kind_of(other)) == wanted for one, other in zip(*pair, strict=True))
        ]


def judge_tags(run):
    """The JudgedTags of a finished run or ready model; None for a run that came as a bundle."""
    if run.is_ready:
        return _answer_now(run)
    try:
        dataset = run.dataset
    except RunError:
        return None
    path = run.folder / ANSWERS
    if not path.exists():
        return None
    kept = json.loads(path.read_bytes())
    part, labels = kept["test"], kept["labels"]
    words = [dataset.columns["text"][row].split(" ") for row in part["rows"]]
    golds = [dataset.columns["label"][row].split(" ") for row in part["rows"]]
    filling = OUTSIDE if are_entities(labels) else labels[0]
    guesses = [_filled([labels[n] for n in given], len(gold), filling) for given, gold in zip(part["tags"], golds, strict=True)]  # fmt: skip
    sureness = [_filled(given, len(gold), 0.0) for given, gold in zip(part["sureness"], golds, strict=True)]
    return JudgedTags(labels, dataset.names, part["rows"], words, golds, guesses, sureness, "held-out")


def _filled(given, length, filling):
    return [*given, *[filling] * (length - len(given))]


def _answer_now(run):
    predictor, dataset = Predictor.load(run.folder), run.dataset
    problem = predictor.problem
    tags = {tag for cell in dataset.columns["label"] for tag in cell.split(" ")} - {OUTSIDE}
    if problem.letters or not tags & {*problem.labels}:
        return None  # our sample is of words, or tagged in another way
    part = problem.encoded(dataset)
    answers = problem.answers(part, predictor)
    sureness = [_filled(given.shares.max(axis=1).tolist(), len(gold), 0.0) for given, gold in zip(answers, part.golds, strict=True)]  # fmt: skip
    guesses = problem.tags_of(part, answers)
    rows = list(range(len(dataset)))
    return JudgedTags(problem.labels, predictor.config.names, rows, part.words, part.golds, guesses, sureness, "sample")
