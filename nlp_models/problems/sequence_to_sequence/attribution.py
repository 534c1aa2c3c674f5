"""What each word that was read did to a word that was written: see answering/attribution.py."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from nlp_models.errors import DataError
from nlp_models.numpy_layers import decoder
from nlp_models.numpy_layers.backbone import last_states, run_backbone
from nlp_models.numpy_layers.backward import through_backbone, through_decoder, through_last
from nlp_models.numpy_layers.batching import pad
from nlp_models.numpy_layers.decoding import log_softmax
from nlp_models.numpy_layers.functions import log_odds_of_word
from nlp_models.numpy_layers.trace import Trace
from nlp_models.problems.sequence_to_sequence.generation import NOT_WRITTEN, score_targets, shifted_right
from nlp_models.problems.sequence_to_sequence.wording import MAX_LETTERS
from nlp_models.text.vocabulary import END, UNKNOWN


def asked(predictor, text, place):
    """How the word in this place of the answer was written, as Asked; its own words before it are given."""
    answer = predictor.read(text)
    if place >= len(answer.said_words):
        raise DataError("It wrote no word in this place.")
    _, ids, places = predictor.tokens_read(text[:MAX_LETTERS])
    own = np.unique(places, return_inverse=True)[1]
    return Asked(
        predictor, ids, own, predictor.words_read(text, places), answer.ids, answer.places, answer.said_words, place
    )


def word_scores(predictor, texts, ids, own):
    """Of a word whose tokens stand in the places `own` of an answer `ids`, written for N texts with what stands before it given.

    Returns:
        `([probability that it is this word, that it is another] (N, 2), whether each of its tokens is the likeliest (N,))`.
    """
    network, reached = predictor.network, ids[: own[-1] + 1]
    sources = pad(predictor.problem.encode([text[:MAX_LETTERS] for text in texts]))
    state, memory = network.encode(sources)
    inputs = np.tile(shifted_right(np.asarray([reached], np.int32)), (len(sources), 1))
    logits, wanted = network.logits(network.read(inputs, state, memory)[0][:, own]), np.asarray(ids)[own]
    logs = log_softmax(logits)[:, np.arange(len(own)), wanted].sum(axis=1)
    logits[..., NOT_WRITTEN] = -np.inf
    if own[0] == 0:  # to say nothing is no answer
        logits[:, 0, END] = -np.inf
    return np.stack([np.exp(logs), 1 - np.exp(logs)], axis=1), (logits.argmax(axis=-1) == wanted).all(axis=1)


@dataclass(frozen=True, eq=False)
class Asked:
    """See answering/attribution.py."""

    predictor: Any
    ids: np.ndarray  # (T,)
    places: np.ndarray  # (T,)
    words: list[str]
    answer: list[int]  # the tokens that were written, A
    answer_places: list[list[int]]  # of each written word among them
    written: list[str]  # these words
    place: int  # of the one that is asked about

    @property
    def words_of_all(self):
        """What any of the written words was asked about."""
        return self.words

    @cached_property
    def embedded(self):
        return self.predictor.network.weights["embedding"][self.ids]

    def probabilities(self, hidden):
        return self.of_each_written(hidden)[:, self.place]

    def of_each_written(self, hidden):
        """The probabilities of all written words, N times `(N, written)`."""
        ids = np.where(hidden[:, self.places], UNKNOWN, self.ids)
        target = np.asarray(self.answer, np.int32)
        logs = score_targets(self.predictor.network, ids, [target] * len(ids))[:, :, 0]
        return np.exp(np.stack([logs[:, own].sum(axis=1) for own in self.answer_places], axis=1))

    def slopes(self, shares, dtype):
        network, trace = self._precise(dtype), Trace()
        config, weights, own = network.settings, network.weights, self.answer_places[self.place]
        ids = np.tile(self.ids, (len(shares), 1))
        embedded = shares.astype(dtype)[:, None, None] * self.embedded.astype(dtype)
        states, mask = run_backbone(config, weights, ids, trace, embedded)
        memory = decoder.remember(config, weights, states, mask)
        begun = decoder.begin(config, weights, last_states(config, states, mask))
        read = np.tile(shifted_right(np.asarray([self.answer], np.int32)), (len(shares), 1))[:, : own[-1] + 1]
        features, _, looks = decoder.read(config, weights, read, begun, memory, trace)
        score, slope = log_odds_of_word(decoder.logits(weights, features[:, own]), [self.answer[at] for at in own])
        gradient = np.zeros_like(features)
        gradient[:, own] = slope @ weights["decoder/embedding"]
        back = through_decoder(weights, trace, memory, features, looks, gradient)
        gradient = back.memory + through_last(config, mask, back.summary)
        return score, through_backbone(config, trace, mask, gradient), np.zeros((len(shares), len(self.words)))

    def stretched(self):
        return np.zeros(len(self.words))

    def _precise(self, dtype):
        network = self.predictor.network
        weights = {
            name: weight.astype(dtype, copy=False) for name, weight in network.weights.items() if name != "embedding"
        }
        return replace(network, weights=weights)
