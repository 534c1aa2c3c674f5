"""The tagging network in NumPy: the twin of `network.py`."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nlp_models.numpy_layers.backbone import run_backbone
from nlp_models.numpy_layers.backbone import shapes as backbone_shapes
from nlp_models.numpy_layers.cells import run_cell
from nlp_models.numpy_layers.functions import softmax
from nlp_models.numpy_layers.trace import Hold, Told
from nlp_models.problems.tagging.arrays import tagged
from nlp_models.problems.tagging.crf import marginals, viterbi
from nlp_models.problems.tagging.problem import FIRST_CHARACTER
from nlp_models.problems.tagging.tags import forbidden

CHARACTER_SIZE = 64  # numbers that describe one character
FILTERS = 128  # of the convolution, each three characters wide; of a recurrent reader, half of it each way
WIDTH = 3


@dataclass(frozen=True, eq=False)
class Network:
    """A trained network: the recipe as a dict, its weights by name, and the sizes that its shape took from the data."""

    settings: dict
    weights: dict[str, np.ndarray]
    vocabulary_size: int
    characters: int
    labels: list[str]
    holds: tuple[Hold, ...] = ()  # gates held at a value

    def answers(self, split, trace=None):
        """A Tagged for every sentence of a part; `trace` as in `decide`, of the last batch."""
        return tagged(split, partial(self.decide, trace=trace))

    def decide(self, inputs, trace=None):
        """`(tags (N, T), probabilities (N, T, C))` of what `Split.inputs` gives.

        `trace`, a Trace, receives the readers of the backbone, and beside them `emissions (N, T, C)`.
        """
        scores, mask = self.emissions(inputs, trace)
        if trace is not None:
            trace.beside["emissions"] = scores
        if self.settings["crf"] != "yes":
            return scores.argmax(axis=-1) * mask, softmax(scores) * mask[:, :, None]
        between, start, end = self.crf_weights()
        return viterbi(scores, mask, between, start, end), marginals(scores, mask, between, start, end)[0]

    def crf_weights(self):
        """Transitions, beginnings and ends, with what is forbidden barred."""
        barred, barred_first = forbidden(self.labels)
        weights = self.weights
        return weights["crf/transitions"] + barred, weights["crf/start"] + barred_first, weights["crf/end"]

    def emissions(self, inputs, trace=None):
        """Scores of every tag at every word `(N, T, C)`, and the mask."""
        return self.emissions_of(inputs["words"], self.embed(inputs), trace)

    def emissions_of(self, ids, embedded, trace=None):
        """The same of vectors `(N, T, E)`; the ids only say where padding is."""
        states, mask = run_backbone(self.settings, self.weights, ids, trace, embedded, self.holds)
        return states @ self.weights["answer/kernel"] + self.weights["answer/bias"], mask

    def embed(self, inputs):
        """What the first layer reads of every word `(N, T, E)`: its embedding beside what it looks like."""
        embedded = self.weights["embedding"][inputs["words"]]
        if self.settings["characters"] == "none":
            return embedded
        spelled = np.concatenate([self.spell(characters) for characters in inputs["characters"]])  # (U, F)
        return np.concatenate([embedded, spelled[inputs["places"]]], axis=-1)

    def spell(self, characters):
        """Ids of characters `(U, L)` -> what their words look like `(U, F)`."""
        real, weights = characters != 0, self.weights
        embedded = weights["characters/embedding"][characters] * real[:, :, None]
        if self.settings["characters"] == "recurrent":
            return _read_both_ways(weights, embedded, real)
        before = np.pad(embedded, ((0, 0), (1, 1), (0, 0)))
        length = characters.shape[1]
        wide = np.concatenate([before[:, shift : shift + length] for shift in range(WIDTH)], axis=-1)  # (U, L, 3 E)
        kernel = weights["characters/kernel"].reshape(-1, FILTERS)
        return np.tanh(np.where(real[:, :, None], wide @ kernel + weights["characters/bias"], -np.inf).max(axis=1))


def told(text, predictor, trace):
    """A text answered as Told: the probability of every tag at every word."""
    answer = predictor.problem.read(text, predictor, trace)
    words = answer.words or [""]
    return Told(answer, words, words, list(range(len(words))), answer.tag_probabilities)


def _read_both_ways(weights, embedded, real):
    length = real.sum(axis=1)
    position = np.arange(real.shape[1])[None, :]
    turned = np.where(position < length[:, None], length[:, None] - 1 - position, position)
    ends = []
    for name, read in (("ahead", embedded), ("behind", np.take_along_axis(embedded, turned[:, :, None], axis=1))):
        own = {part: weights[f"characters/{name}/{part}"] for part in ("kernel", "recurrent_kernel", "bias")}
        ends.append(run_cell("gru", read, own)[np.arange(len(read)), length - 1])
    return np.concatenate(ends, axis=-1)


def shapes(config, vocabulary_size, characters, labels):
    """The shape of every weight, by name: what a bundle must hold."""
    spelled, tags = config["characters"] != "none", len(labels)
    by_name, width = backbone_shapes(config, vocabulary_size, FILTERS if spelled else 0)
    by_name |= {"answer/kernel": (width, tags), "answer/bias": (tags,)}
    by_name |= _character_shapes(config, characters) if spelled else {}
    if config["crf"] == "yes":
        by_name |= {"crf/transitions": (tags, tags), "crf/start": (tags,), "crf/end": (tags,)}
    return by_name


def _character_shapes(config, characters):
    by_name = {"characters/embedding": (characters + FIRST_CHARACTER, CHARACTER_SIZE)}
    if config["characters"] == "convolution":
        return by_name | {"characters/kernel": (WIDTH, CHARACTER_SIZE, FILTERS), "characters/bias": (FILTERS,)}
    half = FILTERS // 2
    for name in ("ahead", "behind"):
        by_name[f"characters/{name}/kernel"] = (CHARACTER_SIZE, 3 * half)
        by_name[f"characters/{name}/recurrent_kernel"] = (half, 3 * half)
        by_name[f"characters/{name}/bias"] = (2, 3 * half)
    return by_name
