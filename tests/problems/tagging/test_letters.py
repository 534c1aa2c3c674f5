"""Spellings go to the network short and long ones apart: less padding, and nothing else changes."""

import numpy as np

from nlp_models.problems.tagging.arrays import Split, padded, short_and_long
from nlp_models.problems.tagging.keras_layers.characters import Characters


def spellings_of(lengths):
    generator = np.random.default_rng(0)
    return [generator.integers(1, 9, length).astype(np.int32) for length in lengths]


def test_most_of_the_padding_is_gone():
    # lengths of English words with the signs of their beginning and end: many short ones, a few long
    spelled = spellings_of([3, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8, 9, 12, 16])
    _, lots = short_and_long(spelled)
    whole, letters = padded(spelled).size, sum(map(len, spelled))
    assert sum(lot.size for lot in lots) - letters < 0.5 * (whole - letters)


def test_every_spelling_stands_once_in_the_order_told():
    for lengths in ([5], [3, 3], [9, 2, 4, 2, 7]):
        spelled = spellings_of(lengths)
        order, lots = short_and_long(spelled)
        rows = [row[row > 0].tolist() for lot in lots for row in lot][: len(spelled)]
        assert rows == [spelled[n].tolist() for n in order]


def test_a_word_looks_the_same_in_either_lot():
    spelled = spellings_of([2, 3, 9, 3, 11, 4])
    order, lots = short_and_long(spelled)
    for way in ("convolution", "recurrent"):
        reader = Characters(10, way)
        together = np.asarray(reader(padded(spelled)))
        apart = np.concatenate([reader(lot) for lot in lots])
        assert np.abs(apart - together[order]).max() < 1e-6


def test_every_place_finds_its_own_spelling():
    spelled = spellings_of([2, 9, 3])
    words = [np.asarray([1, 2, 1], np.int32), np.asarray([3], np.int32)]
    places = [np.asarray([1, 0, 1], np.int32), np.asarray([2], np.int32)]
    split = Split([["b", "a", "b"], ["c"]], words, places, spelled, [], [], is_spelled=True)
    inputs = split.inputs([0, 1])
    rows = [row[row > 0].tolist() for lot in inputs["characters"] for row in lot]
    found = [rows[place] for place in inputs["places"][inputs["words"] > 0]]
    assert found == [spelled[n].tolist() for n in (1, 0, 1, 2)]
