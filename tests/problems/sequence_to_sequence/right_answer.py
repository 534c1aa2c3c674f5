"""What is true of every answer of an encoder-decoder: test_contract.py asks it of an answer to each example."""

import numpy as np
from conftest import as_typed


def check(answer, sentence):
    assert as_typed(answer.words) == as_typed(sentence)
    assert answer.said and len(answer.said_words) == len(answer.chances) == len(answer.looks)
    for looks in answer.looks:
        assert len(looks) == len(answer.words) and np.isclose(sum(looks), 1, atol=1e-4)
