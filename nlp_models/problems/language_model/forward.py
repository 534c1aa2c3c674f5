"""The language model in NumPy: the twin of `network.py`. It reads on from a state that one keeps.

>>> state = begin(config, weights)
>>> logits, state = step(config, weights, np.array([2]), state)   # what follows the end of a line
"""

from nlp_models.numpy_layers.cells import STEPS, go_on, zero_state


def begin(config, weights, rows=1):
    """The state before anything was read: for each layer a tuple of arrays `(rows, units)`."""
    units = weights["forward_1/recurrent_kernel"].shape[0]
    return [zero_state(config["cell"], rows, units) for _ in range(config["layers"])]


def step(config, weights, ids, state):
    """One token of each row, `ids (N,)` -> logits of the next `(N, V)` and the state after it."""
    cell, _ = STEPS[config["cell"]]
    h, after = weights["embedding"][ids], []
    for depth, before in enumerate(state, 1):
        own = _cell(weights, depth)
        bias = own["bias"] if own["bias"].ndim == 1 else own["bias"][0]
        now, _ = cell(h @ own["kernel"] + bias, before, own)
        after.append(now)
        h = now[0]
    return logits(weights, h), after


def read(config, weights, ids, state, trace=None):
    """Token ids `(N, T)` -> states of the last layer `(N, T, units)` and the state after the last token.

    `trace`, when a dict, receives `{"forward_1": {"f": (N, T, units), ...}, ...}`.
    """
    states, after = weights["embedding"][ids], []
    for depth, before in enumerate(state, 1):
        gates = None if trace is None else trace.setdefault(f"forward_{depth}", {})
        states, now = go_on(config["cell"], states, _cell(weights, depth), before, gates)
        after.append(now)
    return states, after


def logits(weights, states):
    """States `(..., units)` -> logits of the next token `(..., V)`: the embeddings are read backwards."""
    if "projection/kernel" in weights:
        states = states @ weights["projection/kernel"]
    return states @ weights["embedding"].T + weights["answer/bias"]


def shapes(config, vocabulary_size):
    """The shape of every weight, by name: what a bundle must hold."""
    units, cell, size = config["units"], config["cell"], config["embedding_size"]
    gates = {"rnn": 1, "lstm": 4, "gru": 3}[cell] * units
    found, width = {"embedding": (vocabulary_size, size)}, size
    for depth in range(1, config["layers"] + 1):
        found[f"forward_{depth}/kernel"] = (width, gates)
        found[f"forward_{depth}/recurrent_kernel"] = (units, gates)
        found[f"forward_{depth}/bias"] = (2, gates) if cell == "gru" else (gates,)
        width = units
    if units != size:
        found["projection/kernel"] = (units, size)
    return found | {"answer/bias": (vocabulary_size,)}


def _cell(weights, depth):
    return {part: weights[f"forward_{depth}/{part}"] for part in ("kernel", "recurrent_kernel", "bias")}
