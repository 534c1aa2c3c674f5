"""Counting: a text and a number -> ids and that number. Many-to-one, without labels."""

import numpy as np
from nlp_models.problems.counting import checks
from nlp_models.problems.counting.arrays import Split
from nlp_models.problems.counting.learning import CountingLearning
from nlp_models.problems.counting.report import CountingLine, CountingScores
from nlp_models.problems.counting.settings import Settings
from nlp_models.problems.counting.wording import CountingWording

from nlp_models.datasets.fields import Label, Text
from nlp_models.errors import DataError
from nlp_models.messages import Message
from nlp_models.numpy_layers.batching import batches_of_like_length, pad
from nlp_models.problems.problem import Baseline, Batch, Measure, Problem
from nlp_models.text.vocabulary import Vocabulary

FIELDS = (Text(), Label(known_as=("number",)))


class Counting(CountingLearning, CountingWording, Problem):
    """Knows the vocabulary of one run."""

    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text", "label")
    MEASURES = {"mean_error": Measure("Mean error"), "accuracy": Measure("Right when rounded", percent=True)}
    BASELINES = {"mean": Baseline("Always the mean", Message("the mean"))}
    SCORES, LINE = CountingScores, CountingLine
    CHECKS, HEALTHY = checks.CHECKS, checks.HEALTHY
    labels = ()

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary

    @classmethod
    def check(cls, dataset):
        dataset.check_rows()
        if bad := next((label for label in dataset.columns["label"] if not label.isdecimal()), None):
            raise DataError("{label} is no number.", label=bad)

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
