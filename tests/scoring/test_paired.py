"""Two networks on the same rows: differences by hand, by McNemar and by drawing the rows anew."""

import math

import numpy as np
import pytest

from nlp_models.scoring.metrics import compare_answers
from nlp_models.scoring.paired import RowScores, across_seeds, comparable, only_one_right, paired_difference


def shares(right):
    right = np.asarray(right, bool)
    return RowScores([str(n) for n in range(len(right))], right.astype(float), np.ones(len(right)), right)


def perplexities(losses, tokens, letters):
    return RowScores(
        ["a", "b"],
        *(np.asarray(own, float) for own in (losses, tokens)),
        letters=np.asarray(letters, float),
        exponent=True,
    )


def test_a_share_less_another_is_told_with_mcnemars_p_and_an_interval_around_it():
    ours, theirs = shares([1] * 70 + [0] * 30), shares([0] * 15 + [1] * 55 + [0] * 25 + [1] * 5)
    found = paired_difference(ours, theirs)
    assert found.value == pytest.approx(0.10)
    assert found.p_value == compare_answers(np.ones(100, bool), ours.right, theirs.right).p_value < 0.05
    assert found.is_sure and 0 < found.low < 0.10 < found.high < 0.2
    # of paired rows the spread is known: sqrt(b + c - (b - c)^2 / n) / n
    half = 1.96 * math.sqrt(20 - 10**2 / 100) / 100
    assert (found.low, found.high) == pytest.approx((0.10 - half, 0.10 + half), abs=0.012)
    other = found.reversed
    assert (other.value, other.low, other.high) == (-found.value, -found.high, -found.low) and other.is_sure


def test_the_same_network_twice_differs_by_nothing_and_other_rows_cannot_be_paired():
    same = paired_difference(shares([1, 0, 1]), shares([1, 0, 1]))
    assert (same.value, same.low, same.high, same.p_value) == (0, 0, 0, 1) and not same.is_sure
    assert paired_difference(shares([1, 0]), shares([1, 0, 1])) is None
    assert paired_difference(shares([]), shares([])) is None


def test_perplexity_is_that_of_all_tokens_and_has_no_mcnemar():
    ours = perplexities([2.0, 4.0], [2, 2], [5, 5])
    assert ours.score()[0] == pytest.approx(math.exp(6 / 4))
    found = paired_difference(ours, perplexities([2.0, 6.0], [2, 2], [5, 5]))
    assert found.value == pytest.approx(math.exp(1.5) - math.exp(2)) and found.p_value is None


def test_texts_cut_in_other_ways_are_compared_in_bits_per_character():
    by_word, by_letter = perplexities([2.0, 4.0], [2, 2], [5, 5]), perplexities([3.0, 3.0], [4, 6], [5, 5])
    assert comparable([by_word, by_word])[0].exponent
    bits = comparable([by_word, by_letter])
    assert [own.score()[0] for own in bits] == pytest.approx([6 / math.log(2) / 10] * 2)


def test_several_seeds_are_told_by_students_t():
    found = across_seeds([0.01, 0.02, 0.03])
    assert found.value == pytest.approx(0.02)
    assert found.high - found.value == pytest.approx(4.303 * 0.01 / math.sqrt(3)) and not found.is_sure
    assert across_seeds([0.019, 0.020, 0.021]).is_sure


def test_rows_that_one_alone_has_right():
    rows = [shares([1, 0, 1, 0]), shares([1, 1, 0, 0]), shares([1, 0, 0, 0])]
    assert only_one_right(rows) == [[2], [1], []]
    assert only_one_right([*rows[:2], perplexities([1, 1], [1, 1], [1, 1])]) == [[], [], []]
