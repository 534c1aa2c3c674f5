"""A fixed window in NumPy: the twin of `keras_layers/window.py`. Every state is made of the last few embeddings and of nothing else.

>>> begin(1, window=4, size=128)[0][0].shape   # what stands in the window before the first token, for `read`
(1, 384)
"""

from itertools import count

import numpy as np


def begin(rows, window, size):
    """What stands in the window before anything was read: zeros, as the embeddings side by side `[(rows, (window - 1) * size)]`."""
    return [(np.zeros((rows, (window - 1) * size), np.float32),)]


def read(weights, embedded, past):
    """Embeddings `(N, T, size)` -> states `(N, T, units)`, and the window's past after the last of them, flat as in `begin`.

    Bengio et al. 2003: the window's embeddings side by side, a tanh layer, further ones where there are more.
    """
    states, kept = _layers(weights, embedded, past)
    return states[-1], kept


def slopes(weights, embedded, past, gradient):
    """From the gradient of every state `(N, T, units)` back to that of every embedding `(N, T, size)`."""
    states, _ = _layers(weights, embedded, past)
    for depth in range(len(states), 0, -1):
        gradient = gradient * (1 - states[depth - 1] ** 2)
        kernel = weights[f"forward_{depth}/kernel"]
        gradient = _to_window(gradient, kernel) if depth == 1 else gradient @ kernel.T
    return gradient


def shapes(window, size, units, layers):
    """The shape of every weight but the embeddings, by name."""
    by_name = {"forward_1/kernel": (window, size, units), "forward_1/bias": (units,)}
    for depth in range(2, layers + 1):
        by_name |= {f"forward_{depth}/kernel": (units, units), f"forward_{depth}/bias": (units,)}
    return by_name


def _layers(weights, embedded, past):
    """The states of every layer, and the past after the last token."""
    kernel, (rows, steps, size) = weights["forward_1/kernel"], embedded.shape
    before = past[0][0].reshape(rows, len(kernel) - 1, size)
    seen = np.concatenate([before, embedded], axis=1)
    # the farthest word first, as in a convolution of Keras's
    summed = sum(seen[:, place : place + steps] @ part for place, part in enumerate(kernel))
    states = [np.tanh(summed + weights["forward_1/bias"])]
    for depth in count(2):
        if f"forward_{depth}/kernel" not in weights:
            break
        own = states[-1] @ weights[f"forward_{depth}/kernel"] + weights[f"forward_{depth}/bias"]
        states.append(np.tanh(own))
    return states, [(seen[:, steps:].reshape(rows, -1).astype(embedded.dtype),)]


def _to_window(gradient, kernel):
    """What every embedding did to the states that saw it: those of its own place and of the next `window - 1`."""
    rows, steps, _ = gradient.shape
    back = np.zeros((rows, steps, kernel.shape[1]), gradient.dtype)
    for place, part in enumerate(kernel):
        later = len(kernel) - 1 - place  # how many places later this part of the kernel sees it
        back[:, : steps - later or None] += gradient[:, later:] @ part.T if later < steps else 0
    return back
