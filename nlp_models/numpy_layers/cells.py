"""One step of each recurrent cell, gate by gate, and a whole sequence of steps.

Weights carry Keras's names and layout: `kernel (input, gates * units)`, `recurrent_kernel (units, gates * units)`, `bias`.
`x` may be one input `(N, input)`, already multiplied by the kernel: `projected (N, gates * units)`.
"""

import numpy as np


def sigmoid(x):
    """1 / (1 + e^-x), as the tanh that does not overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def simple_step(projected, state, weights):
    """Elman 1990: h = tanh(x W + h' U + b). `state` is (h,)."""
    (h,) = state
    h = np.tanh(projected + h @ weights["recurrent_kernel"])
    return (h,), {"h": h}


def lstm_step(projected, state, weights):
    """Hochreiter & Schmidhuber 1997 with Gers' forget gate; Keras's order of gates i, f, g, o. `state` is (h, c)."""
    h, c = state
    i, f, g, o = np.split(projected + h @ weights["recurrent_kernel"], 4, axis=-1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c = f * c + i * g  # (N, units)
    h = o * np.tanh(c)
    return (h, c), {"i": i, "f": f, "g": g, "o": o, "c": c, "h": h}


def gru_step(projected, state, weights):
    """Cho et al. 2014, eq. 5-8, in Keras's reset_after=True form: h = z h' + (1 - z) g. `state` is (h,)."""
    (h,) = state
    # bias is (2, 3 * units): the first row went into the projection, the second belongs to the recurrent side
    inner = h @ weights["recurrent_kernel"] + weights["bias"][1]
    xz, xr, xg = np.split(projected, 3, axis=-1)
    hz, hr, hg = np.split(inner, 3, axis=-1)
    z, r = sigmoid(xz + hz), sigmoid(xr + hr)
    g = np.tanh(xg + r * hg)
    h = z * h + (1 - z) * g
    return (h,), {"z": z, "r": r, "g": g, "h": h}


STEPS = {"rnn": (simple_step, 1), "lstm": (lstm_step, 2), "gru": (gru_step, 1)}  # step, parts of the state


def run_cell(cell, inputs, weights, trace=None):
    """Read `inputs (N, T, input)` from left to right.

    Args:
        trace: a dict that receives every gate over time, `{"f": (N, T, units), ...}`; None when nobody asks.

    Returns:
        hidden states `(N, T, units)`.
    """
    state = zero_state(cell, len(inputs), weights["recurrent_kernel"].shape[0], inputs.dtype)
    return go_on(cell, inputs, weights, state, trace)[0]


def zero_state(cell, rows, units, dtype=np.float32):
    """What a cell starts from: (h, c) of an LSTM, (h,) of the others."""
    return tuple(np.zeros((rows, units), dtype) for _ in range(STEPS[cell][1]))


def go_on(cell, inputs, weights, state, trace=None):
    """The same from a given state: `(hidden states (N, T, units), the state after the last input)`."""
    step, _ = STEPS[cell]
    bias = weights["bias"] if weights["bias"].ndim == 1 else weights["bias"][0]
    projected = inputs @ weights["kernel"] + bias  # all time steps in one product
    units = weights["recurrent_kernel"].shape[0]
    states = np.empty((*inputs.shape[:2], units), inputs.dtype)
    for t in range(inputs.shape[1]):
        state, gates = step(projected[:, t], state, weights)
        states[:, t] = state[0]
        if trace is not None:
            for name, value in gates.items():
                trace.setdefault(name, np.empty_like(states))[:, t] = value
    return states, state
