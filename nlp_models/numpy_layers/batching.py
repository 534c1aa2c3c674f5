"""Ragged ids -> padded arrays, in batches of texts of like length; tokens hidden while learning."""

import numpy as np

from nlp_models.text.vocabulary import UNKNOWN


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
    order, batches = generator.permutation(len(lengths)), []
    for start in range(0, len(order), batch_size * pool):
        chosen = order[start : start + batch_size * pool]
        chosen = chosen[np.argsort(lengths[chosen], kind="stable")]
        parts = [chosen[i : i + batch_size] for i in range(0, len(chosen), batch_size)]
        batches += [parts[i] for i in generator.permutation(len(parts))]
    return batches


def in_batches(lengths, batch_size, answer):
    """A list with what `answer` gives for every row, in the rows' own order, asked in batches of like length.

    Args:
        answer: index array `(n,)` of some rows -> something for each of them, in this order.
    """
    answered = [None] * len(lengths)
    for chosen in batches_of_like_length(np.asarray(lengths), batch_size):
        for row, own in zip(chosen.tolist(), answer(chosen), strict=True):
            answered[row] = own
    return answered


def hide_tokens(ids, share, generator):
    """Replace a share of the real tokens by the unknown one, so that it gets an embedding worth having."""
    hidden = (generator.random(ids.shape) < share) & (ids > 0)
    return np.where(hidden, UNKNOWN, ids).astype(np.int32)
