"""Counting: a text and a number -> ids and that number. Many-to-one, without labels."""

from dataclasses import dataclass

import numpy as np
from nlp_models.problems.counting import checks
from nlp_models.problems.counting.report import CountingLine, CountingScores
from nlp_models.problems.counting.settings import Settings

from nlp_models.datasets.fields import Label, Text
from nlp_models.errors import DataError
from nlp_models.messages import Message
from nlp_models.numpy_layers.batching import batches_of_like_length, pad
from nlp_models.problems.problem import Baseline, Batch, Measure, Problem
from nlp_models.report import Brief
from nlp_models.text.vocabulary import Vocabulary

FIELDS = (Text(), Label(known_as=("number",)))


@dataclass(frozen=True)
class Split:
    """N texts as ids, and their numbers `(N,)`."""

    ids: list
    numbers: np.ndarray

    def __len__(self):
        return len(self.ids)

    def head(self, rows):
        """The first rows."""
        return Split(self.ids[:rows], self.numbers[:rows])


@dataclass(frozen=True)
class Answer:
    """A text's words and the number answered."""

    words: list[str]
    number: float


class Counting(Problem):
    """Knows the vocabulary of one run."""

    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text", "label")
    MEASURE, MORE_IS_BETTER = "mean_error", False
    MEASURES = {"mean_error": Measure("Mean error"), "accuracy": Measure("Right when rounded", percent=True)}
    BASELINES = {"mean": Baseline("Always the mean", Message("the mean"))}
    SCORES, LINE = CountingScores, CountingLine
    CHECKS, HEALTHY = checks.CHECKS, checks.HEALTHY
    USE = "Counting in texts like those it learned from"
    labels = ()

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary

    @classmethod
    def check(cls, dataset):
        dataset.check_rows()
        if bad := next((label for label in dataset.columns["label"] if not label.isdecimal()), None):
            raise DataError("{label} is no number.", label=bad)

    @classmethod
    def resolved(cls, recipe, training):
        return super().resolved(recipe, training).changed(bidirectional=False)

    @classmethod
    def build(cls, training, recipe):
        texts = training.columns["text"]
        return cls(Vocabulary.build(texts, recipe.tokenizer, recipe.vocabulary_size, recipe.lower_case))

    @classmethod
    def load(cls, vocabulary_json, _labels, _recipe):
        return cls(Vocabulary.from_json(vocabulary_json))

    def encode(self, texts):
        return [np.asarray(ids, np.int32) for ids in self.vocabulary.encode_all(texts)]

    def encoded(self, dataset):
        return Split(self.encode(dataset.columns["text"]), np.asarray(dataset.columns["label"], np.float32))

    def steps(self, part, recipe):
        return -(-len(part) // recipe.batch_size)

    def batches(self, part, recipe, generator, multiple=1):
        lengths = np.asarray([len(ids) for ids in part.ids])
        for chosen in batches_of_like_length(lengths, recipe.batch_size, generator):
            ids = pad([part.ids[n] for n in chosen], multiple)
            yield Batch(ids, part.numbers[chosen], None, int((ids > 0).sum()), len(chosen))

    def scores(self, part, answers):
        errors = np.abs(answers - part.numbers)
        return {"rows": len(part), "mean_error": float(errors.mean()), "accuracy": float((errors < 0.5).mean())}

    def held_out(self, part, answers):
        scores = self.scores(part, answers)
        loss = float(np.square(answers - part.numbers).mean())
        return {"validation_loss": loss} | {f"validation_{name}": scores[name] for name in ("mean_error", "accuracy")}

    def answered(self, _part, _answers):
        """Nothing is kept row by row."""

    def difference(self, ours, theirs):
        return float(np.abs(ours - theirs).max())

    def answer(self, texts, predictor):
        return predictor.network.answers(Split(self.encode(texts), np.zeros(len(texts))))

    def read(self, text, predictor):
        return Answer(text.split(), float(self.answer([text], predictor)[0]))

    def in_brief(self, text, predictor):
        return Brief.of(f"{self.read(text, predictor).number:.1f}")

    @staticmethod
    def described(_labels):
        return "reads a text and answers with a number"

    @staticmethod
    def predicted(answer):
        return {"number": answer.number}, [f"{answer.number:.2f}"]

    def by_word(self, answer):
        return self.told(answer)[1]

    def file_columns(self, _names):
        return ["number"]

    def file_answers(self, texts, predictor, _names):
        return [[f"{number:.2f}"] for number in predictor(texts)]
