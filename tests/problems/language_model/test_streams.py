"""Long streams in pieces, for any sizes: what is read in lanes and windows is the stream read as one."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_models.numpy_layers.functions import NEVER
from nlp_models.problems.language_model import streams
from nlp_models.problems.language_model.kneser_ney import unigram_logs
from nlp_models.problems.language_model.problem import LanguageModel, Split
from nlp_models.problems.language_model.streams import draw_negatives, segments
from nlp_models.recipe import Recipe
from nlp_models.text.vocabulary import END

REMEMBERED = 3  # tokens
IDS = st.lists(st.integers(1, 9), min_size=1, max_size=150).map(lambda ids: np.asarray(ids, np.int32))


def begin(rows):
    return [[np.zeros((rows, REMEMBERED))]]


def read(ids, targets, state):
    """A reader that knows the last three tokens: it says which they were, as one number, and the target."""
    [[last]] = state
    said = np.empty((*ids.shape, 2))
    for t in range(ids.shape[1]):
        last = np.concatenate([last[:, 1:], ids[:, t : t + 1]], axis=1)
        said[:, t] = np.stack([last @ (1, 10, 100), targets[:, t]], axis=1)
    return said, [[last]]


def read_as_one(ids):
    """The same, token by token."""
    before = [0] * (REMEMBERED - 1) + [END, *ids.tolist()]
    return [[before[n] + 10 * before[n + 1] + 100 * before[n + 2], target] for n, target in enumerate(ids)]


@settings(deadline=None)
@given(ids=IDS, window=st.integers(1, 9), warm_up=st.integers(REMEMBERED, 9), at_once=st.integers(1, 60))
def test_lanes_side_by_side_read_the_stream_as_one(ids, window, warm_up, at_once):
    lane = 2 * (window + warm_up)  # half a lane is not shorter than what it reads before its place
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("STREAM_TOKENS", lane), ("WARM_UP", warm_up), ("WINDOW", window)):
            patch.setattr(streams, name, value)
        assert segments(ids, begin, read, at_once).tolist() == read_as_one(ids)


@settings(deadline=None)
@given(ids=IDS, lanes=st.integers(1, 5), window=st.integers(2, 9), seed=st.integers(0, 9))
def test_segments_of_back_propagation_read_on_where_the_ones_before_stopped(ids, lanes, window, seed):
    recipe = Recipe.make(bidirectional=False, batch_size=lanes, sequence_length=window)
    problem, part = LanguageModel.__new__(LanguageModel), Split(ids, 1, 1)
    problem.vocabulary, problem.minutes = [0] * 10, 1
    batches = list(problem.batches(part, recipe, np.random.default_rng(seed)))
    assert len(batches) == problem.steps(part, recipe)
    assert [bool(batch.inputs["fresh"][0]) for batch in batches] == [True] + [False] * (len(batches) - 1)
    for before, after in pairwise(batches):
        assert (before.targets[:, -1] == after.inputs["ids"][:, 0]).all()
    again = np.resize([END, *ids], 4 * lanes * window + 3 * len(ids) + 9).tolist()  # a short text is read again
    for lane in range(lanes):
        inputs = [token for batch in batches for token in batch.inputs["ids"][lane].tolist()]
        targets = [token for batch in batches for token in batch.targets[lane].tolist()]
        assert inputs[1:] == targets[:-1]  # each token is foretold from the one before it, over the seams too
        whole = [*inputs, targets[-1]]
        assert any(again[at : at + len(whole)] == whole for at in range(len(again) - len(whole) + 1))


@given(size=st.integers(3, 80), seed=st.integers(0, 9), data=st.data())
def test_negatives_are_different_real_tokens(size, seed, data):
    wanted = data.draw(st.integers(1, (size - 1) // 2 + 1 if size > 3 else 1))
    ids, tries = draw_negatives(size, wanted, np.random.default_rng(seed))
    assert len(set(ids.tolist())) == len(ids) == wanted <= tries
    assert ids.min() >= 1 and ids.max() < size


def test_a_network_begins_as_word_frequencies():
    ids, size = np.array([2, 3, 3, 5]), 6
    logs = streams.start_of_bias(ids, size).astype(np.float64)
    assert np.exp(logs[1:]).sum() == pytest.approx(1) and logs[0] == NEVER
    assert logs[ids] == pytest.approx(unigram_logs(ids, ids, size))
