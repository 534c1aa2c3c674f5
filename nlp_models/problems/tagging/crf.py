"""A linear-chain conditional random field in NumPy: the twin of `keras_layers/crf.py` (Lafferty et al. 2001).

The score of tags y over a sentence is  start[y1] + sum emission[t, y_t] + sum transitions[y_t-1, y_t] + end[yT].
All take emissions `(N, T, C)` and a mask `(N, T)`, true at real words; padding stands on the right.
"""

import numpy as np


def marginals(emissions, mask, transitions, start, end):
    """`(probability of each tag at each place (N, T, C), log of the sum over all sequences (N,))`, forward-backward."""
    emissions = emissions.astype(np.float64)  # float32 rounds the sums of a long sentence to 0.0001
    forward, backward = _forward(emissions, mask, transitions, start), _backward(emissions, mask, transitions, end)
    last = forward[np.arange(len(forward)), mask.sum(axis=1) - 1]
    total = log_sum(last + end, axis=-1)  # (N,)
    return np.exp(np.minimum(forward + backward - total[:, None, None], 0)) * mask[:, :, None], total


def viterbi(emissions, mask, transitions, start, end):
    """The likeliest sequence of tags of every sentence, int32 `(N, T)`, 0 at padding (Viterbi 1967)."""
    best, came_from = emissions[:, 0] + start, []
    for t in range(1, emissions.shape[1]):
        ways = best[:, :, None] + transitions  # (N, from, to)
        came_from.append(ways.argmax(axis=1))
        best = np.where(mask[:, t, None], ways.max(axis=1) + emissions[:, t], best)
    tags = np.zeros(mask.shape, np.int32)
    here = (best + end).argmax(axis=-1)
    for t in range(emissions.shape[1] - 1, 0, -1):
        tags[:, t] = np.where(mask[:, t], here, 0)
        before = came_from[t - 1][np.arange(len(here)), here]
        here = np.where(mask[:, t], before, here)
    tags[:, 0] = here
    return tags


def log_sum(scores, axis):
    """log of the sum of exponentials, the largest taken out first so that none overflows."""
    top = scores.max(axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.exp(scores - top).sum(axis=axis))


def _forward(emissions, mask, transitions, start):
    scores = np.empty_like(emissions)
    scores[:, 0] = emissions[:, 0] + start
    for t in range(1, emissions.shape[1]):
        step = log_sum(scores[:, t - 1, :, None] + transitions, axis=1) + emissions[:, t]
        scores[:, t] = np.where(mask[:, t, None], step, scores[:, t - 1])
    return scores


def _backward(emissions, mask, transitions, end):
    scores = np.empty_like(emissions)
    scores[:, -1] = end
    for t in range(emissions.shape[1] - 2, -1, -1):
        step = log_sum(transitions + (emissions[:, t + 1] + scores[:, t + 1])[:, None, :], axis=2)
        scores[:, t] = np.where(mask[:, t + 1, None], step, end)
    return scores
