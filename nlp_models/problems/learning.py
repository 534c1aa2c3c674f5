"""Learning: what a kind aims at and how long it learns, and what shows that it has learned; a part of `Problem`."""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from nlp_models.datasets.dataset import Dataset
from nlp_models.lengths import Work, cells, steps_in, tokens_per_row
from nlp_models.recipe import Recipe
from nlp_models.scoring.curves import Reading


class Learning(Protocol):
    """What is aimed at, how long that takes, and what shows that it has been learned."""

    MEASURE: ClassVar[str] = "accuracy"  # the one score that is told where there is room for one
    MORE_IS_BETTER: ClassVar[bool] = True  # of that score
    HIGHEST: ClassVar[float] = 1  # that score can be, where more is better
    LENGTHS: ClassVar[Mapping[str, float]] = {
        "short": 40,
        "medium": 200,
        "long": 800,
    }  # seconds of learning; see lengths.py
    ENDING: ClassVar[tuple[float, float]] = 1.5, 0.0004  # seconds of scoring at least, and those of a row of the test

    @classmethod
    def resolved(cls, recipe: Recipe, training: Dataset) -> Recipe:
        """The recipe with nothing left open, from the training rows."""
        return recipe.resolved(training.columns["text"])

    @classmethod
    def most_steps(cls, training: Dataset, recipe: Recipe) -> int:
        """At most so many steps in an epoch, known before anything is encoded."""
        assert recipe.batch_size is not None  # resolved
        return -(-len(training) // recipe.batch_size)

    @classmethod
    def about_steps(cls, training: Dataset, recipe: Recipe) -> int:
        """About how many steps an epoch has, before anything is encoded."""
        return cls.most_steps(training, recipe)

    @classmethod
    def work(cls, training: Dataset, recipe: Recipe) -> Work:
        """What a step computes, about, from the rows as they are written and a recipe with nothing left open."""
        tokens = tokens_per_row(training.columns["text"], recipe.tokenizer, recipe.max_tokens)
        ways = 2 if recipe.bidirectional else 1
        assert recipe.batch_size is not None  # resolved
        return cells(
            recipe.cell, recipe.batch_size, tokens, recipe.embedding_size, recipe.units, recipe.num_layers, ways
        )

    @classmethod
    def reader(cls, recipe: Recipe) -> str:
        """What reads the tokens: "rnn", "lstm", "gru", or "window" where a fixed number of them is all that is seen."""
        return recipe.cell

    @classmethod
    def length_in_steps(cls, training: Dataset, recipe: Recipe, epoch: int) -> int:
        """The steps of the recipe's length, with so many in an epoch: of data and recipe alone, whatever the clock says."""
        assert recipe.length and recipe.epochs
        return steps_in(cls.LENGTHS[recipe.length], cls.work(training, recipe), epoch, recipe.epochs * epoch)

    @classmethod
    def ending(cls, rows: int, minutes: float) -> float:
        """Seconds that scoring so many rows takes after training of so many minutes, baselines and all."""
        least, of_a_row = cls.ENDING
        return least + of_a_row * rows

    @classmethod
    def measure(cls, scores: Mapping[str, Any]) -> str:
        """Which of these scores is told where there is room for one."""
        return cls.MEASURE

    def selection_key(self, row: Mapping[str, Any]) -> tuple[float, ...]:
        """What makes one line of metrics better than another: the larger the better."""
        return row["validation_accuracy"], -row["validation_loss"]

    @classmethod
    def beats(cls, scores: Mapping[str, Any], baseline: Mapping[str, Any]) -> bool:
        """Whether it has learned more than a baseline with an `unbeaten`: better by the score that is told."""
        measure, sign = cls.measure(scores), 1 if cls.MORE_IS_BETTER else -1
        return sign * scores[measure] > sign * baseline[measure]

    @classmethod
    def symptoms(cls, scores: Mapping[str, Any], stored: Mapping[str, Any], sample: str) -> list[Reading]:
        """What is amiss with its answers by themselves, the worst first; see scoring/learned.py.

        `stored` is answers.json, {} where nothing is kept; `sample` what it wrote after the last epoch, "" if it does not write.
        """
        return []
