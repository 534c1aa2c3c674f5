"""The number answered to a text, and what is said of it."""

from dataclasses import dataclass

import numpy as np
from nlp_models.problems.counting.arrays import Split

from nlp_models.problems.wording import Wording
from nlp_models.report import Brief


@dataclass(frozen=True)
class Answer:
    """A text's words and the number answered."""

    words: list[str]
    number: float


class CountingWording(Wording):
    """The `Wording` of a Counting."""

    USE = "Counting in texts like those it learned from"

    @staticmethod
    def described(_labels):
        return "reads a text and answers with a number"

    def answer(self, texts, predictor):
        return predictor.network.answers(Split(self.encode(texts), np.zeros(len(texts))))

    def read(self, text, predictor):
        return Answer(text.split(), float(self.answer([text], predictor)[0]))

    def in_brief(self, text, predictor):
        return Brief.of(f"{self.read(text, predictor).number:.1f}")

    @staticmethod
    def predicted(answer):
        return {"number": answer.number}, [f"{answer.number:.2f}"]

    def by_word(self, answer):
        return self.predicted(answer)[1]

    def file_columns(self, _names):
        return ["number"]

    def file_answers(self, texts, predictor, _names):
        return [[f"{number:.2f}"] for number in predictor(texts)]
