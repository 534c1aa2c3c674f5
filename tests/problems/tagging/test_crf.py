"""The CRF in NumPy against all sequences there are, for any scores: the best one, sums, marginals, what is forbidden."""

from itertools import pairwise, product

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nlp_models.problems.tagging.crf import marginals, viterbi
from nlp_models.problems.tagging.entities import as_bio
from nlp_models.problems.tagging.tags import forbidden

LABELS = [["B-X", "I-X", "O"], ["B-X", "B-Y", "I-X", "I-Y", "O"], ["NOUN", "VERB"]]
SCORES = st.integers(-4, 4) | st.floats(-4, 4, width=32)  # whole numbers make ties


@st.composite
def sentences(draw):
    """`(labels, emissions (N, T, C), mask (N, T), transitions, start, end)`, what is forbidden barred."""
    labels = draw(st.sampled_from(LABELS))
    lengths = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    count, longest = len(labels), max(lengths)
    emissions, transitions, start, end = (
        draw(arrays(np.float32, shape, elements=SCORES, fill=st.nothing()))
        for shape in ((len(lengths), longest, count), (count, count), (count,), (count,))
    )
    barred, barred_first = forbidden(labels)
    mask = np.arange(longest) < np.asarray(lengths)[:, None]
    return labels, emissions, mask, transitions + barred, start + barred_first, end


def every_sequence(emissions, transitions, start, end):
    """Every sequence of tags of one sentence, with its score."""
    for way in product(range(emissions.shape[1]), repeat=len(emissions)):
        steps = sum(float(transitions[pair]) for pair in pairwise(way))
        own = sum(float(emissions[place, tag]) for place, tag in enumerate(way))
        yield way, float(start[way[0]]) + steps + own + float(end[way[-1]])


@examples(60)
@given(sentences())
def test_viterbi_finds_a_sequence_that_none_beats_and_none_that_is_forbidden(drawn):
    labels, emissions, mask, *weights = drawn
    for own, real, tags in zip(emissions, mask, viterbi(emissions, mask, *weights), strict=True):
        length = int(real.sum())
        scores = dict(every_sequence(own[:length], *weights))
        assert scores[tuple(tags[:length].tolist())] == pytest.approx(max(scores.values()), abs=1e-3)
        assert not tags[length:].any()
        words = [labels[number] for number in tags[:length]]
        assert "O" not in labels or as_bio(words) == words


@examples(60)
@given(sentences())
def test_marginals_and_their_sum_are_those_of_all_sequences(drawn):
    _, emissions, mask, *weights = drawn
    shares, totals = marginals(emissions, mask, *weights)
    for own, real, share, total in zip(emissions, mask, shares, totals, strict=True):
        length = int(real.sum())
        ways, scores = zip(*every_sequence(own[:length], *weights), strict=True)
        likely = np.exp(np.asarray(scores) - np.logaddexp.reduce(scores))
        expected = np.zeros_like(share)
        for way, chance in zip(ways, likely, strict=True):
            expected[np.arange(length), way] += chance
        assert total == pytest.approx(np.logaddexp.reduce(scores), abs=1e-3)
        np.testing.assert_allclose(share, expected, atol=1e-4)


@examples(60)
@given(sentences())
def test_a_sentence_among_longer_ones_is_answered_as_alone(drawn):
    _, emissions, mask, *weights = drawn
    tags, (shares, totals) = viterbi(emissions, mask, *weights), marginals(emissions, mask, *weights)
    for n, length in enumerate(mask.sum(axis=1)):
        own = emissions[n : n + 1, :length], mask[n : n + 1, :length], *weights
        assert viterbi(*own)[0].tolist() == tags[n, :length].tolist()
        share, total = marginals(*own)
        np.testing.assert_allclose(share[0], shares[n, :length], atol=1e-9)
        assert total[0] == pytest.approx(totals[n])
