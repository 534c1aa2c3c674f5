"""What is true of every answer of a network that tells pictures: test_contract.py asks it of an answer to each example."""

import numpy as np

MOST_ROWS = 500  # a picture is a step towards any word


def check(answer, _picture):
    assert (
        len(answer.words)
        == len(answer.word_probabilities)
        == len(answer.blind_probabilities)
        == len(answer.attention_weights)
    )
    assert np.allclose(answer.attention_weights.sum(axis=(1, 2)), 1, atol=1e-4)
    assert answer.beams[0][0] == answer.text
