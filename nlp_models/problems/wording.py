"""Wording: what a kind says of answers, on the card, on the command line, in a file; and one text answered in full. A part of `Problem`."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

import numpy as np

from nlp_models.numpy_layers.trace import Trace
from nlp_models.report import Brief

LONGEST_ASKED = 500  # letters of the text that a training answers after each epoch


class Wording(Protocol):
    """What is said of answers: on the card, on the command line, in a file of answers; and one text answered in full."""

    USE: ClassVar[str] = "Sorting texts like those it learned from"  # in the card
    LONGEST_EXAMPLE: ClassVar[int] = 500  # letters of a text of examples.json; a picture takes more

    @staticmethod
    @abstractmethod
    def described(labels: Sequence[str]) -> str:
        """What such a network does, for the card: "reads a text and answers with one of 2 labels: ..."."""
        ...

    @abstractmethod
    def answer(self, texts: Sequence[str], predictor: Any, *, trace: Trace | None = None) -> np.ndarray:
        """N texts answered, as an array `(N, ...)` that two networks can be compared by; `trace` receives what was computed on the way."""

    @abstractmethod
    def read(self, text: str, predictor: Any) -> Any:
        """One text answered, with what a page draws: the kind's Answer."""

    @abstractmethod
    def in_brief(self, text: str, predictor: Any) -> Brief:
        """One text answered on a line, as a training tells it after each epoch; labels by their owner's names."""
        ...

    @staticmethod
    def askable(text: str) -> str:
        """A text as `in_brief` takes it, "" for none; DataError where it cannot be asked."""
        return text.strip()[:LONGEST_ASKED].strip().encode("utf-8", "replace").decode()

    @staticmethod
    @abstractmethod
    def predicted(answer: Any) -> tuple[dict[str, Any], list[str]]:
        """What the command line prints of what `read` gave: `(data for --json, lines)`."""
        ...

    @staticmethod
    @abstractmethod
    def by_word(answer: Any) -> list[str]:
        """Lines on what was said at every word."""
        ...

    @abstractmethod
    def file_columns(self, names: Mapping[str, str]) -> list[str]:
        """The columns that answers to a whole file add; `names` are the owner's names of labels."""

    @abstractmethod
    def file_answers(self, texts: Sequence[str], predictor: Any, names: Mapping[str, str]) -> list[list[str]]:
        """The cells of these columns for every text."""

    @staticmethod
    def cell(text: str) -> str:
        """A row's text as it stands beside its answer in a file of answers."""
        return text

    @staticmethod
    def readable(text: str) -> str:
        """A row's text as people write."""
        return text

    @staticmethod
    def example_weight(label: str) -> int:
        """How much a row of this label shows as an example; rows that show more are taken first."""
        return 0
