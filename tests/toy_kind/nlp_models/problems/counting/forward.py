"""The counting network in NumPy: the twin of `network.py`."""

import numpy as np

from nlp_models.numpy_layers.backbone import run_backbone


def numbers(config, weights, ids):
    """Token ids `(N, T)` -> numbers `(N,)`."""
    states, mask = run_backbone(config, weights, ids)
    summed = (states * mask[:, :, None]).sum(axis=1)
    return np.minimum(summed @ weights["answer/kernel"] + weights["answer/bias"], config["largest"])[:, 0]


def shapes(config, vocabulary_size):
    """The shape of every weight, by name: what a bundle must hold. Of one layer: more are not asked for here."""
    units, width, gates = config["units"], config["embedding_size"], {"rnn": 1, "lstm": 4, "gru": 3}[config["cell"]]
    bias = (2, gates * units) if config["cell"] == "gru" else (gates * units,)
    cell = {"kernel": (width, gates * units), "recurrent_kernel": (units, gates * units), "bias": bias}
    own = {"embedding": (vocabulary_size, width), "answer/kernel": (units, 1), "answer/bias": (1,)}
    return own | {f"forward_1/{part}": shape for part, shape in cell.items()}
