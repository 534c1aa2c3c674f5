"""What is true of every answer of an encoder-decoder: test_contract.py asks it of an answer to each example."""

import numpy as np
from conftest import as_typed


def check(answer, sentence):
    assert as_typed(answer.words) == as_typed(sentence)
    assert answer.said and len(answer.said_words) == len(answer.word_probabilities) == len(answer.attention_weights)
    for attention_weights in answer.attention_weights:
        assert len(attention_weights) == len(answer.words) and np.isclose(sum(attention_weights), 1, atol=1e-4)
