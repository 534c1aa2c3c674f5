"""The classification network in NumPy: the twin of `network.py`."""

import numpy as np

from nlp_models.numpy_layers.backbone import run_backbone
from nlp_models.numpy_layers.functions import softmax
from nlp_models.text.ngrams import BUCKETS, SCALE


def probabilities(config, weights, ids, trace=None, grams=None):
    """Token ids `(N, T)` -> probabilities `(N, labels)`; `trace` and `grams` as in `logits`."""
    return softmax(logits(config, weights, ids, trace, grams=grams))


def logits(config, weights, ids, trace=None, embedded=None, grams=None, stretched=None):
    """Token ids `(N, T)` -> logits `(N, labels)`; `embedded` as in `run_backbone`.

    Where spelling is read, `grams` is a list of N arrays of n-grams, `stretched` what each of them is multiplied by.
    `trace` also receives `summary (N, D)`, all states as one, `attention (N, T)` where there is one, and `roads`, the
    logits `(N, 2, labels)` of the cells and of the spelling, whose mean is the answer.
    """
    states, mask = run_backbone(config, weights, ids, trace, embedded)
    summary = _pool(config, weights, states, mask, trace)
    if trace is not None:
        trace["summary"] = summary
    found = summary @ weights["answer/kernel"] + weights["answer/bias"]
    if config["spelling"] != "yes":
        return found
    roads = np.stack([found, spelled(weights, grams, stretched)], axis=1)
    if trace is not None:
        trace["roads"] = roads
    return roads.mean(axis=1)


def spelled(weights, grams, stretched=None):
    """What the n-grams of each text say of each label `(N, labels)`: `Spelling` of `portable/layers.py`."""
    found = []
    for row, own in enumerate(grams):
        values = weights["spelling/rarity"][own] * (own != 0)
        values = values if stretched is None else values * stretched[row]
        length = np.sqrt(max(np.square(values).sum(), 1e-9))
        found.append(SCALE * (values / length) @ weights["spelling/kernel"][own])
    return np.stack(found)


def shapes(config, vocabulary_size, labels):
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
    if config["pooling"] == "attention":
        found["attention/kernel"] = (width, 1)
    if config["spelling"] == "yes":
        found |= {"spelling/rarity": (BUCKETS,), "spelling/kernel": (BUCKETS, labels)}
    return found | {"answer/kernel": (width, labels), "answer/bias": (labels,)}


def _pool(config, weights, states, mask, trace):
    real = mask[:, :, None]
    if config["pooling"] == "max":
        return np.where(real, states, -np.inf).max(axis=1)
    if config["pooling"] == "mean":
        return (states * real).sum(axis=1) / real.sum(axis=1)
    if config["pooling"] == "attention":
        scores = np.where(real, np.tanh(states) @ weights["attention/kernel"], -np.inf)
        share = softmax(scores, axis=1)  # (N, T, 1)
        if trace is not None:
            trace["attention"] = share[:, :, 0]
        return (share * np.where(real, states, 0)).sum(axis=1)
    last = states[np.arange(len(states)), mask.sum(axis=1) - 1]
    if not config["bidirectional"]:
        return last
    return np.concatenate([last[:, : config["units"]], states[:, 0, config["units"] :]], axis=-1)
