"""What was copied, against brute force."""

import numpy as np
import pytest

from nlp_models.problems.language_model.memorisation import Source

TEXTS = ["the cat sat on the mat and slept", "a dog sat on the big mat", "the cat ran"]


def brute(words, texts):
    lines = [text.split() for text in texts]
    parts = {tuple(line[i:j]) for line in lines for i in range(len(line)) for j in range(i + 1, len(line) + 1)}
    return [
        max((n for n in range(1, at + 2) if tuple(words[at + 1 - n : at + 1]) in parts), default=0)
        for at in range(len(words))
    ]


def test_the_longest_match_at_every_word_is_that_of_brute_force():
    generator = np.random.default_rng(0)
    known = [*sorted({word for text in TEXTS for word in text.split()}), "zebra"]
    source = Source(TEXTS)
    for _ in range(200):
        words = [known[n] for n in generator.integers(0, len(known), 12)]
        assert source.matches(words).tolist() == brute(words, TEXTS)


def test_copied_spans_are_marked_and_counted():
    found = Source(TEXTS).copied("yesterday the cat sat on the big mat")
    assert found.longest == 5 and [found.words[a:b] for a, b in found.spans] == [["sat", "on", "the", "big", "mat"]]
    assert found.share == pytest.approx(5 / 8) and found.longest_words == ["sat", "on", "the", "big", "mat"]


def test_a_span_does_not_run_over_the_end_of_a_line():
    assert Source(TEXTS).copied("and slept a dog").longest == 2


def test_nothing_copied_of_an_empty_text():
    found = Source(TEXTS).copied("")
    assert (found.longest, found.share, found.spans, found.longest_words) == (0, 0, [], [])
