"""Two networks on the very same rows: how far apart they are, and whether chance explains that.

    paired_difference(ours, theirs)            # Difference(value=0.012, low=-0.004, high=0.029, p_value=0.16)
    across_seeds([0.012, 0.020, 0.004])        # the same of trainings with several seeds, by their spread

Rows of one network are drawn anew together with those of the other (paired bootstrap, Efron & Tibshirani 1993, Koehn 2004);
where a row is right or wrong, McNemar's exact test says how sure (metrics.compare_answers).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nlp_models.scoring.metrics import SURE_ENOUGH, compare_answers

RESAMPLES = 1_000
# Student's t, 97.5 %, by degrees of freedom: seeds less one
T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120)


@dataclass(frozen=True)
class RowScores:
    """N held-out rows as one network answered them: the score is the sum of `values` over that of `weights`.

    `right` says of every row whether it is wholly right, where that can be said. With `letters`, the values are nats and
    the weights tokens: the score is a perplexity, or, of networks that cut texts differently, bits per character.
    """

    texts: list[str]
    values: np.ndarray
    weights: np.ndarray
    right: np.ndarray | None = None
    letters: np.ndarray | None = None
    exponent: bool = False

    def score(self, draws: np.ndarray | None = None) -> np.ndarray:
        """Of all rows, or of each draw `(D, N)` of how often a row is taken."""
        draws = np.ones((1, len(self.values))) if draws is None else draws
        ratio = (draws @ self.values) / np.maximum(draws @ self.weights, 1e-12)
        return np.exp(ratio) if self.exponent else ratio


@dataclass(frozen=True)
class Difference:
    """One score less another with its 95 % interval; `p_value` where a test gives one."""

    value: float
    low: float
    high: float
    p_value: float | None = None

    @property
    def is_sure(self) -> bool:
        """Whether chance hardly explains it."""
        if self.p_value is not None:
            return self.p_value < SURE_ENOUGH
        return self.low > 0 or self.high < 0

    @property
    def reversed(self) -> "Difference":
        """The other way round."""
        return replace(self, value=-self.value, low=-self.high, high=-self.low)


def comparable(rows: Sequence[RowScores]) -> list[RowScores]:
    """The same; in bits per character where texts were cut into different tokens: their perplexities say nothing of each other."""
    if all(len(own.weights) == len(rows[0].weights) and np.array_equal(own.weights, rows[0].weights) for own in rows):
        return [*rows]
    return [
        replace(own, values=own.values / math.log(2), weights=own.letters, exponent=False)
        if own.letters is not None
        else own
        for own in rows
    ]


def paired_difference(
    ours: RowScores, theirs: RowScores, resamples: int = RESAMPLES, seed: int = 0
) -> Difference | None:
    """Ours less theirs; None where these are not the same rows."""
    if ours.texts != theirs.texts or not ours.texts:
        return None
    count = len(ours.texts)
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=resamples)
    drawn = ours.score(draws) - theirs.score(draws)
    low, high = np.quantile(drawn, [0.025, 0.975])
    value = float(ours.score()[0] - theirs.score()[0])
    return Difference(value, float(low), float(high), _mcnemar(ours, theirs))


def _mcnemar(ours: RowScores, theirs: RowScores) -> float | None:
    """Where the score is the share of rows that are right."""
    rows = (ours, theirs)
    shares = all(
        own.right is not None and np.array_equal(own.values, own.right * own.values.max(initial=0)) for own in rows
    )
    if not shares or not all(np.ptp(own.weights) == 0 for own in rows):
        return None
    return compare_answers(np.ones(len(ours.texts), bool), ours.right, theirs.right).p_value


def across_seeds(differences: Sequence[float]) -> Difference:
    """The mean of several seeds, each of which also draws its own held-out rows, with its interval by Student's t."""
    values = np.asarray(differences, float)
    half = T[min(len(values) - 2, len(T) - 1)] * float(values.std(ddof=1)) / math.sqrt(len(values))
    mean = float(values.mean())
    return Difference(mean, mean - half, mean + half)


def only_one_right(rows: Sequence[RowScores]) -> list[list[int]]:
    """Of each network the places of the rows that it alone has right; none where that cannot be said."""
    if any(own.right is None or own.texts != rows[0].texts for own in rows):
        return [[] for _ in rows]
    right = np.stack([np.asarray(own.right, bool) for own in rows])
    alone = right.sum(axis=0) == 1
    return [np.flatnonzero(own & alone).tolist() for own in right]
