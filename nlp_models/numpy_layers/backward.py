"""Back-propagation through time: from the gradient of every hidden state back to what a cell read, step by step; of a decoder
through its attention, too.

>>> slopes = through_time(read, np.ones_like(read.gates["h"]))   # of the sum of all states
>>> slopes.inputs.shape == read.inputs.shape
True

What was held (trace.Hold) passes nothing on: it is a number, whatever came before.
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers.backbone import turning
from nlp_models.numpy_layers.trace import CellTrace


@dataclass(frozen=True)
class Slopes:
    """How fast something rises with everything that one reader used; the arrays stand as in its CellTrace."""

    inputs: np.ndarray  # (N, T, input)
    before: tuple[np.ndarray, ...]  # the state before the first step, each (N, units)
    from_input: np.ndarray  # x W (N, T, gates * units)
    from_state: np.ndarray  # h U (N, T, gates * units)
    trace: CellTrace

    @property
    def weights(self):
        """The same of kernel, recurrent_kernel and bias, summed over texts and steps."""
        one = self.trace
        bias = self.from_input.sum(axis=(0, 1))
        return {
            "kernel": np.einsum("nti,ntg->ig", one.inputs, self.from_input),
            "recurrent_kernel": np.einsum("ntu,ntg->ug", before_each(one, "h"), self.from_state),
            "bias": bias if one.weights["bias"].ndim == 1 else np.stack([bias, self.from_state.sum(axis=(0, 1))]),
        }


def before_each(trace, letter):
    """The state `h` or `c` before each step of a reader `(N, T, units)`."""
    own, first = trace.gates[letter], trace.before["hc".index(letter)][:, None]
    return np.concatenate([own[:, 1:], first] if trace.backward else [first, own[:, :-1]], axis=1)


def simple_back(at, slope):
    """One step of `simple_step` backwards; `slope` is (h,)."""
    own = at.free("h", slope[0]) * (1 - at["h"] ** 2)
    return (np.zeros_like(own),), own, own


def lstm_back(at, slope):
    """One step of `lstm_step` backwards; `slope` is (h, c)."""
    h, c, squashed = at.free("h", slope[0]), slope[1], np.tanh(at["c"])
    c = at.free("c", c + h * at["o"] * (1 - squashed**2))
    own = np.concatenate(
        [
            at.sigmoid("i", c * at["g"]),
            at.sigmoid("f", c * at.before("c")),
            at.tanh("g", c * at["i"]),
            at.sigmoid("o", h * squashed),
        ],
        axis=-1,
    )
    return (np.zeros_like(h), c * at["f"]), own, own


def gru_back(at, slope):
    """One step of `gru_step` backwards; `slope` is (h,)."""
    h = at.free("h", slope[0])
    g = at.tanh("g", h * (1 - at["z"]))
    z = at.sigmoid("z", h * (at.before("h") - at["g"]))
    r = at.sigmoid("r", g * at.recurrent_candidate)
    return (h * at["z"],), np.concatenate([z, r, g], axis=-1), np.concatenate([z, r, g * at["r"]], axis=-1)


BACK = {"rnn": simple_back, "lstm": lstm_back, "gru": gru_back}


class _Step:
    """What a reader computed at one step, and what of a slope its gates let through."""

    def __init__(self, trace, t):
        self.trace, self.t = trace, t

    def __getitem__(self, letter):
        return self.trace.gates[letter][:, self.t]

    def before(self, letter):
        return self.trace.gates[letter][:, self.t - 1] if self.t else self.trace.before["hc".index(letter)]

    def free(self, letter, slope):
        mask = self.trace.held.get(letter)
        return slope if mask is None else slope * ~mask[:, self.t]

    def sigmoid(self, letter, slope):
        return self.free(letter, slope) * self[letter] * (1 - self[letter])

    def tanh(self, letter, slope):
        return self.free(letter, slope) * (1 - self[letter] ** 2)

    @property
    def recurrent_candidate(self):
        """h U + bias of a GRU's candidate."""
        units = self.trace.gates["h"].shape[-1]
        return self.trace.from_state[:, self.t, 2 * units :] + self.trace.weights["bias"][1, 2 * units :]


def through_time(trace, gradient, turn=None, note=None):
    """Slopes of something, from how fast it rises with every hidden state, `gradient (N, T, units)`.

    Args:
        turn: puts `(N, T, ...)` of texts into a backward reader's order; the plain reverse where none are padded.
        note: is told `(t, (h, c) or (h,))` at each step of a forward reader, the last first: how fast it rises with that
            step's state, all that comes later counted in; of c without the way through the h of the same step.
    """
    if trace.backward:
        turn = turn or (lambda values: values[:, ::-1])
        back = through_time(trace.turned(turn), turn(gradient))
        return Slopes(turn(back.inputs), back.before, turn(back.from_input), turn(back.from_state), trace)
    recurrent, steps = trace.weights["recurrent_kernel"], gradient.shape[1]
    from_input, from_state = np.empty_like(trace.from_input), np.empty_like(trace.from_state)
    slope = tuple(np.zeros_like(part) for part in trace.before)
    for t in reversed(range(steps)):
        slope = (slope[0] + gradient[:, t], *slope[1:])
        if note is not None:
            note(t, slope)
        slope, from_input[:, t], from_state[:, t] = BACK[trace.cell](_Step(trace, t), slope)
        slope = (slope[0] + from_state[:, t] @ recurrent.T, *slope[1:])
    return Slopes(from_input @ trace.weights["kernel"].T, slope, from_input, from_state, trace)


def through_backbone(config, trace, mask, gradient):
    """From the gradient of a backbone's states `(N, T, D)` to that of what its first layer read `(N, T, embedding)`."""
    turn = turning(mask)
    for depth in range(config["layers"], 0, -1):
        parts = np.split(gradient, 2, axis=-1) if config["bidirectional"] else [gradient]
        sides = [trace.readers[f"{side}_{depth}"] for side in ("forward", "backward")[: len(parts)]]
        gradient = sum(through_time(side, part, turn).inputs for side, part in zip(sides, parts, strict=True))
    return gradient


@dataclass(frozen=True)
class DecoderSlopes:
    """How fast something rises with everything that a decoder was given."""

    memory: np.ndarray  # what attention looks at (N, S, D)
    summary: np.ndarray  # what its first state was made of (N, X)
    inputs: np.ndarray  # the embeddings that it read (N, T, embedding)


def through_decoder(weights, trace, memory, features, attention_weights, gradient):
    """From the gradient of a decoder's features `(N, T, embedding)`, as decoder.read gives them, to its DecoderSlopes."""
    through = (gradient * (1 - features**2)) @ weights["decoder/combine/kernel"].T
    readers = [trace.readers[name] for name in sorted(trace.readers) if name.startswith("decoder/")]
    states, looked = through, np.zeros_like(memory.states)
    if attention_weights is not None:
        width = memory.states.shape[-1]
        states, looked = _through_attention(
            weights, memory, attention_weights, readers[-1].gates["h"], through[..., :width]
        )
        states = states + through[..., width:]
    before = []
    for reader in reversed(readers):
        back = through_time(reader, states)
        states, before = back.inputs, [*back.before, *before]
    started = np.concatenate([part for reader in readers for part in reader.before], axis=-1)
    summary = (np.concatenate(before, axis=-1) * (1 - started**2)) @ weights["decoder/bridge/kernel"].T
    return DecoderSlopes(looked, summary, states)


def _through_attention(weights, memory, looks, states, gradient):
    """From the gradient of what attention took `(N, T, D)` to that of the states that looked and of the memory."""
    shares = gradient @ memory.states.transpose(0, 2, 1)  # (N, T, S)
    scores = looks * (shares - (looks * shares).sum(axis=-1, keepdims=True))
    keys = scores.transpose(0, 2, 1) @ states  # (N, S, units)
    taken = looks.transpose(0, 2, 1) @ gradient
    return scores @ memory.keys, taken + keys @ weights["decoder/attention/kernel"].T


def through_last(config, mask, gradient):
    """From the gradient of backbone.last_states `(N, D)` to that of all states `(N, T, D)`."""
    spread = np.zeros((*mask.shape, gradient.shape[-1]), gradient.dtype)
    units = config["units"]
    spread[np.arange(len(mask)), mask.sum(axis=1) - 1, :units] = gradient[:, :units]
    if config["bidirectional"]:
        spread[:, 0, units:] = gradient[:, units:]
    return spread
