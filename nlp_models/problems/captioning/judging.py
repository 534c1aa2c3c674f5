"""judge_captions(run): what a finished network said of pictures it has never seen. See judging.py.

judged = judge_captions(run)              # None for a bundle: its pictures are elsewhere
[judged.captions[n] for n in judged.wrong]
"""

import json
from collections import Counter
from dataclasses import dataclass

import numpy as np

from nlp_models.answering.judging import ANSWERS
from nlp_models.answering.predictor import Predictor
from nlp_models.errors import RunError
from nlp_models.problems.captioning.problem import LINE
from nlp_models.problems.captioning.scores import words_of

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


def judge_captions(run):
    """The JudgedCaptions of a finished run or ready model; None where its pictures are not here."""
    try:
        dataset = run.dataset
    except RunError:
        return None
    if run.is_ready:
        return _answered_now(run, dataset)
    part = json.loads((run.folder / ANSWERS).read_bytes())["test"]
    pictures, references = _taken(dataset, part["rows"])
    return JudgedCaptions(
        part["rows"], pictures, references, part["captions"], part["likelihood"], part["blind"]
    )  # fmt: skip


def _answered_now(run, dataset):
    predictor, rows = Predictor.load(run.folder), list(range(min(OF_THE_SAMPLE, len(dataset))))
    some = type(dataset)({name: values[: len(rows)] for name, values in dataset.columns.items()})
    part = predictor.problem.encoded(some)
    given = predictor.problem.answered(part, predictor.problem.answers(part, predictor))
    pictures, references = _taken(dataset, rows)
    return JudgedCaptions(rows, pictures, references, given["captions"], given["likelihood"], given["blind"])


def _taken(dataset, rows):
    return [dataset.columns["text"][row] for row in rows], [dataset.columns["label"][row].split(LINE) for row in rows]
