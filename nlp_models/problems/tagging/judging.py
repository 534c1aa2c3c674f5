"""What a finished tagger answered on sentences it has never seen, word by word. See answering/judging.py.

judged = judge(run)                       # None for a bundle: its sentences are elsewhere
[judged.words[n] for n in judged.wrong]
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.problems.tagging.entities import OUTSIDE, are_entities, chunks, kind_of
from nlp_models.scoring.paired import RowScores


@dataclass(frozen=True)
class EvaluatedTags:
    """N sentences: words, right tags, given tags, how sure each was; `rows` are their places in the run's dataset.

    `source` says which these are: "held-out", or "sample", ours, for a ready model.
    """

    labels: list[str]
    names: dict[str, str]
    rows: list[int]
    words: list[list[str]]
    gold_tags: list[list[str]]
    guesses: list[list[str]]
    confidence: list[list[float]]
    source: str

    def __len__(self):
        return len(self.words)

    @property
    def kinds(self):
        """Entity types (and O), or tags; in order of the alphabet."""
        return sorted({kind_of(tag) for tags in (self.labels, *self.gold_tags) for tag in tags})

    @property
    def wrong(self):
        """Places of the sentences with a wrong tag, the most wrong first."""
        misses = [sum(map(str.__ne__, *pair)) for pair in zip(self.gold_tags, self.guesses, strict=True)]
        return sorted((n for n, count in enumerate(misses) if count), key=lambda n: -misses[n])

    def confusion(self):
        """How many words of each kind were given each, `(K + 1, K)`; the last row is empty, kept for the charts."""
        place = {kind: n for n, kind in enumerate(self.kinds)}
        counts = np.zeros((len(place) + 1, len(place)), int)
        for gold_tags, guesses in zip(self.gold_tags, self.guesses, strict=True):
            for gold, guess in zip(gold_tags, guesses, strict=True):
                counts[place[kind_of(gold)], place[kind_of(guess)]] += 1
        return counts

    def of_cell(self, gold, guess):
        """Places of the sentences with a word of kind number `gold` that was given kind number `guess`."""
        wanted = self.kinds[gold], self.kinds[guess]
        return [
            n
            for n, pair in enumerate(zip(self.gold_tags, self.guesses, strict=True))
            if any((kind_of(one), kind_of(other)) == wanted for one, other in zip(*pair, strict=True))
        ]


def read_stored(stored, dataset):
    """The EvaluatedTags of answers.json, by the rows of the run's dataset."""
    part, labels = stored["test"], stored["labels"]
    words = [dataset.columns["text"][row].split(" ") for row in part["rows"]]
    gold_tags = [dataset.columns["label"][row].split(" ") for row in part["rows"]]
    filling = OUTSIDE if are_entities(labels) else labels[0]
    guesses = [
        _filled([labels[n] for n in given], len(gold), filling)
        for given, gold in zip(part["tags"], gold_tags, strict=True)
    ]
    confidence = [_filled(given, len(gold), 0.0) for given, gold in zip(part["sureness"], gold_tags, strict=True)]
    return EvaluatedTags(labels, dataset.names, part["rows"], words, gold_tags, guesses, confidence, "held-out")


def answer_now(predictor, dataset, rows, source):
    """The EvaluatedTags of these rows, answered now; None where our sample is of words, or tagged in another way."""
    problem = predictor.problem
    some = type(dataset)(
        {name: [values[row] for row in rows] for name, values in dataset.columns.items()}, dataset.names
    )
    tags = {tag for cell in some.columns["label"] for tag in cell.split(" ")} - {OUTSIDE}
    if problem.letters or not tags & {*problem.labels}:
        return None
    part = problem.encoded(some)
    answers = predictor.network.answers(part)
    confidence = [
        _filled(given.tag_probabilities.max(axis=1).tolist(), len(gold), 0.0)
        for given, gold in zip(answers, part.gold_tags, strict=True)
    ]
    guesses = problem.tags_of(part, answers)
    return EvaluatedTags(
        problem.labels, predictor.config.names, rows, part.words, part.gold_tags, guesses, confidence, source
    )


def _filled(given, length, filling):
    return [*given, *[filling] * (length - len(given))]


def row_scores(evaluated):
    """What each sentence is worth when networks are compared: entities found of those there and claimed (F1), or right tags."""
    pairs = [*zip(evaluated.gold_tags, evaluated.guesses, strict=True)]
    right = np.asarray([gold == guess for gold, guess in pairs], bool)
    texts = [" ".join(words) for words in evaluated.words]
    if are_entities({tag for gold in evaluated.gold_tags for tag in gold}):
        spans = [(set(chunks(gold)), set(chunks(guess))) for gold, guess in pairs]
        values = [2.0 * len(there & claimed) for there, claimed in spans]
        return RowScores(texts, np.asarray(values), np.asarray([float(len(a) + len(b)) for a, b in spans]), right)
    values = [float(sum(map(str.__eq__, gold, guess))) for gold, guess in pairs]
    return RowScores(texts, np.asarray(values), np.asarray([float(len(gold)) for gold, _ in pairs]), right)
