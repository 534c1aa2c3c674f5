"""What is true of every answer of a classifier: test_contract.py asks it of an answer to each example."""

import numpy as np
import pytest
from conftest import as_typed


def check(answer, sentence):
    assert as_typed(answer.words) == as_typed(sentence)
    assert len(answer.curve) == len(answer.words)
    assert np.isclose(sum(answer.probabilities.values()), 1, atol=1e-5)
    assert answer.curve[-1] == pytest.approx(answer.probabilities, abs=1e-6)
