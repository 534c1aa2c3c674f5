"""What is true of every answer of a tagger: test_contract.py asks it of an answer to each example."""

import numpy as np
from conftest import as_typed


def check(answer, sentence):
    assert as_typed(answer.words) == as_typed(sentence)
    assert len(answer.tags) == len(answer.words)
    for shares, tag in zip(answer.tag_probabilities, answer.tags, strict=True):
        assert tag in shares and np.isclose(sum(shares.values()), 1, atol=1e-4)
