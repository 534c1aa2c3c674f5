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
