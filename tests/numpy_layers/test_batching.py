"""Batches of texts of like length: no row is lost or comes twice, whatever the lengths."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp_models.numpy_layers.batching import batches_of_like_length, hide_tokens, pad
from nlp_models.text.vocabulary import UNKNOWN

LENGTHS = st.lists(st.integers(1, 60), min_size=1, max_size=80).map(np.asarray)


@given(lengths=LENGTHS, size=st.integers(1, 12), pool=st.integers(1, 5), seed=st.none() | st.integers(0, 9))
def test_batches_are_a_permutation_of_all_rows(lengths, size, pool, seed):
    generator = None if seed is None else np.random.default_rng(seed)
    batches = batches_of_like_length(lengths, size, generator, pool)
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(lengths)))
    assert all(1 <= len(rows) <= size for rows in batches)
    pools = 1 if generator is None else -(-len(lengths) // (size * pool))
    assert sum(len(rows) < size for rows in batches) <= pools  # only the last of a pool may be smaller


@given(lengths=LENGTHS, size=st.integers(1, 12))
def test_without_a_generator_no_batch_reaches_into_the_lengths_of_the_next(lengths, size):
    batches = [lengths[rows] for rows in batches_of_like_length(lengths, size)]
    assert all(one.max() <= other.min() for one, other in pairwise(batches))


@given(lengths=LENGTHS, size=st.integers(1, 12), seed=st.integers(0, 9))
def test_the_same_generator_gives_the_same_batches(lengths, size, seed):
    first, again = (batches_of_like_length(lengths, size, np.random.default_rng(seed)) for _ in "12")
    assert [rows.tolist() for rows in first] == [rows.tolist() for rows in again]


@given(
    rows=st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=20), min_size=1, max_size=9),
    multiple=st.integers(1, 8),
)
def test_padding_stands_on_the_right_and_takes_nothing_away(rows, multiple):
    padded = pad(rows, multiple)
    assert [row[row > 0].tolist() for row in padded] == rows
    assert all((row[len(ids) :] == 0).all() for row, ids in zip(padded, rows, strict=True))
    assert padded.shape[1] % multiple == 0 and padded.shape[1] - max(map(len, rows)) < multiple


@given(share=st.sampled_from([0, 0.3, 1]), seed=st.integers(0, 9))
def test_what_is_hidden_becomes_the_unknown_and_padding_is_never_hidden(share, seed):
    ids = pad([[5, 6, 7, 8], [9], [4, 3]])
    hidden = hide_tokens(ids, share, np.random.default_rng(seed))
    assert set(hidden[hidden != ids].tolist()) <= {UNKNOWN} and (hidden[ids == 0] == 0).all()
    assert share != 1 or (hidden[ids > 0] == UNKNOWN).all()
    assert share != 0 or (hidden == ids).all()
