"""What each word did to the tag of one of them: see answering/attribution.py."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from nlp_models.numpy_layers.backward import through_backbone
from nlp_models.numpy_layers.functions import log_odds
from nlp_models.numpy_layers.trace import Trace

HIDDEN = "\ufffd"  # a word of no known letter


def asked(predictor, text, target):
    """How a word got, or might have got, a tag, `(place of the word, tag)`, as Asked."""
    place, tag = target
    words = predictor.problem.split(text)[: predictor.config.recipe.max_tokens]
    return Asked(predictor, words, place, predictor.problem.numbers[tag])


@dataclass(frozen=True, eq=False)
class Asked:
    """See answering/attribution.py. Log-odds are those of the tag by itself, before a CRF weighs whole sequences."""

    predictor: Any
    words: list[str]
    place: int
    column: int  # of the tag

    @property
    def places(self):
        return np.arange(len(self.words))

    @cached_property
    def embedded(self):
        return self.predictor.network.embed(self._inputs)[0]

    def probabilities(self, hidden):
        sentences = [[HIDDEN if gone else word for gone, word in zip(own, self.words, strict=True)] for own in hidden]
        given = self.predictor.network.answers(self.predictor.problem.encode(sentences))
        return np.asarray([one.tag_probabilities[self.place, self.column] for one in given])

    def slopes(self, shares, dtype):
        network, trace = self._precise(dtype), Trace()
        ids = np.tile(self._inputs["words"], (len(shares), 1))
        embedded = shares.astype(dtype)[:, None, None] * self.embedded.astype(dtype)
        emissions, mask = network.emissions_of(ids, embedded, trace)
        score, slope = log_odds(emissions[:, self.place], self.column)
        states = np.zeros((*ids.shape, len(network.weights["answer/kernel"])), dtype)
        states[:, self.place] = slope @ network.weights["answer/kernel"].T
        beside = np.zeros((len(shares), len(self.words)))
        return score, through_backbone(network.settings, trace, mask, states), beside

    def stretched(self):
        return np.zeros(len(self.words))

    @cached_property
    def _inputs(self):
        return self.predictor.problem.encode([self.words]).inputs([0])

    def _precise(self, dtype):
        network = self.predictor.network
        weights = {
            name: weight.astype(dtype, copy=False) for name, weight in network.weights.items() if name != "embedding"
        }
        return replace(network, weights=weights)
