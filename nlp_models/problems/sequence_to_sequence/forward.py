"""The encoder-decoder in NumPy: the twin of `network.py`. Writing on: see decoder.py.

>>> state, memory = encode(config, weights, ids)
>>> logits, state, looks = step(config, weights, np.array([END]), state, memory)
"""

import numpy as np

from nlp_models.numpy_layers import decoder
from nlp_models.numpy_layers.backbone import run_backbone
from nlp_models.numpy_layers.decoder import logits, memory_of, read, step

__all__ = ["encode", "logits", "memory_of", "read", "shapes", "step", "summary"]


def encode(config, weights, ids, trace=None):
    """Source ids `(N, S)` -> `(what the decoder starts from, its Memory)`; `trace` receives the encoder's gates."""
    states, mask = run_backbone(config, weights, ids, trace)
    memory = decoder.remember(config, weights, states, mask)
    return decoder.begin(config, weights, summary(config, states, mask)), memory


def summary(config, states, mask):
    """The last state of the forward reader beside that of the backward reader, which ends at the first token."""
    last = states[np.arange(len(states)), mask.sum(axis=1) - 1]
    if not config["bidirectional"]:
        return last
    return np.concatenate([last[:, : config["units"]], states[:, 0, config["units"] :]], axis=-1)


def shapes(config, vocabulary_size, targets):
    """The shape of every weight, by name: what a bundle must hold."""
    units, cell = config["units"], config["cell"]
    gates = {"rnn": 1, "lstm": 4, "gru": 3}[cell] * units
    directions = ("forward", "backward") if config["bidirectional"] else ("forward",)
    found, width = {"embedding": (vocabulary_size, config["embedding_size"])}, config["embedding_size"]
    for depth in range(1, config["layers"] + 1):
        for direction in directions:
            found[f"{direction}_{depth}/kernel"] = (width, gates)
            found[f"{direction}_{depth}/recurrent_kernel"] = (units, gates)
            found[f"{direction}_{depth}/bias"] = (2, gates) if cell == "gru" else (gates,)
        width = units * len(directions)
    return found | decoder.shapes(config, targets, width, width)
