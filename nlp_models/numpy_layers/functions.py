"""Small functions of arrays that every network needs."""

import numpy as np

NEVER = -1e4  # the logit of what cannot be an answer; float16 holds it


def softmax(logits, axis=-1):
    """Exponentials that sum to one; the largest is taken off first so that none overflows."""
    raised = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return raised / raised.sum(axis=axis, keepdims=True)


def log_odds(logits, column):
    """`(log p / (1 - p) of one answer (N,), its gradient (N, C))` from logits `(N, C)`; never through p, which may round to 1."""
    others = logits.copy()
    others[:, column] = -np.inf
    largest = others.max(axis=1)
    slope = -softmax(others)
    slope[:, column] = 1
    return logits[:, column] - largest - np.log(np.exp(others - largest[:, None]).sum(axis=1)), slope


def log_odds_of_word(logits, numbers):
    """The same of a word of k tokens, each after the one before: logits `(N, k, V)` -> `((N,), gradient (N, k, V))`."""
    each, slopes = zip(*(log_odds(logits[:, at], number) for at, number in enumerate(numbers)), strict=True)
    odds = np.stack(each, axis=1).astype(np.float64)  # (N, k)
    whole = -np.logaddexp(0, -odds).sum(axis=1)  # log p
    rest = np.log(np.maximum(-np.expm1(whole), 1e-300))  # log (1 - p)
    share = np.exp(-np.logaddexp(0, odds) - rest[:, None])  # (1 - p of this token) / (1 - p)
    return whole - rest, share[:, :, None].astype(logits.dtype) * np.stack(slopes, axis=1)
