"""The recurrent backbone in NumPy: the twin of `keras_layers/backbone.py`."""

import numpy as np

from nlp_models.numpy_layers.cells import run_cell
from nlp_models.numpy_layers.trace import held_for


def run_backbone(config, weights, ids, trace=None, embedded=None, holds=()):
    """Token ids `(N, T)` -> states `(N, T, D)` and mask `(N, T)`; padding on the right.

    `trace`, a Trace, receives the readers `forward_1`, `backward_1` and so on; what a backward one computed is given at
    the position of the token that it read. `holds` are its gates held at a value (trace.Hold). `embedded (N, T, embedding)`
    is read in place of the tokens' own embeddings, in its own precision; the ids then only say where padding is.
    """
    mask = ids != 0
    states = weights["embedding"][ids] if embedded is None else embedded  # (N, T, embedding)
    turn = turning(mask)
    for depth in range(1, config["layers"] + 1):
        forward = _read(config, weights, states, f"forward_{depth}", trace, holds)
        if config["bidirectional"]:
            backward = _read(config, weights, turn(states), f"backward_{depth}", trace, holds, turn)
            forward = np.concatenate([forward, turn(backward)], axis=-1)
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


def _read(config, weights, states, name, trace, holds, turn=None):
    own = {part: weights[f"{name}/{part}"] for part in ("kernel", "recurrent_kernel", "bias")}
    held = held_for(holds, name, states.shape[1], len(own["recurrent_kernel"])) if holds else None
    if held and turn:
        held = held.turned(turn, len(states))

    def note(cell):
        trace.readers[name] = cell.turned(turn) if turn else cell

    return run_cell(config["cell"], states, own, None if trace is None else note, held)


def turning(mask):
    """A function that puts values `(N, T, ...)` into a backward reader's order, and back: reversed within each length."""
    positions = _reverse_positions(mask)
    return lambda values: np.take_along_axis(values, positions[:, :, None], axis=1)


def _reverse_positions(mask):
    length = mask.sum(axis=1, keepdims=True)
    position = np.arange(mask.shape[1])[None, :]
    return np.where(position < length, length - 1 - position, position)
