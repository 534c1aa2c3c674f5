"""Pictures with their captions as arrays, and the captions that a network gives: the Split and the Captioned of captioning.py."""

from dataclasses import dataclass
from itertools import count

import numpy as np

from nlp_models.numpy_layers.batching import in_batches, pad
from nlp_models.numpy_layers.decoding import Decoding, beam_tree
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN

AT_ONCE = 128  # pictures
MOST_TOKENS = 40  # of a caption
LINE = "\n"  # between the captions of a picture
LENGTHS = 8  # a caption that grows is read again at lengths that are multiples of this, so few shapes are compiled


@dataclass(frozen=True)
class Split:
    """N pictures, `(N, 64, 64, 3)` uint8, each with the numbers of its captions (END last) and the captions themselves."""

    pictures: np.ndarray
    ids: list[list[list[int]]]
    captions: list[list[str]]

    def __len__(self):
        return len(self.pictures)

    def head(self, rows):
        """The first pictures."""
        return Split(self.pictures[:rows], self.ids[:rows], self.captions[:rows])


@dataclass(frozen=True)
class Captioned:
    """What a network makes of one picture.

    `ids` are the numbers of its caption, `known` of every true token its log probability and whether it was the
    likeliest, `(tokens, 2)`; `blind_ids` and `blind_known` are the same without the picture.
    """

    ids: list[int]
    known: np.ndarray
    blind_ids: list[int]
    blind_known: np.ndarray


def captioned(split, encode, score_targets, search=None):
    """A Captioned for every picture, by a Keras network or by its NumPy twin.

    Args:
        encode: pictures -> the grid of each `(N, cells, D)`.
        foretell: `(inputs (N, T), targets (N, T), grids)` -> log probability of every target, and the likeliest tokens.
        search: one grid `(1, cells, D)` -> the numbers of its caption; without it the likeliest token each time.
    """
    every, blind = [], None
    for start in range(0, len(split), AT_ONCE):
        rows = range(start, min(len(split), start + AT_ONCE))
        grids = encode(split.pictures[rows.start : rows.stop])
        if blind is None:
            blind = written(np.zeros_like(grids[:1]), score_targets)[0]
        ids = [search(grid[None]) for grid in grids] if search else written(grids, score_targets)
        known = _known([split.ids[row] for row in rows], grids, score_targets)
        unseen = _known([split.ids[row] for row in rows], np.zeros_like(grids), score_targets)
        every += [Captioned(*given) for given in zip(ids, known, [blind] * len(ids), unseen, strict=True)]
    return every


def written(grids, score_targets, most=MOST_TOKENS):
    """The likeliest caption of every grid, token by token; a list of numbers each, END left out."""
    ids = np.full((len(grids), 1), END, np.int32)
    while ids.shape[1] <= most and not (ids[:, 1:] == END).any(axis=1).all():
        width = -(-ids.shape[1] // LENGTHS) * LENGTHS
        inputs = np.zeros((len(grids), width), np.int32)
        inputs[:, : ids.shape[1]] = ids
        _, likeliest = score_targets(inputs, inputs, grids)
        ids = np.concatenate([ids, likeliest[:, ids.shape[1] - 1 : ids.shape[1]]], axis=1)
    rows = ids[:, 1:].tolist()
    return [row[: row.index(END)] if END in row else row for row in rows]


def searched(network, grid, num_beams, forced=()):
    """`[(numbers of a caption, its log probability)]` of one grid, by the NumPy network; the best first, END left out.

    They begin with the forced tokens.
    """
    (state, memory), places = network.begin(grid), count()  # all candidates are equally long

    def step(ids, state):
        logits, state = network.step(ids, state, memory, next(places))
        logits[:, [PADDING, UNKNOWN]] = -np.inf  # nobody can write an unknown word
        return logits, state

    tree = beam_tree(step, *step(np.asarray([END]), state), Decoding(num_beams=num_beams), MOST_TOKENS, END, forced)
    ends = [place for place, node in enumerate(tree.nodes) if node.ended and place != tree.best]
    ends = [tree.best, *sorted(ends, key=lambda place: -tree.nodes[place].mean_score)]
    captions = [([tree.nodes[at].token for at in tree.path(place)], tree.nodes[place].score) for place in ends]
    return [([number for number in ids if number != END], log) for ids, log in captions]


def _known(captions, grids, score_targets):
    """Of every picture `(tokens of all its captions, 2)`: log probability, and whether it was foretold."""
    pairs = [(row, ids) for row, own in enumerate(captions) for ids in own]

    def one_batch(chosen):
        inputs, targets = inputs_and_targets([pairs[n][1] for n in chosen], LENGTHS)
        logs, likeliest = score_targets(inputs, targets, grids[[pairs[n][0] for n in chosen]])
        known = np.stack([logs, likeliest == targets], axis=-1)
        return [own[: len(pairs[n][1])] for n, own in zip(chosen, known, strict=True)]

    by_caption = in_batches([len(ids) for _, ids in pairs], 2 * AT_ONCE, one_batch)
    by_picture = [[] for _ in captions]
    for (row, _), own in zip(pairs, by_caption, strict=True):
        by_picture[row].append(own)
    return [np.concatenate(own) if own else np.zeros((0, 2)) for own in by_picture]


def inputs_and_targets(captions, multiple=1):
    """`(inputs, targets)` int32 `(N, T)`: END and the true tokens before each place; the token in each place."""
    return pad([[END, *ids[:-1]] for ids in captions], multiple), pad(captions, multiple)
