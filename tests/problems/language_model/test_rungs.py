"""The counts behind an n-gram's next word, and its probabilities against those that score a text."""

import numpy as np
import pytest

from nlp_models.problems.language_model.kneser_ney import KneserNey
from nlp_models.problems.language_model.rungs import ORDER, Rungs
from nlp_models.text.vocabulary import END

SIZE = 9
STREAM = np.random.default_rng(4).integers(2, SIZE, 400)


def test_the_probabilities_are_those_that_score_a_text_and_add_up_to_one():
    rungs, text = Rungs(STREAM, SIZE), np.array([3, 5, 2, 7, 4, 6, 8])
    scored = KneserNey(STREAM, SIZE, ORDER).logs(text, [ORDER])[ORDER]
    for place in range(len(text)):
        own = rungs.ngram(text[:place])
        assert own.sum() == pytest.approx(1)
        assert np.log(own[text[place]]) == pytest.approx(scored[place])
    assert rungs.unigram.sum() == pytest.approx(1)


def test_it_backs_off_to_the_longest_that_was_seen_and_counts_what_came():
    rungs = Rungs(np.array([3, 4, 5, 3, 4, 5, 3, 4, 6, END]), SIZE)
    seen = rungs.seen(np.array([8, 3, 4]))
    assert [(one.length, one.times) for one in seen] == [(3, 0), (2, 3)]
    assert seen[-1].followers == [(5, 2), (6, 1)]
    nothing = rungs.seen(np.array([8]))
    assert nothing[-1].length == 0 and nothing[-1].times == 10
    assert rungs.seen(np.array([], int))[0].followers[0][0] in (3, 4)
