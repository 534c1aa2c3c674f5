"""Spelling: the character n-grams of a text's words as numbers, by a hash, so that there is no list of strings to keep.

>>> spell(["a", "film"])  # every piece of " a ", then every piece of " film ", up to five letters long
array([ 82940,  12960,  82940,  57096, ...], dtype=int32)
"""

import zlib
from functools import lru_cache

import numpy as np

BUCKETS = 2**17  # half as many cost two points on comments: too many n-grams share a number
LONGEST = 5  # letters of an n-gram, the space before and after a word among them
LETTERS = 40  # of a word; the rest of a longer one is not spelled
SCALE = 10.0  # what a weight counts: Adam's steps are small, and so many n-grams share a length of one


def spell(words):
    """The n-grams of these words, one word after another: int32, from 1 on; a lone 0 where there are none."""
    return np.concatenate([ngrams_of(word) for word in words]) if words else np.zeros(1, np.int32)


@lru_cache(20_000)
def ngrams_of(word):
    """The numbers of one word's n-grams, the same on every computer."""
    marked = f" {word[:LETTERS]} "
    ngrams = [marked[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(marked) - size + 1)]
    return np.asarray([number(ngram) for ngram in ngrams], np.int32)


def number(ngram):
    """0 is padding."""
    return 1 + zlib.crc32(ngram.encode("utf-8", "replace")) % (BUCKETS - 1)


def idf(texts):
    """How much each n-gram tells, float32 `(BUCKETS,)`: the fewer texts have it, the more (Spärck Jones 1972).

    What only one text has tells nothing, nor does what none has.
    """
    rows_with = np.zeros(BUCKETS)
    for ngrams in texts:
        rows_with[np.unique(ngrams)] += 1
    weights = np.where(rows_with > 1, np.log((1 + len(texts)) / (1 + rows_with)) + 1, 0)
    weights[0] = 0
    return weights.astype(np.float32)
