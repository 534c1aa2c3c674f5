"""The language model in NumPy: the twin of `network.py`. It reads on from a state that one keeps.

>>> state = network.begin()
>>> logits, state = network.step(np.array([2]), state)   # what follows the end of a line
"""

import re
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice

import numpy as np

from nlp_models.numpy_layers import window
from nlp_models.numpy_layers.cells import STEPS, go_on, zero_state
from nlp_models.numpy_layers.decoding import log_softmax
from nlp_models.numpy_layers.forcing import ToWrite
from nlp_models.numpy_layers.trace import Hold, Told, held_for
from nlp_models.problems.language_model.streams import segments
from nlp_models.problems.language_model.writing import appended
from nlp_models.text.shown import words_of
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN

LOGITS_AT_ONCE = 4_000_000  # numbers: 16 MB
READ_FIRST = (END,)  # before every text
MOST_SHOWN = 5  # tokens to come, after every token
GIVEN_WORDS = 3  # of a sentence, to go on from
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, eq=False)
class Network:
    """A trained network: the recipe as a dict, its weights by name, and the size that its shape took from the data."""

    settings: dict
    weights: dict[str, np.ndarray]
    vocabulary_size: int
    holds: tuple[Hold, ...] = ()  # gates held at a value

    @property
    def window(self):
        """How many tokens it sees; 0 where cells read all of them."""
        return self.settings.get("fixed_window", 0)

    def answers(self, split):
        """Of every token of a stream its log probability and whether it was the likeliest: `(tokens, 2)`."""
        return segments(split.ids, self.begin, self.scored, LOGITS_AT_ONCE // self.vocabulary_size)

    def scored(self, ids, targets, state):
        """Ids and targets `(N, T)` -> `(of every target (N, T, 2) as in answers, the state after the last)`."""
        states, after = self.read(ids, state)
        logits = self.logits(states)
        right = np.take_along_axis(log_softmax(logits), targets[:, :, None], axis=-1)[:, :, 0]
        return np.stack([right, logits.argmax(axis=-1) == targets], axis=-1), after

    def begin(self, rows=1):
        """The state before anything was read: for each layer a tuple of arrays `(rows, units)`."""
        if self.window:
            return window.begin(rows, self.window, self.weights["embedding"].shape[1])
        units = self.weights["forward_1/recurrent_kernel"].shape[0]
        return [zero_state(self.settings["cell"], rows, units) for _ in range(self.settings["layers"])]

    def step(self, ids, state, place=0):
        """One token of each row, `ids (N,)` -> logits of the next `(N, V)` and the state after it; `place` as in `read`."""
        if self.window:
            states, after = self.read(ids[:, None], state)
            return self.logits(states[:, 0]), after
        cell, _ = STEPS[self.settings["cell"]]
        h, after = self.weights["embedding"][ids], []
        for depth, before in enumerate(state, 1):
            own = self._cell(depth)
            bias = own["bias"] if own["bias"].ndim == 1 else own["bias"][0]
            held = self._held(depth, 1, place)
            now, _ = cell(h @ own["kernel"] + bias, before, own, held.at(0) if held else None)
            after.append(now)
            h = now[0]
        return self.logits(h), after

    def read(self, ids, state, trace=None, place=0, embedded=None):
        """Token ids `(N, T)` -> states of the last layer `(N, T, units)` and the state after the last token.

        `trace`, a Trace, receives the readers `forward_1` and so on; `place` is that of the first of these tokens, for what
        is held at chosen places. `embedded (N, T, embedding)` is read in place of the tokens' own embeddings.
        """
        states, after = self.weights["embedding"][ids] if embedded is None else embedded, []
        if self.window:  # it has no cells to be traced or held
            return window.read(self.weights, states, state)
        for depth, before in enumerate(state, 1):
            note = None if trace is None else partial(trace.readers.__setitem__, f"forward_{depth}")
            held = self._held(depth, states.shape[1], place)
            states, now = go_on(self.settings["cell"], states, self._cell(depth), before, note, held)
            after.append(now)
        return states, after

    def logits(self, states):
        """States `(..., units)` -> logits of the next token `(..., V)`: the embeddings are read backwards."""
        if "projection/kernel" in self.weights:
            states = states @ self.weights["projection/kernel"]
        return states @ self.weights["embedding"].T + self.weights["answer/bias"]

    def _held(self, depth, steps, place):
        units = len(self.weights[f"forward_{depth}/recurrent_kernel"])
        return held_for(self.holds, f"forward_{depth}", steps, units, place) if self.holds else None

    def _cell(self, depth):
        return {part: self.weights[f"forward_{depth}/{part}"] for part in ("kernel", "recurrent_kernel", "bias")}


def told(text, predictor, trace):
    """A text answered as Told: the likeliest to come after every token, as words that may be shown."""
    problem = predictor.problem
    answer = problem.read(text, predictor)
    ids, logs = problem.foretold(text, predictor, trace)
    read = accumulate(ids, partial(appended, problem.vocabulary), initial="")
    after = [
        problem.likeliest(until, row, MOST_SHOWN) for until, row in zip(islice(read, 1, None), logs[1:], strict=True)
    ]
    places = np.asarray([place for *_, place in problem.tokenize(text)], int)
    return Told(answer, predictor.words_read(text, places), answer.words, places.tolist(), after)


def to_write(dataset, problem):
    """A ToWrite for every sentence of a part that is longer than what is given of it."""
    lines = [SENTENCE_END.split(text.rstrip()) for text in dataset.columns["text"] if text.strip()]
    rows = []
    for line in lines:
        encoded = problem.vocabulary.encode_all(line)
        encoded[-1].append(END)  # where the line ends, too
        for ids in encoded:
            words = words_of(problem.vocabulary, ids)
            if len(words) > GIVEN_WORDS:
                rows.append(ToWrite("", [ids], words[GIVEN_WORDS][1][0]))
    return rows


def begin_writing(sources, predictor):
    """`(logits (N, V), state, step)` before the first token of N lines, of which nothing is read."""
    network = predictor.network

    def step(ids, state):
        logits, state = network.step(ids, state)
        logits[:, [PADDING, UNKNOWN]] = -np.inf
        return logits, state

    return *step(np.full(len(sources), END), network.begin(len(sources))), step


def shapes(config, vocabulary_size):
    """The shape of every weight, by name: what a bundle must hold."""
    units, size = config["units"], config["embedding_size"]
    by_name = {"embedding": (vocabulary_size, size)}
    if config.get("fixed_window"):
        by_name |= window.shapes(config["fixed_window"], size, units, config["layers"])
    else:
        by_name |= _of_cells(config["cell"], size, units, config["layers"])
    if units != size:
        by_name["projection/kernel"] = (units, size)
    return by_name | {"answer/bias": (vocabulary_size,)}


def _of_cells(cell, width, units, layers):
    gates, by_name = {"rnn": 1, "lstm": 4, "gru": 3}[cell] * units, {}
    for depth in range(1, layers + 1):
        by_name[f"forward_{depth}/kernel"] = (width, gates)
        by_name[f"forward_{depth}/recurrent_kernel"] = (units, gates)
        by_name[f"forward_{depth}/bias"] = (2, gates) if cell == "gru" else (gates,)
        width = units
    return by_name
