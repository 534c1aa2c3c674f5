"""Small functions of arrays that every network needs."""

import numpy as np

NEVER = -1e4  # the logit of what cannot be an answer; float16 holds it


def softmax(logits, axis=-1):
    """Exponentials that sum to one; the largest is taken off first so that none overflows."""
    raised = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return raised / raised.sum(axis=axis, keepdims=True)
