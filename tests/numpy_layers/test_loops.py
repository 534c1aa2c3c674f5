"""A text that goes round is cut after the first round; one that only says something twice is left as it is."""

import pytest

from nlp_models.numpy_layers.decoding import repeats_itself, without_loop


@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        ([9] * 60, [9]),
        ([4, 9, 9, 9, 9, 9, 9], [4, 9]),
        ([7, 4, 5, 4, 5, 4, 5, 4], [7, 4, 5]),  # in the middle of a round
        ([1, 2, 3] * 3, [1, 2, 3]),
        ([6, *[1, 2, 3, 4, 5, 6, 7, 8] * 3], [6, 1, 2, 3, 4, 5, 6, 7, 8]),
        ([], []),
        ([3], [3]),
        ([9, 9, 9], [9, 9, 9]),  # "no no no"
        ([1, 2, 1, 2], [1, 2, 1, 2]),
        ([9, 9, 9, 9, 9, 9, 4], [9, 9, 9, 9, 9, 9, 4]),  # it goes on to something else
        ([1, 2, 3, 1, 2, 3, 4], [1, 2, 3, 1, 2, 3, 4]),
    ],
)
def test_the_first_round_of_a_loop_is_kept(ids, kept):
    assert without_loop(ids) == kept
    assert repeats_itself(ids) == (len(kept) < len(ids) or ids == [9, 9, 9, 9, 9, 9, 4])


def test_what_was_set_by_hand_stays():
    assert without_loop([9] * 8, least=3) == [9, 9, 9]


def test_one_token_over_half_is_a_loop_in_effect():
    assert repeats_itself([9, 1, 9, 9, 2, 9, 9, 3])
    assert not repeats_itself([9, 1, 9, 4, 2, 9, 5, 3])
