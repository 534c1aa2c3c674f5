"""One step of each recurrent cell, gate by gate, and a whole sequence of steps.

Weights carry Keras's names and layout: `kernel (input, gates * units)`, `recurrent_kernel (units, gates * units)`, `bias`.
`x` may be one input `(N, input)`, already multiplied by the kernel: `projected (N, gates * units)`. A step gives the new state
and what it computed by one letter each, with `recurrent (N, gates * units)`, what the state put in; `hold(letter, value)` may
put another value in a gate's place.
"""

from functools import lru_cache

import numpy as np

from nlp_models.numpy_layers.trace import CellTrace


def sigmoid(x):
    """1 / (1 + e^-x), as the tanh that does not overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def squash(gates, scale=0.5, shift=0.5):
    """Gates in place: sigmoid; tanh where the scale is 1 and the shift 0."""
    gates *= scale
    np.tanh(gates, out=gates)
    gates *= scale
    gates += shift


@lru_cache(maxsize=16)
def _of_lstm(units, dtype):
    """Scale and shift of the gates i, f, g, o, by which all four are squashed in one go."""
    scale = np.repeat(np.asarray([0.5, 0.5, 1, 0.5], dtype), units)
    return scale, np.where(scale == 1, dtype.type(0), dtype.type(0.5))


def simple_step(projected, state, weights, hold=None):
    """Elman 1990: h = tanh(x W + h' U + b). `state` is (h,)."""
    (h,) = state
    recurrent = h @ weights["recurrent_kernel"]
    h = np.tanh(projected + recurrent)
    h = hold("h", h) if hold else h
    return (h,), {"h": h, "recurrent": recurrent}


def lstm_step(projected, state, weights, hold=None):
    """Hochreiter & Schmidhuber 1997 with Gers' forget gate; Keras's order of gates i, f, g, o. `state` is (h, c)."""
    h, c = state
    recurrent = h @ weights["recurrent_kernel"]
    gates, units = projected + recurrent, h.shape[-1]
    squash(gates, *_of_lstm(units, gates.dtype))
    i, f, g, o = (gates[..., n * units : (n + 1) * units] for n in range(4))
    if hold:
        i, f, g, o = map(hold, "ifgo", (i, f, g, o))
    c = f * c + i * g  # (N, units)
    c = hold("c", c) if hold else c
    h = o * np.tanh(c)
    h = hold("h", h) if hold else h
    return (h, c), {"i": i, "f": f, "g": g, "o": o, "c": c, "h": h, "recurrent": recurrent}


def gru_step(projected, state, weights, hold=None):
    """Cho et al. 2014, eq. 5-8, in Keras's reset_after=True form: h = z h' + (1 - z) g. `state` is (h,)."""
    (h,) = state
    # bias is (2, 3 * units): the first row went into the projection, the second belongs to the recurrent side
    recurrent = h @ weights["recurrent_kernel"]
    inner = recurrent + weights["bias"][1]
    units = h.shape[-1]
    both = projected[..., : 2 * units] + inner[..., : 2 * units]
    squash(both)
    z, r = both[..., :units], both[..., units:]
    xg, hg = projected[..., 2 * units :], inner[..., 2 * units :]
    if hold:
        z, r = hold("z", z), hold("r", r)
    g = np.tanh(xg + r * hg)
    g = hold("g", g) if hold else g
    h = z * h + (1 - z) * g
    h = hold("h", h) if hold else h
    return (h,), {"z": z, "r": r, "g": g, "h": h, "recurrent": recurrent}


STEPS = {"rnn": (simple_step, 1), "lstm": (lstm_step, 2), "gru": (gru_step, 1)}  # step, parts of the state


def run_cell(cell, inputs, weights, note=None, held=None):
    """Read `inputs (N, T, input)` from left to right.

    Args:
        note: is handed a CellTrace when all is read; None when nobody asks.
        held: a Held, gates that are not the cell's to compute; None when it is free.

    Returns:
        hidden states `(N, T, units)`.
    """
    state = zero_state(cell, len(inputs), weights["recurrent_kernel"].shape[0], inputs.dtype)
    return go_on(cell, inputs, weights, state, note, held)[0]


def zero_state(cell, rows, units, dtype=np.float32):
    """What a cell starts from: (h, c) of an LSTM, (h,) of the others."""
    return tuple(np.zeros((rows, units), dtype) for _ in range(STEPS[cell][1]))


def go_on(cell, inputs, weights, state, note=None, held=None):
    """The same from a given state: `(hidden states (N, T, units), the state after the last input)`."""
    step, _ = STEPS[cell]
    bias = weights["bias"] if weights["bias"].ndim == 1 else weights["bias"][0]
    from_input = inputs @ weights["kernel"]  # all time steps in one product
    projected = from_input + bias
    units, before, computed = weights["recurrent_kernel"].shape[0], state, []
    states = np.empty((*inputs.shape[:2], units), inputs.dtype)
    for t in range(inputs.shape[1]):
        state, gates = step(projected[:, t], state, weights, held.at(t) if held else None)
        states[:, t] = state[0]
        if note is not None:
            computed.append(gates)
    if note is not None:
        gates = {name: np.stack([one[name] for one in computed], axis=1) for name in computed[0]}
        masks = {
            letter: np.broadcast_to(mask, states.shape) for letter, (mask, _) in (held.parts if held else {}).items()
        }
        note(CellTrace(cell, weights, inputs, before, gates, from_input, gates.pop("recurrent"), masks))
    return states, state
