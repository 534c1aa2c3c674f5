"""Texts and their labels as arrays: what a classifier learns from and answers to (Split), and one text read (Answer)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers.batching import in_batches, pad
from nlp_models.text.ragged import lengths_of

NGRAMS_STEP = 64  # lengths are rounded up, so that few different ones meet a compiler
ANSWERED_AT_ONCE = 256  # texts


@dataclass(frozen=True)
class Split:
    """N texts as ids; their n-grams where spelling is read too; class numbers and texts where there is more to do than answer."""

    ids: Sequence[np.ndarray]
    ngrams: list[np.ndarray] | None = None
    targets: np.ndarray | None = None
    texts: Sequence[str] | None = None

    def __len__(self):
        return len(self.ids)

    def head(self, rows):
        """The first rows."""
        return Split(self.ids[:rows], self.ngrams and self.ngrams[:rows], self.targets[:rows], self.texts[:rows])

    @property
    def lengths(self):
        return lengths_of(self.ids)


@dataclass(frozen=True)
class Answer:
    """What the network says of one text, and what it said after every word of it."""

    label: str
    probabilities: dict[str, float]
    words: list[str]
    curve: list[dict[str, float]]  # one per word that was read
    unknown: list[str]  # words with a token never seen in training
    truncated_at: int | None  # number of words read, when the text was longer


def answers_of(split, labels, probabilities, multiple=1, at_once=ANSWERED_AT_ONCE):
    """Probabilities `(N, labels)` of a part, by a Keras network or by its NumPy twin.

    Args:
        labels: how many there are.
        probabilities: `(ids (n, T), the n texts' n-grams or None) -> (n, labels)`.
        multiple: of which T is one.
    """

    def one_batch(chosen):
        ngrams = split.ngrams and [split.ngrams[n] for n in chosen]
        return probabilities(pad([split.ids[n] for n in chosen], multiple), ngrams)

    return np.asarray(in_batches(split.lengths, at_once, one_batch), np.float32).reshape(len(split), labels)


def beside(ids, ngrams):
    """What a Keras network reads: padded ids `(N, T)` and, where spelling is read, the texts' n-grams `(N, G)`."""
    return ids if ngrams is None else (ids, pad(ngrams, NGRAMS_STEP))
