"""The captioning network in NumPy: the twin of `network.py`.

>>> grids = network.encode(pictures)          # (N, 64, FILTERS[-1]): 8 x 8 cells of every picture
>>> logits, state = network.step(np.array([END]), *network.begin(grids))
"""

from dataclasses import dataclass

import numpy as np

from nlp_models.numpy_layers import decoder
from nlp_models.numpy_layers.decoding import log_softmax
from nlp_models.numpy_layers.forcing import ToWrite
from nlp_models.numpy_layers.trace import Hold, Told
from nlp_models.problems.captioning.arrays import captioned, searched
from nlp_models.problems.captioning.drawn.scene_drawing import SIDE
from nlp_models.problems.captioning.pictures import kept_pixels, pixels
from nlp_models.text.shown import shown_all, shown_likeliest
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN

FILTERS = (24, 32, 48, 64)  # of the four convolutions
STRIDES = (2, 2, 2, 1)  # 64 -> 32 -> 16 -> 8 -> 8
WIDTH = 3
CELLS = (SIDE // 8) ** 2
LEAST_SPREAD = 4.0  # of 255: what varies less is grain, not to be blown up
EPSILON = 1e-3
MOST_SHOWN = 5  # tokens to come, after every token
TOKENS_OF_A_SOURCE = 60  # to draw and see a picture is as much work as to read so many tokens
AT_ONCE = 32  # pictures: what is cut out of them fits the processor's cache


@dataclass(frozen=True, eq=False)
class Network:
    """A trained network: the recipe as a dict, its weights by name, and the size that its shape took from the data."""

    settings: dict
    weights: dict[str, np.ndarray]
    vocabulary_size: int
    holds: tuple[Hold, ...] = ()  # gates held at a value

    def answers(self, split):
        """A Captioned for every picture of a part."""
        return captioned(split, self.encode, self.score_targets, self.caption)

    def caption(self, grid):
        """The numbers of the caption of one grid `(1, CELLS, D)`, END left out; by as many beams as the recipe says."""
        return searched(self, grid, self.settings["beams"])[0][0]

    def encode(self, pictures):
        """Pictures uint8 `(N, 64, 64, 3)` -> grids `(N, CELLS, FILTERS[-1])`, row by row from the top left."""
        starts = range(0, len(pictures), AT_ONCE)
        return np.concatenate([_encode(self.weights, pictures[start : start + AT_ONCE]) for start in starts])

    def begin(self, grids):
        """`(state, memory)` before the first word; a grid of zeros is a picture that nobody saw."""
        settings, weights = self.settings, self.weights
        memory = decoder.remember(settings, weights, grids, np.ones(grids.shape[:2], bool))
        largest = grids.max(axis=1)
        # the last of the state are the votes: what is seen anywhere speaks for its words, whatever was said before
        return [*decoder.begin(settings, weights, largest), (largest @ weights["votes/kernel"],)], memory

    def step(self, ids, state, memory, place=0):
        """One token of each row, `ids (N,)` -> `(logits of the next (N, V), state)`; the place of this token is for holds."""
        features, after, _ = self._read(np.asarray(ids)[:, None], state, memory, place=place)
        return decoder.logits(self.weights, features[:, 0]), after

    def score_targets(self, inputs, targets, grids):
        """`(log probability of every target (N, T), the likeliest at every place (N, T))`; neither padding nor the unknown."""
        logits, _ = self.logits(inputs, grids)
        largest = logits.max(axis=-1)
        sums = largest + np.log(np.exp(logits - largest[..., None]).sum(axis=-1))
        likeliest = END + logits[..., END:].argmax(axis=-1)
        return np.take_along_axis(logits, targets[..., None], axis=-1)[..., 0] - sums, likeliest

    def logits(self, inputs, grids, trace=None):
        """`(logits of what follows every token (N, T, V), attention_weights (N, T, CELLS) or None)`; `trace`: the readers."""
        features, _, attention_weights = self._read(inputs, *self.begin(grids), trace)
        return decoder.logits(self.weights, features), attention_weights

    def attend(self, inputs, grids, trace=None):
        """How much it looks at every cell before each token `(N, T, CELLS)`; None without attention. `trace`: the gates."""
        return self._read(inputs, *self.begin(grids), trace)[2]

    def _read(self, ids, state, memory, trace=None, place=0):
        *cells, visual_bias = state
        features, after, attention_weights = decoder.read(
            self.settings, self.weights, ids, cells, memory, trace, self.holds, place
        )
        return features + visual_bias[0][:, None], [*after, visual_bias], attention_weights


def told(text, predictor, trace):
    """A picture told as Told: the likeliest token at every step of the caption, as words that may be shown."""
    network, own = predictor.network, predictor.problem.vocabulary
    answer, grid = predictor.read(text), network.encode(kept_pixels(text)[None])
    inputs = np.asarray([[END, *answer.ids]], np.int32)
    logits, attention = network.logits(inputs, grid, trace)
    after = [shown_likeliest(own, row, MOST_SHOWN) for row in log_softmax(logits[0])]
    attention = None if attention is None else attention[0]
    return Told(answer, [], [], [], after, shown_all(own, inputs[0]), attention)


def to_write(dataset, problem):
    """A ToWrite for every picture of a part, with all its captions."""
    rows = zip(dataset.columns["text"], dataset.columns["label"], strict=True)
    return [
        ToWrite(picture, [[*ids, END] for ids in problem.vocabulary.encode_all(cell.split("\n"))])
        for picture, cell in rows
    ]


def begin_writing(sources, predictor):
    """`(logits (N, V), state, step)` before the first word of the captions of N pictures."""
    network = predictor.network
    state, memory = network.begin(network.encode(np.stack([kept_pixels(text) for text in sources])))

    def step(ids, state):
        *cells, parts = state
        logits, cells = network.step(ids, cells, decoder.memory_of(parts))
        logits[:, [PADDING, UNKNOWN]] = -np.inf
        return logits, [*cells, parts]

    return *step(np.full(len(sources), END), [*state, memory.parts]), step


def read_targets(sources, ids, predictor, trace):
    """The cells read padded tokens `(N, T)` for N pictures; `trace` receives them. What it would write is not reckoned."""
    network = predictor.network
    (*cells, _), _ = network.begin(network.encode(np.stack([pixels(text) for text in sources])))
    decoder.read_cells(network.settings, network.weights, ids, cells, trace, network.holds)


def _encode(weights, pictures):
    states = pictures.astype(np.float32)
    states = states - states.mean(axis=(1, 2), keepdims=True)
    states /= np.maximum(np.sqrt((states**2).mean(axis=(1, 2, 3), keepdims=True)), np.float32(LEAST_SPREAD))
    for number, stride in enumerate(STRIDES, 1):
        states = _convolved(states, weights, f"encoder/convolution_{number}", stride)
    return states.reshape(len(states), CELLS, -1) + weights["encoder/places"]


def _convolved(states, weights, name, stride):
    """A 3 x 3 convolution, padded so that nothing is lost at the edge; all its features evened (Wu & He 2018); ReLU."""
    kernel = weights[f"{name}/kernel"]  # (3, 3, in, out)
    # Keras's "same": of an even size and stride 2 one row of zeros below and one column to the right
    before = 1 if stride == 1 else 0
    padded = np.pad(states, ((0, 0), (before, 1), (before, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (WIDTH, WIDTH), axis=(1, 2))[:, ::stride, ::stride]
    rows = windows.transpose(0, 1, 2, 4, 5, 3).reshape(*windows.shape[:3], -1)  # (N, H, W, 9 * in)
    states = rows @ kernel.reshape(-1, kernel.shape[-1])
    states -= states.mean(axis=(1, 2, 3), keepdims=True)
    states /= np.sqrt((states**2).mean(axis=(1, 2, 3), keepdims=True) + np.float32(EPSILON))
    return np.maximum(states * weights[f"{name}/scale"] + weights[f"{name}/bias"], 0)


def shapes(config, vocabulary_size):
    """The shape of every weight, by name: what a bundle must hold."""
    by_name, depth = {}, 3
    for number, filters in enumerate(FILTERS, 1):
        by_name[f"encoder/convolution_{number}/kernel"] = (WIDTH, WIDTH, depth, filters)
        by_name[f"encoder/convolution_{number}/scale"] = by_name[f"encoder/convolution_{number}/bias"] = (filters,)
        depth = filters
    by_name["encoder/places"] = (CELLS, depth)
    by_name["votes/kernel"] = (depth, config["embedding_size"])
    return by_name | decoder.shapes(config, vocabulary_size, depth, depth)
