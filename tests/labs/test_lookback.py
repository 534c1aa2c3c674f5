"""How far back a language model looks: against a network of which it is known."""

import numpy as np
import pytest

from nlp_models.labs.lookback import DAMAGES, DISTANCES, look_back
from nlp_models.problems.language_model.forward import Network, shapes

SIZE = 12


def network(cell, layers=1, seed=0):
    settings = {"cell": cell, "units": 6, "embedding_size": 5, "layers": layers}
    generator = np.random.default_rng(seed)
    weights = {
        name: generator.normal(0, 0.6, shape).astype(np.float32) for name, shape in shapes(settings, SIZE).items()
    }
    return Network(settings, weights, SIZE)


def by_hand(network, ids, k, targets):
    """The loss of the targets when only k tokens before each are read, one target at a time."""
    losses = []
    for t in targets:
        _, state = network.read(np.array([[2]]), network.begin())
        states, _ = network.read(ids[None, t - k : t], state)
        logits = network.logits(states[0, -1]).astype(np.float64)
        losses.append(np.log(np.exp(logits).sum()) - logits[ids[t]])
    return np.mean(losses)


@pytest.mark.parametrize(("cell", "layers"), [("rnn", 1), ("lstm", 2), ("gru", 1)])
def test_dropping_is_reading_k_tokens_only(cell, layers):
    one, ids = network(cell, layers), np.random.default_rng(1).integers(2, SIZE, 150).astype(np.int32)
    found = look_back(one, ids, tokens=20)
    assert found.tokens == 20 and found.distances == DISTANCES
    for k in (1, 8, 32):
        expected = by_hand(one, ids, k, range(130, 150))
        assert found.losses["dropped"][found.distances.index(k)] == pytest.approx(expected, rel=1e-4)


def test_what_forgets_at_once_needs_nothing_far_back():
    one = network("rnn")
    one.weights["forward_1/recurrent_kernel"][:] = 0  # sees the last token alone
    found = look_back(one, np.random.default_rng(2).integers(2, SIZE, 200), tokens=50)
    for damage in DAMAGES:
        assert found.horizon(damage) == 1
        np.testing.assert_allclose(found.losses[damage], found.whole, rtol=1e-5)


def test_a_short_stream_has_short_distances_and_none_is_refused():
    one = network("gru")
    assert look_back(one, np.arange(2, 10)).distances == (1, 2, 4)
    with pytest.raises(ValueError):
        look_back(one, np.array([2]))


def test_it_tells_how_far_it_is():
    told = []
    look_back(network("rnn"), np.random.default_rng(3).integers(2, SIZE, 90), tokens=10, told=told.append)
    assert told == sorted(told) and told[-1] == 1
