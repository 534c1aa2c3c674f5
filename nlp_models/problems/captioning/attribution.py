"""What the picture, and each word written before it, did to a word of a caption: see answering/attribution.py."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from nlp_models.errors import DataError
from nlp_models.numpy_layers import decoder
from nlp_models.numpy_layers.backward import through_decoder
from nlp_models.numpy_layers.functions import log_odds
from nlp_models.numpy_layers.trace import Trace
from nlp_models.problems.captioning.forward import CELLS
from nlp_models.problems.captioning.pictures import kept_pixels
from nlp_models.text.vocabulary import END, UNKNOWN

PICTURE = ""  # stands first among the words; pages name it


def asked(predictor, text, place):
    """How the word in this place of a caption was written, as Asked."""
    answer, grid = predictor.read(text), predictor.network.encode(kept_pixels(text)[None])[0]
    if place >= len(answer.words):
        raise DataError("It wrote no word in this place.")
    return Asked(predictor, grid, answer.ids, answer.words, place)


@dataclass(frozen=True, eq=False)
class Asked:
    """See answering/attribution.py. What is read are the cells of the picture, then the words before, each padded to one width."""

    predictor: Any
    grid: np.ndarray  # (CELLS, D)
    answer: list[int]  # the tokens that were written
    written: list[str]  # the same as words
    place: int  # of the one that is asked about

    @property
    def words(self):
        return [PICTURE, *self.written[: self.place]]

    @property
    def words_of_all(self):
        """What any of the written words was asked about; a word cannot have done anything to those before it."""
        return [PICTURE, *self.written[:-1]]

    @property
    def places(self):
        return np.asarray([0] * CELLS + list(range(1, self.place + 1)))

    @cached_property
    def embedded(self):
        before = self.predictor.network.weights["decoder/embedding"][self.answer[: self.place]]
        width = max(self.grid.shape[1], before.shape[1])
        return np.concatenate([_padded(self.grid, width), _padded(before, width)])

    def probabilities(self, hidden):
        whole = np.zeros((len(hidden), len(self.written)), bool)
        whole[:, : hidden.shape[1]] = hidden
        return self.of_each_written(whole)[:, self.place]

    def of_each_written(self, hidden):
        """The probabilities of all written words, N times `(N, written)`: without the picture, without words before."""
        grids = np.where(hidden[:, :1, None], 0, self.grid)
        before = np.where(hidden[:, 1:], UNKNOWN, self.answer[:-1])
        inputs = np.concatenate([np.full((len(hidden), 1), END), before], axis=1).astype(np.int32)
        targets = np.tile(np.asarray(self.answer, np.int32), (len(hidden), 1))
        return np.exp(self.predictor.network.score_targets(inputs, targets, grids)[0])

    def slopes(self, shares, dtype):
        network, trace, place = self._precise(dtype), Trace(), self.place
        config, weights, shares = network.settings, network.weights, shares.astype(dtype)[:, None, None]
        read, size = shares * self.embedded.astype(dtype), weights["decoder/embedding"].shape[1]
        grids = read[:, :CELLS, : self.grid.shape[1]]
        start = np.broadcast_to(weights["decoder/embedding"][END], (len(shares), 1, size))
        embedded = np.concatenate([start, read[:, CELLS:, :size]], axis=1)
        (*begun, (votes,)), memory = network.begin(grids)
        features, _, looks = decoder.read(config, weights, None, begun, memory, trace, embedded=embedded)
        logits = decoder.logits(weights, features[:, -1] + votes)
        score, slope = log_odds(logits, self.answer[place])
        gradient = np.zeros_like(features)
        gradient[:, -1] = slope @ weights["decoder/embedding"]
        back = through_decoder(weights, trace, memory, features, looks, gradient)
        largest = back.summary + gradient[:, -1] @ weights["votes/kernel"].T
        seen = back.memory + largest[:, None] * (np.arange(CELLS)[:, None] == grids.argmax(axis=1)[:, None])
        width = self.embedded.shape[1]
        gradients = np.concatenate([_padded(seen, width), _padded(back.inputs[:, 1:], width)], axis=1)
        return score, gradients, np.zeros((len(shares), len(self.words)))

    def stretched(self):
        return np.zeros(len(self.words))

    def _precise(self, dtype):
        network = self.predictor.network
        weights = {
            name: weight.astype(dtype, copy=False)
            for name, weight in network.weights.items()
            if not name.startswith("encoder/")
        }
        return replace(network, weights=weights)


def _padded(values, width):
    """Zeros behind the last axis, up to a width."""
    return np.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, width - values.shape[-1])])
