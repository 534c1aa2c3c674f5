"""Classification: a text and its label -> ids and a class number. Many-to-one."""

import numpy as np

from nlp_models.fields import Label, Text
from nlp_models.problems.subword_sampling import SubwordSampler
from nlp_models.vocabulary import UNKNOWN, Vocabulary

FIELDS = (Text(), Label())


class Classification:
    """Knows the labels (the file's own values, sorted) and the vocabulary of one run."""

    def __init__(self, labels, vocabulary, max_tokens):
        self.labels, self.vocabulary, self.max_tokens = list(labels), vocabulary, max_tokens
        self.numbers = {label: number for number, label in enumerate(self.labels)}

    @classmethod
    def build(cls, training, recipe):
        """Labels and vocabulary from the training rows only."""
        vocabulary = Vocabulary.build(
            training.columns["text"], recipe.tokens, recipe.vocabulary_size, recipe.lower_case
        )
        return cls(sorted(set(training.columns["label"])), vocabulary, recipe.max_tokens)

    @classmethod
    def restore(cls, training, recipe, vocabulary):
        """The same problem again, from the vocabulary it was saved with."""
        return cls(sorted(set(training.columns["label"])), Vocabulary.from_json(vocabulary), recipe.max_tokens)

    def sampler(self, texts, recipe):
        """A function of a generator that cuts the texts anew each epoch, or None (subwords only)."""
        if not recipe.subword_sampling or recipe.tokens != "subword":
            return None
        return SubwordSampler(self.vocabulary, texts, recipe.subword_sampling, recipe.max_tokens)

    def encode(self, texts):
        """A list of int32 arrays, cut at `max_tokens`."""
        return [np.asarray(ids[: self.max_tokens], np.int32) for ids in self.vocabulary.encode_all(texts)]

    def targets(self, labels):
        """Class numbers, int32 `(N,)`; a label that training never saw becomes -1 and can only count as wrong."""
        return np.asarray([self.numbers.get(label, -1) for label in labels], np.int32)


def pad(sequences, multiple=1):
    """Ragged ids -> int32 `(N, T)`, 0 on the right (cuDNN needs right padding), T rounded up to a multiple."""
    longest = -(-max(map(len, sequences)) // multiple) * multiple
    padded = np.zeros((len(sequences), longest), np.int32)
    for row, ids in zip(padded, sequences, strict=True):
        row[: len(ids)] = ids
    return padded


def batches_of_like_length(lengths, batch_size, generator=None, pool=50):
    """Index arrays whose texts are about equally long, so that little is padded.

    With a generator: shuffled, sorted by length within pools of `pool` batches, the batches shuffled again.
    Without: the whole set sorted by length, for scoring.
    """
    if generator is None:
        order = np.argsort(lengths, kind="stable")
        return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    order, found = generator.permutation(len(lengths)), []
    for start in range(0, len(order), batch_size * pool):
        chosen = order[start : start + batch_size * pool]
        chosen = chosen[np.argsort(lengths[chosen], kind="stable")]
        parts = [chosen[i : i + batch_size] for i in range(0, len(chosen), batch_size)]
        found += [parts[i] for i in generator.permutation(len(parts))]
    return found


def hide_tokens(ids, share, generator):
    """Replace a share of the real tokens by the unknown one, so that it gets an embedding worth having."""
    hidden = (generator.random(ids.shape) < share) & (ids > 0)
    return np.where(hidden, UNKNOWN, ids).astype(np.int32)
