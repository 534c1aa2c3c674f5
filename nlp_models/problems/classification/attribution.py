"""What a classifier's answer was made of: its words (see answering/attribution.py), its units, its two roads."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from nlp_models.numpy_layers.backward import through_backbone
from nlp_models.numpy_layers.functions import log_odds, softmax
from nlp_models.numpy_layers.trace import Trace
from nlp_models.problems.classification.arrays import Split
from nlp_models.problems.classification.wording import MAX_LETTERS
from nlp_models.text.ngrams import SCALE
from nlp_models.text.vocabulary import UNKNOWN

AT_ONCE = 32  # texts whose states fit the processor's cache


def asked(predictor, text, label):
    """How a label became the answer to a text, as Asked."""
    _, ids, places = predictor.tokens_read(text)
    words, own = np.unique(places, return_inverse=True)
    column = predictor.config.labels.index(label)
    return Asked(predictor, text[:MAX_LETTERS], column, ids, own, words, predictor.words_read(text, places))


@dataclass(frozen=True, eq=False)
class Asked:
    """See answering/attribution.py."""

    predictor: Any
    text: str
    column: int  # of the label
    ids: np.ndarray  # (T,)
    places: np.ndarray  # (T,)
    numbers: np.ndarray  # of the words in the text (W,)
    words: list[str]

    @cached_property
    def embedded(self):
        return self.predictor.network.weights["embedding"][self.ids]

    def probabilities(self, hidden):
        ids = [np.where(own[self.places], UNKNOWN, self.ids) for own in hidden]
        left = [set(self.numbers[~own].tolist()) for own in hidden]
        ngrams = self.predictor.problem.ngrams_within(self.text, left)
        return self.predictor.network.answers(Split(ids, ngrams), AT_ONCE)[:, self.column]

    def slopes(self, shares, dtype):
        network, trace, shares = self._precise(dtype), Trace(), shares.astype(dtype)[:, None]
        embedded = shares[:, :, None] * self.embedded.astype(dtype)
        ids = np.tile(self.ids, (len(shares), 1))
        logits, half = network.logits(ids, trace, embedded), 1
        if self.spelled is not None:
            logits, half = (logits + shares * self.spelled.sum(axis=0)) / 2, 2
        score, slope = log_odds(logits, self.column)
        beside = np.zeros((len(shares), len(self.words))) if self.spelled is None else slope @ self.spelled.T / 2
        summary = slope @ network.weights["answer/kernel"].T / half
        states = _to_states(network, trace, summary.astype(dtype), len(self.ids))
        return score, through_backbone(network.settings, trace, ids != 0, states), beside

    def stretched(self):
        if self.spelled is None:
            return np.zeros(len(self.words))
        _, slope = log_odds(
            self._precise(np.float64).logits(self.ids[None], embedded=self.embedded[None]) / 2
            + self.spelled.sum(axis=0) / 2,
            self.column,
        )
        pushed = self.spelled @ slope[0] / 2
        # the n-grams have a length of one together, so that one that grows makes the others shorter
        return pushed - self._length_of_each * pushed.sum()

    @cached_property
    def spelled(self):
        """What the n-grams of each word say of each label `(W, labels)`; None where spelling is not read."""
        if self._ngrams is None:
            return None
        kernel, values = self.predictor.network.weights["spelling/kernel"], self._values
        said = [
            SCALE * own @ kernel[ngrams].astype(np.float64)
            for own, ngrams in zip(self._each(values), self._ngrams, strict=True)
        ]
        return np.stack(said)

    @cached_property
    def _ngrams(self):
        return self.predictor.problem.ngrams_within(self.text, [{word} for word in self.numbers.tolist()])

    @cached_property
    def _values(self):
        """What each n-gram counts: a vector of length one."""
        ngrams = np.concatenate(self._ngrams)
        values = self.predictor.network.weights["spelling/rarity"][ngrams].astype(np.float64) * (ngrams != 0)
        return values / np.sqrt(max(np.square(values).sum(), 1e-9))

    @cached_property
    def _length_of_each(self):
        return np.asarray([np.square(own).sum() for own in self._each(self._values)])

    def _each(self, values):
        return np.split(values, np.cumsum([len(own) for own in self._ngrams])[:-1])

    def _precise(self, dtype):
        network = self.predictor.network
        weights = {
            name: weight.astype(dtype, copy=False)
            for name, weight in network.weights.items()
            if not name.startswith(("embedding", "spelling"))
        }
        return replace(network, settings={**network.settings, "spelling": "no"}, weights=weights)


def _to_states(network, trace, slope, length):
    """From the gradient of the summary `(N, D)` to that of every state `(N, T, D)`: `Network._pool` backwards."""
    top, pooling = network.settings["layers"], network.settings["pooling"]
    sides = [trace.readers[name].gates["h"] for name in (f"forward_{top}", f"backward_{top}") if name in trace.readers]
    states = np.concatenate(sides, axis=-1)
    if pooling == "mean":
        return np.repeat(slope[:, None] / length, length, axis=1)
    spread = np.zeros_like(states)
    if pooling == "max":
        np.put_along_axis(spread, states.argmax(axis=1)[:, None], slope[:, None], axis=1)
    elif pooling == "attention":
        share, kernel = trace.beside["attention"][:, :, None], network.weights["attention/kernel"]
        looked = share * ((states - trace.beside["summary"][:, None]) * slope[:, None]).sum(axis=-1, keepdims=True)
        spread = share * slope[:, None] + looked * (1 - np.tanh(states) ** 2) * kernel[:, 0]
    else:
        units = network.settings["units"]
        spread[:, -1, :units] = slope[:, :units]
        spread[:, 0, units:] = slope[:, units:]
    return spread


def unit_effects(predictor, text, label):
    """How far each unit of the last layer moves the answer towards `label`: `{"forward_1": (units,), ...}`.

    The logits of the cells are weighted sums of the units' pooled states, so this is what each unit adds to the logit
    of `label` more than to those of the others; half as much where spelling has the other half.
    """
    trace, recipe = Trace(), predictor.config.recipe
    predictor([text], trace=trace)
    column, kernel = predictor.config.labels.index(label), predictor.network.weights["answer/kernel"]
    others = np.delete(kernel, column, axis=1).mean(axis=1)
    effects = trace.beside["summary"][0] * (kernel[:, column] - others) / (2 if "branches" in trace.beside else 1)
    readers = [f"{side}_{recipe.num_layers}" for side in ("forward", "backward")[: len(effects) // recipe.units]]
    return dict(zip(readers, np.split(effects, len(readers)), strict=True))


def by_branch(predictor, text, label):
    """The probability of `label` by the cells alone and by the spelling alone; None where spelling is not read."""
    trace = Trace()
    predictor([text], trace=trace)
    if "branches" not in trace.beside:
        return None
    cells, spelling = softmax(trace.beside["branches"][0])[:, predictor.config.labels.index(label)].tolist()
    return cells, spelling
