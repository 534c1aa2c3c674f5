"""The recurrent backbone in NumPy: the twin of `keras_layers/backbone.py`."""

import numpy as np

from nlp_models.numpy_layers.cells import run_cell


def run_backbone(config, weights, ids, trace=None, embedded=None):
    """Token ids `(N, T)` -> states `(N, T, D)` and mask `(N, T)`; padding on the right.

    `trace`, when a dict, receives `{"forward_1": {"f": (N, T, units), ...}, "backward_1": ...}`; backward gates are
    given at the position of the token that they read. `embedded (N, T, embedding)` is read in place of the tokens'
    own embeddings, in its own precision; the ids then only say where padding is.
    """
    mask = ids != 0
    states = weights["embedding"][ids] if embedded is None else embedded  # (N, T, embedding)
    positions = _reverse_positions(mask)
    for depth in range(1, config["layers"] + 1):
        forward = _read(config, weights, states, f"forward_{depth}", trace)
        if config["bidirectional"]:
            backward = _read(config, weights, _reverse_within_length(states, positions), f"backward_{depth}", trace)
            if trace is not None:
                gates = trace[f"backward_{depth}"]
                trace[f"backward_{depth}"] = {
                    name: _reverse_within_length(value, positions) for name, value in gates.items()
                }
            forward = np.concatenate([forward, _reverse_within_length(backward, positions)], axis=-1)
        states = forward
    return states, mask


def last_states(config, states, mask):
    """The last state of the forward reader beside that of the backward reader, which ends at the first token: `(N, D)`."""
    last = states[np.arange(len(states)), mask.sum(axis=1) - 1]
    if not config["bidirectional"]:
        return last
    return np.concatenate([last[:, : config["units"]], states[:, 0, config["units"] :]], axis=-1)


def shapes(config, vocabulary_size, beside=0):
    """`(the shape of every weight by name, D)`; `beside` as in Keras's backbone, numbers read beside each embedding."""
    units, cell, size = config["units"], config["cell"], config["embedding_size"]
    gates = {"rnn": 1, "lstm": 4, "gru": 3}[cell] * units
    directions = ("forward", "backward") if config["bidirectional"] else ("forward",)
    by_name, width = {"embedding": (vocabulary_size, size)}, size + beside
    for depth in range(1, config["layers"] + 1):
        for direction in directions:
            by_name[f"{direction}_{depth}/kernel"] = (width, gates)
            by_name[f"{direction}_{depth}/recurrent_kernel"] = (units, gates)
            by_name[f"{direction}_{depth}/bias"] = (2, gates) if cell == "gru" else (gates,)
        width = units * len(directions)
    return by_name, width


def _read(config, weights, states, name, trace):
    own = {part: weights[f"{name}/{part}"] for part in ("kernel", "recurrent_kernel", "bias")}
    gates = None if trace is None else trace.setdefault(name, {})
    return run_cell(config["cell"], states, own, gates)


def _reverse_positions(mask):
    length = mask.sum(axis=1, keepdims=True)
    position = np.arange(mask.shape[1])[None, :]
    return np.where(position < length, length - 1 - position, position)


def _reverse_within_length(states, positions):
    return np.take_along_axis(states, positions[:, :, None], axis=1)
