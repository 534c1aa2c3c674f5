"""The classification network in NumPy: the twin of `network.py`."""

from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers.backbone import last_states, run_backbone
from nlp_models.numpy_layers.backbone import shapes as backbone_shapes
from nlp_models.numpy_layers.functions import softmax
from nlp_models.numpy_layers.trace import Hold, Told
from nlp_models.problems.classification.arrays import ANSWERED_AT_ONCE, answers_of
from nlp_models.text.ngrams import BUCKETS, SCALE


@dataclass(frozen=True, eq=False)
class Network:
    """A trained network: the recipe as a dict, its weights by name, and the sizes that its shape took from the data."""

    settings: dict
    weights: dict[str, np.ndarray]
    vocabulary_size: int
    labels: int
    holds: tuple[Hold, ...] = ()  # gates held at a value

    def answers(self, split, at_once=ANSWERED_AT_ONCE, trace=None):
        """Probabilities of every text of a part `(N, labels)`; `trace` as in `logits`, of the last batch."""

        def probabilities(ids, ngrams):
            return self.probabilities(ids, trace, ngrams)

        return answers_of(split, self.labels, probabilities, at_once=at_once)

    def probabilities(self, ids, trace=None, ngrams=None):
        """Token ids `(N, T)` -> probabilities `(N, labels)`; `trace` and `ngrams` as in `logits`."""
        return softmax(self.logits(ids, trace, ngrams=ngrams))

    def logits(self, ids, trace=None, embedded=None, ngrams=None, stretched=None):
        """Token ids `(N, T)` -> logits `(N, labels)`; `embedded` as in `run_backbone`.

        Where spelling is read, `ngrams` is a list of N arrays of n-grams, `stretched` what each of them is multiplied by.
        `trace` also receives `summary (N, D)`, all states as one, `attention (N, T)` where there is one, and `branches`,
        the logits `(N, 2, labels)` of the cells and of the spelling, whose mean is the answer.
        """
        states, mask = run_backbone(self.settings, self.weights, ids, trace, embedded, self.holds)
        summary = self._pool(states, mask, trace)
        if trace is not None:
            trace.beside["summary"] = summary
        cells = summary @ self.weights["answer/kernel"] + self.weights["answer/bias"]
        if self.settings["spelling"] != "yes":
            return cells
        branches = np.stack([cells, self.ngram_logits(ngrams, stretched)], axis=1)
        if trace is not None:
            trace.beside["branches"] = branches
        return branches.mean(axis=1)

    def ngram_logits(self, ngrams, stretched=None):
        """What the n-grams of each text say of each label `(N, labels)`: `Spelling` of `portable/layers.py`."""
        idf, kernel, rows = self.weights["spelling/rarity"], self.weights["spelling/kernel"], []
        for row, own in enumerate(ngrams):
            values = idf[own] * (own != 0)
            values = values if stretched is None else values * stretched[row]
            length = np.sqrt(max(np.square(values).sum(), 1e-9))
            rows.append(SCALE * (values / length) @ kernel[own])
        return np.stack(rows)

    def _pool(self, states, mask, trace):
        real, pooling = mask[:, :, None], self.settings["pooling"]
        if pooling == "max":
            return np.where(real, states, -np.inf).max(axis=1)
        if pooling == "mean":
            return (states * real).sum(axis=1) / real.sum(axis=1)
        if pooling == "attention":
            scores = np.where(real, np.tanh(states) @ self.weights["attention/kernel"], -np.inf)
            share = softmax(scores, axis=1)  # (N, T, 1)
            if trace is not None:
                trace.beside["attention"] = share[:, :, 0]
            return (share * np.where(real, states, 0)).sum(axis=1)
        return last_states(self.settings, states, mask)


def told(text, predictor, trace):
    """A text answered as Told: the probability of every label after every word."""
    predictor([text], trace=trace)
    answer, attention = predictor.read(text), trace.beside.get("attention")
    tokens, _, places = predictor.tokens_read(text)
    attention = None if attention is None else attention[0]
    words = predictor.words_read(text, places) if tokens else [""]
    return Told(answer, words, tokens or [""], places.tolist() or [0], answer.curve, attention=attention)


def shapes(config, vocabulary_size, labels):
    """The shape of every weight, by name: what a bundle must hold."""
    by_name, width = backbone_shapes(config, vocabulary_size)
    if config["pooling"] == "attention":
        by_name["attention/kernel"] = (width, 1)
    if config["spelling"] == "yes":
        by_name |= {"spelling/rarity": (BUCKETS,), "spelling/kernel": (BUCKETS, labels)}
    return by_name | {"answer/kernel": (width, labels), "answer/bias": (labels,)}
