"""Interpolated Kneser-Ney n-grams (Kneser & Ney 1995; Chen & Goodman 1999, eq. 23), counted with NumPy.

>>> KneserNey(stream, vocabulary_size, most=5).logs(test_stream, orders=[5])[5]   # log probability of every token
array([-0.41..., -2.53..., -2.01..., -2.01..., -2.01...])
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.text.vocabulary import END


@dataclass(frozen=True)
class Level:
    """The k-grams of one k: how often each was seen, or after how many different tokens, and what its history adds up to."""

    keys: np.ndarray  # sorted: history * size + token
    counts: np.ndarray
    totals: np.ndarray  # of all k-grams with a history, by its number
    kinds: np.ndarray  # different k-grams with a history
    discount: float


def unigram_logs(stream, test, size):
    """log probability of each token of test by its share of the training text, one added to every count."""
    counts = np.bincount(stream, minlength=size) + 1.0
    counts[0] = 0  # padding is never said
    return np.log(counts[test] / counts.sum())


class KneserNey:
    """Counts of a stream, up to n-grams of `most` tokens; a stream begins after the ends of earlier lines."""

    def __init__(self, stream, size, most):
        self.size, self.most = size, most
        ids = np.concatenate([np.full(most - 1, END), stream]).astype(np.int64)
        self.known = []  # of each k the keys of all k-grams
        gram, seen, after = np.zeros(len(ids) + 1, np.int64), [], []
        for k in range(1, most + 1):
            # the k-gram that ends at a place: the (k - 1)-gram that ends before it, and the token
            keys = gram[: len(ids) - k + 1] * size + ids[k - 1 :]
            distinct, first, numbers, counts = np.unique(
                keys, return_index=True, return_inverse=True, return_counts=True
            )
            if k > 1:  # a lower order counts after how many different tokens a (k - 1)-gram was seen
                after.append(np.bincount(gram[first + 1], minlength=len(seen[-1])).astype(np.int32))
            self.known.append(distinct)
            gram = numbers
            seen.append(counts.astype(np.int32))
        self.lower = [self._level(k, after[k]) for k in range(most - 1)]
        self.raw = [self._level(k, seen[k]) for k in range(most)]

    def _level(self, k, counts):
        keys = self.known[k]
        history = keys // self.size
        sizes = len(self.known[k - 1]) if k else 1
        once, twice = int((counts == 1).sum()), int((counts == 2).sum())
        return Level(
            keys,
            counts,
            np.bincount(history, weights=counts, minlength=sizes).astype(
                np.int32
            ),  # whole numbers, of a stream's length
            np.bincount(history, weights=counts > 0, minlength=sizes).astype(np.int32),
            once / (once + 2 * twice) if once else 0.5,
        )

    def logs(self, test, orders):
        """`{n: log probability of every token of test}` by n-grams of each order."""
        ids = np.concatenate([np.full(self.most - 1, END), test]).astype(np.int64)
        histories = self._histories(ids)
        tokens, by_order = ids[self.most - 1 :], {}
        lower = np.full(len(tokens), 1 / (self.size - 1))  # whatever was never seen; padding is never said
        for n in range(1, self.most + 1):
            if n in orders:
                by_order[n] = np.log(self._interpolated(self.raw[n - 1], histories[n - 1], tokens, lower))
            if n < self.most:
                lower = self._interpolated(self.lower[n - 1], histories[n - 1], tokens, lower)
        return by_order

    def _histories(self, ids):
        """For each k the number of the k tokens before every place of test, -1 where they were never seen together."""
        gram, grams = np.zeros(len(ids) + 1, np.int64), [np.zeros(len(ids) - self.most + 1, np.int64)]
        for k in range(1, self.most):
            keys = np.where(gram[: len(ids) - k + 1] >= 0, gram[: len(ids) - k + 1] * self.size + ids[k - 1 :], -1)
            gram = _places(self.known[k - 1], keys)
            # a k-gram that ends just before place p starts at p - k
            grams.append(gram[self.most - 1 - k : len(ids) - k])
        return grams

    def _interpolated(self, level, history, tokens, lower):
        places = _places(level.keys, np.where(history >= 0, history * self.size + tokens, -1))
        known = np.maximum(history, 0)
        total = np.where(history >= 0, level.totals[known], 0)
        count = np.where(places >= 0, level.counts[np.maximum(places, 0)], 0)
        own = np.maximum(count - level.discount, 0) + level.discount * level.kinds[known] * lower
        return np.where(total > 0, own / np.maximum(total, 1), lower)


def _places(keys, wanted):
    """Where each wanted key stands among the sorted keys, -1 if it does not."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)
