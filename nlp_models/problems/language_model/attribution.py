"""What each word did to one that might come next: see answering/attribution.py."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from nlp_models.numpy_layers import window
from nlp_models.numpy_layers.backward import through_backbone
from nlp_models.numpy_layers.functions import log_odds, softmax
from nlp_models.numpy_layers.trace import Trace
from nlp_models.text.vocabulary import END, UNKNOWN


def asked(predictor, text, number):
    """How likely a token, by its number, became after a text, as Asked."""
    tokens = predictor.problem.tokenize(text)
    ids, places = (np.asarray([token[part] for token in tokens], np.int32) for part in (1, 2))
    own = np.unique(places, return_inverse=True)[1]
    return Asked(predictor, number, ids, own, predictor.words_read(text, places))


@dataclass(frozen=True, eq=False)
class Asked:
    """See answering/attribution.py. The end of a line that every text begins with is always read as it is."""

    predictor: Any
    number: int
    ids: np.ndarray  # (T,)
    places: np.ndarray  # (T,)
    words: list[str]

    @cached_property
    def embedded(self):
        return self.predictor.network.weights["embedding"][self.ids]

    def probabilities(self, hidden):
        ids = np.where(hidden[:, self.places], UNKNOWN, self.ids)
        network = self.predictor.network
        states, _ = network.read(ids, self._begun(network, len(ids)))
        return softmax(network.logits(states[:, -1]))[:, self.number]

    def slopes(self, shares, dtype):
        network, trace = self._precise(dtype), Trace()
        embedded = shares.astype(dtype)[:, None, None] * self.embedded.astype(dtype)
        begun = self._begun(network, len(shares))
        states, _ = network.read(None, begun, trace, embedded=embedded)
        score, slope = log_odds(network.logits(states[:, -1]), self.number)
        back = slope @ network.weights["embedding"]
        if "projection/kernel" in network.weights:
            back = back @ network.weights["projection/kernel"].T
        gradient = np.zeros_like(states)
        gradient[:, -1] = back
        if network.window:
            back = window.slopes(network.weights, embedded, begun, gradient)
        else:
            settings = {**network.settings, "bidirectional": False}
            back = through_backbone(settings, trace, np.ones(states.shape[:2], bool), gradient)
        return score, back, np.zeros((len(shares), len(self.words)))

    def stretched(self):
        return np.zeros(len(self.words))

    def _begun(self, network, rows):
        return network.read(np.full((rows, 1), END), network.begin(rows), place=-1)[1]

    def _precise(self, dtype):
        weights = {name: weight.astype(dtype, copy=False) for name, weight in self.predictor.network.weights.items()}
        return replace(self.predictor.network, weights=weights)
