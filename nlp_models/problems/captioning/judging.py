"""What a finished network said of pictures it has never seen. See answering/judging.py.

judged = judge(run)                       # None for a bundle: its pictures are elsewhere
[judged.captions[n] for n in judged.wrong]
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from nlp_models.problems.captioning.arrays import LINE
from nlp_models.problems.captioning.scores import words_of
from nlp_models.scoring.paired import RowScores

OF_THE_SAMPLE = 120  # pictures that a ready model is asked about anew; more would be waited for


@dataclass(frozen=True)
class JudgedCaptions:
    """N pictures with the captions people gave and the one the network gave; `likelihood` of the true ones, a word.

    `blind` is what it says of every picture that it does not see; `rows` are places in the run's dataset.
    """

    rows: list[int]
    pictures: list[str]
    references: list[list[str]]
    captions: list[str]
    likelihood: list[float]
    blind: str

    def __len__(self):
        return len(self.pictures)

    @property
    def is_right(self):
        """Of every picture whether its caption is one that people gave, word for word."""
        pairs = zip(self.captions, self.references, strict=True)
        return np.asarray([words_of(said) in map(words_of, true) for said, true in pairs], bool)

    @property
    def wrong(self):
        """Places of those that are not, the most surprising first."""
        return sorted(np.flatnonzero(~self.is_right).tolist(), key=lambda n: self.likelihood[n])

    def mistaken(self):
        """`Counter({(true word, said word): times})` of captions that are as long as a true one and differ from it."""
        counts = Counter()
        for n in self.wrong:
            said = words_of(self.captions[n])
            fitting = [true for true in map(words_of, self.references[n]) if len(true) == len(said)]
            if fitting:
                nearest = min(fitting, key=lambda true: sum(map(str.__ne__, true, said)))
                counts.update(pair for pair in zip(nearest, said, strict=True) if pair[0] != pair[1])
        return counts


def read_stored(stored, dataset):
    """The JudgedCaptions of answers.json, by the rows of the run's dataset."""
    part = stored["test"]
    return _judged(part, part["rows"], dataset)


def answer_now(predictor, dataset, rows, _source):
    """The JudgedCaptions of the first of these rows, asked now."""
    rows = rows[:OF_THE_SAMPLE]
    some = type(dataset)({name: [values[row] for row in rows] for name, values in dataset.columns.items()})
    part = predictor.problem.encoded(some)
    return _judged(predictor.problem.answered(part, predictor.network.answers(part)), rows, dataset)


def _judged(given, rows, dataset):
    pictures, references = _taken(dataset, rows)
    return JudgedCaptions(rows, pictures, references, given["captions"], given["likelihood"], given["blind"])


def _taken(dataset, rows):
    return [dataset.columns["text"][row] for row in rows], [dataset.columns["label"][row].split(LINE) for row in rows]


def row_scores(evaluated):
    """What each picture is worth when networks are compared: whether its whole caption is right. See scoring/paired.py."""
    right = evaluated.is_right
    return RowScores(evaluated.pictures, right.astype(float), np.ones(len(right)), right)
