"""The attentive decoder in NumPy: the twin of `keras_layers/decoder.py`. It writes on from a state that one keeps.

>>> memory = remember(config, weights, states, mask)
>>> state = begin(config, weights, summary)
>>> logits, state, looks = step(config, weights, np.array([END]), state, memory)   # the first token
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nlp_models.numpy_layers.cells import STEPS, go_on
from nlp_models.numpy_layers.trace import held_for


@dataclass(frozen=True)
class Memory:
    """What attention looks at: states `(N, S, D)`, the same as keys `(N, S, units)` or None without attention, mask."""

    states: np.ndarray
    keys: np.ndarray | None
    mask: np.ndarray

    @property
    def parts(self):
        """A tuple of arrays `(N, ...)`, as a search keeps them beside the state; `memory_of` makes a Memory of it."""
        return (self.states, self.mask) if self.keys is None else (self.states, self.mask, self.keys)

    def taken(self, rows):
        """Some rows, in this order."""
        return memory_of(tuple(part[rows] for part in self.parts))


def memory_of(parts):
    """The Memory of its `parts`."""
    states, mask, *keys = parts
    return Memory(states, keys[0] if keys else None, mask)


def remember(config, weights, states, mask):
    """A Memory of encoder states `(N, S, D)` and their mask `(N, S)`."""
    return Memory(states, states @ weights["decoder/attention/kernel"] if config["attention"] else None, mask)


def begin(config, weights, summary):
    """What the cells start from, by a summary `(N, X)`: for each layer a tuple of arrays `(N, units)`."""
    parts = STEPS[config["cell"]][1]
    started = np.tanh(summary @ weights["decoder/bridge/kernel"] + weights["decoder/bridge/bias"])
    pieces = np.split(started, config["layers"] * parts, axis=-1)
    return [tuple(pieces[depth * parts : (depth + 1) * parts]) for depth in range(config["layers"])]


def step(config, weights, ids, state, memory, holds=(), place=0):
    """One token of each row, `ids (N,)` -> `(logits of the next (N, V), state, attention_weights (N, S))`; args as of `read`."""
    ids = np.asarray(ids)[:, None]
    features, state, attention_weights = read(config, weights, ids, state, memory, holds=holds, place=place)
    return logits(weights, features[:, 0]), state, None if attention_weights is None else attention_weights[:, 0]


def read(config, weights, ids, state, memory, trace=None, holds=(), place=0, embedded=None):
    """Token ids `(N, T)` -> `(features (N, T, embedding), the state after the last, attention_weights (N, T, S) or None)`.

    `trace`, a Trace, receives the readers `decoder/forward_1` and so on; `holds` are their gates held at a value
    (trace.Hold), `place` that of the first of these tokens; `embedded (N, T, embedding)` is read in place of their embeddings.
    """
    states, after = read_cells(config, weights, ids, state, trace, holds, place, embedded)
    attention_weights = None
    if memory.keys is not None:
        attention_weights = attend(states, memory)
        states = np.concatenate([attention_weights @ memory.states, states], axis=-1)
    features = np.tanh(states @ weights["decoder/combine/kernel"] + weights["decoder/combine/bias"])
    return features, after, attention_weights


def read_cells(config, weights, ids, state, trace=None, holds=(), place=0, embedded=None):
    """The recurrent layers alone: `(states of the topmost (N, T, units), the state after the last)`; args as of `read`."""
    states, after = weights["decoder/embedding"][ids] if embedded is None else embedded, []
    for depth, before in enumerate(state, 1):
        name = f"decoder/forward_{depth}"
        own = {part: weights[f"{name}/{part}"] for part in ("kernel", "recurrent_kernel", "bias")}
        held = held_for(holds, name, states.shape[1], len(own["recurrent_kernel"]), place) if holds else None
        note = None if trace is None else partial(trace.readers.__setitem__, name)
        states, now = go_on(config["cell"], states, own, before, note, held)
        after.append(now)
    return states, after


def attend(states, memory):
    """How much every state `(N, T, units)` looks at each place of the memory: `(N, T, S)`, Luong's general score."""
    scores = np.where(memory.mask[:, None, :], states @ memory.keys.transpose(0, 2, 1), -np.inf)
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def logits(weights, features):
    """Features `(..., embedding)` -> logits of the next token `(..., V)`: the embeddings are read backwards."""
    return features @ weights["decoder/embedding"].T + weights["decoder/answer_bias"]


def shapes(config, vocabulary_size, memory_size, summary_size):
    """The shape of every weight, by name: what a bundle must hold."""
    units, cell, size = config["units"], config["cell"], config["embedding_size"]
    gates, started = {"rnn": 1, "lstm": 4, "gru": 3}[cell] * units, config["layers"] * STEPS[cell][1] * units
    by_name, width = {"decoder/embedding": (vocabulary_size, size), "decoder/answer_bias": (vocabulary_size,)}, size
    for depth in range(1, config["layers"] + 1):
        by_name[f"decoder/forward_{depth}/kernel"] = (width, gates)
        by_name[f"decoder/forward_{depth}/recurrent_kernel"] = (units, gates)
        by_name[f"decoder/forward_{depth}/bias"] = (2, gates) if cell == "gru" else (gates,)
        width = units
    by_name |= {"decoder/bridge/kernel": (summary_size, started), "decoder/bridge/bias": (started,)}
    if config["attention"]:
        by_name["decoder/attention/kernel"] = (memory_size, units)
        width += memory_size
    return by_name | {"decoder/combine/kernel": (width, size), "decoder/combine/bias": (size,)}
