"""Choices of the next token, against arithmetic one can do by hand."""

import itertools

import numpy as np
import pytest

from nlp_models.numpy_layers.decoding import (
    Decoding,
    beam_search,
    beam_tree,
    filter_top_k_top_p,
    greedy,
    largest,
    log_softmax,
    next_id,
    penalise_repetition,
    repeating,
)

LOGITS = np.log(np.array([0.1, 0.4, 0.2, 0.3]))


def drawn(how, logits=LOGITS, before=(), times=4000):
    generator = np.random.default_rng(0)
    return np.bincount([next_id(logits, how, generator, before) for _ in range(times)], minlength=4) / times


def test_greedy_takes_the_likeliest():
    assert next_id(LOGITS, Decoding(temperature=0), None) == 1


def test_drawing_follows_the_probabilities():
    assert drawn(Decoding()) == pytest.approx([0.1, 0.4, 0.2, 0.3], abs=0.03)


def test_temperature_sharpens():
    # at one half, probabilities are squared: 1, 16, 4, 9 of 30
    numbers, probabilities = filter_top_k_top_p(LOGITS, Decoding(temperature=0.5))
    assert dict(zip(numbers.tolist(), probabilities, strict=True)) == pytest.approx(
        {0: 1 / 30, 1: 16 / 30, 2: 4 / 30, 3: 9 / 30}
    )


def test_top_k_keeps_the_k_likeliest():
    numbers, probabilities = filter_top_k_top_p(LOGITS, Decoding(top_k=2))
    assert numbers.tolist() == [1, 3] and probabilities == pytest.approx([4 / 7, 3 / 7])


@pytest.mark.parametrize(("p", "kept"), [(0.3, [1]), (0.5, [1, 3]), (0.75, [1, 3, 2]), (0.95, [1, 3, 2, 0])])
def test_top_p_keeps_the_fewest_that_reach_p(p, kept):
    assert filter_top_k_top_p(LOGITS, Decoding(top_p=p))[0].tolist() == kept


def test_top_k_and_top_p_together():
    # of the three likeliest, 4/9 and 3/9 reach 0.7
    assert filter_top_k_top_p(LOGITS, Decoding(top_k=3, top_p=0.7))[0].tolist() == [1, 3]


def test_what_was_said_becomes_less_likely():
    assert penalise_repetition(np.array([2.0, -2.0, 1.0]), [0, 1, 1], 2.0).tolist() == [1.0, -4.0, 1.0]
    assert next_id(LOGITS, Decoding(temperature=0, repetition_penalty=3), None, before=[1]) == 3


def test_the_same_seed_draws_the_same():
    how, logits = Decoding(), np.zeros(50)
    draws = [[next_id(logits, how, np.random.default_rng(seed)) for _ in range(3)] for seed in (5, 5, 6)]
    assert draws[0] == draws[1] != draws[2]


CHAIN = np.log(np.array([[0.05, 0.55, 0.4], [0.4, 0.3, 0.3], [0.9, 0.05, 0.05]]))  # next given last; 0 ends


def chain(ids, state):
    return CHAIN[ids], [(part[0] + 1,) for part in state]


def test_a_wide_beam_finds_the_best_text_that_greedy_misses():
    how, start = Decoding(num_beams=9), [(np.zeros((1, 1)),)]
    found = beam_search(chain, CHAIN[[0]], start, how, most=2, end=0)
    texts = [(a, b) for a, b in itertools.product((1, 2), (0, 1, 2))] + [(0,)]
    scores = {text: sum(CHAIN[x, y] for x, y in itertools.pairwise((0, *text))) / len(text) for text in texts}
    assert tuple(found) == max(scores, key=scores.get) == (2, 0)
    assert beam_search(chain, CHAIN[[0]], start, Decoding(num_beams=1), most=2, end=0)[0] == 1


def test_log_softmax_sums_to_one():
    assert np.exp(log_softmax(np.array([[1e3, 0, -5.0], [1, 2, 3]]))).sum(axis=1) == pytest.approx([1, 1])


def test_top_p_of_many_tokens_is_as_sorting_all():
    generator = np.random.default_rng(0)
    for spread in (0.1, 3.0):  # nearly even, so that a few hundred are not enough; and steep
        logits = generator.normal(0, spread, 3_000)
        probabilities = np.exp(logits) / np.exp(logits).sum()
        order = np.argsort(-probabilities, kind="stable")
        wanted = order[: int(np.searchsorted(probabilities[order].cumsum(), 0.7)) + 1]
        assert filter_top_k_top_p(logits, Decoding(top_p=0.7))[0].tolist() == wanted.tolist()


def test_the_tree_holds_every_candidate_under_its_parent():
    how, start = Decoding(num_beams=3), [(np.zeros((1, 1)),)]
    tree = beam_tree(chain, CHAIN[[0]], start, how, most=3, end=0)
    assert [node.token for node in tree.nodes[:3]] == [1, 2, 0]  # the likeliest first
    for node in tree.nodes:
        before = tree.nodes[node.parent] if node.parent is not None else None
        last, score = (before.token, before.score) if before else (0, 0.0)
        assert node.log == pytest.approx(CHAIN[last, node.token])
        assert node.score == pytest.approx(score + node.log) and node.ended == (node.token == 0)


def test_a_forced_word_is_kept_and_the_rest_is_searched_anew():
    how, start = Decoding(num_beams=9), [(np.zeros((1, 1)),)]
    tree = beam_tree(chain, CHAIN[[0]], start, how, most=3, end=0, forced=(1,))
    ends = [(1, *rest, 0) for n in (0, 1) for rest in itertools.product((1, 2), repeat=n)]
    scores = {text: sum(CHAIN[x, y] for x, y in itertools.pairwise((0, *text))) / len(text) for text in ends}
    assert tuple(tree.ids) == max(scores, key=scores.get)


def test_greedy_of_many_is_greedy_of_each():
    starts = np.log(np.array([[0.2, 0.5, 0.3], [0.1, 0.2, 0.7], [0.6, 0.2, 0.2]]))
    together = greedy(chain, starts, [(np.zeros((3, 1)),)], most=4, end=0)
    alone = [greedy(chain, starts[[n]], [(np.zeros((1, 1)),)], most=4, end=0)[0] for n in range(3)]
    assert [ids for ids, _ in together] == [ids for ids, _ in alone] == [[1, 0], [2, 0], [0]]
    assert together[1][1] == pytest.approx([np.log(0.7), np.log(0.9)])


def test_what_may_not_stutter_says_nothing_twice_in_a_row():
    assert repeating([]) == [] and repeating([1, 2, 3, 2]) == [2, 3]
    loud = np.log(np.array([[0.1, 0.8, 0.1], [0.1, 0.8, 0.1], [0.1, 0.8, 0.1]]))  # always 1, unless barred

    def step(ids, state):
        return loud[ids], state

    start = [(np.zeros((1, 1)),)]
    assert greedy(step, loud[[0]], start, most=4, end=0)[0][0] == [1, 1, 1, 1]
    # 1, then not 1: 0 and 2 are as likely and 0 is the first
    assert greedy(step, loud[[0]], start, most=4, end=0, allow_repeats=False)[0][0] == [1, 0]
    tree = beam_tree(step, loud[[0]], start, Decoding(num_beams=9, allow_repeats=False), most=4, end=0)
    for place in range(len(tree.nodes)):
        ids = [tree.nodes[n].token for n in tree.path(place)]
        pairs = list(itertools.pairwise(ids))
        assert len(set(pairs)) == len(pairs) and all(a != b for a, b in pairs)


def test_the_largest_are_those_of_a_stable_sort():
    generator = np.random.default_rng(0)
    for size, count in ((1, 1), (3, 5), (50, 4), (2_000, 5)):
        values = generator.integers(0, 9, size).astype(np.float32)  # many equal ones
        values[: size // 3] = -np.inf
        assert largest(values, count).tolist() == np.argsort(-values, kind="stable")[:count].tolist()


@pytest.mark.parametrize(
    "how", [Decoding(top_p=0.6), Decoding(top_k=7), Decoding(top_k=300, top_p=0.9, temperature=0.5)]
)
def test_a_filtered_draw_is_that_of_sorting_all_tokens(how):
    generator = np.random.default_rng(1)
    for seed in range(30):
        logits = generator.normal(0, 1, 1_500).round(1).astype(np.float32)  # many equal ones
        numbers, probabilities = filter_top_k_top_p(logits, how)
        drawn = np.random.default_rng(seed).random() * probabilities.sum()
        place = np.searchsorted(probabilities.cumsum(), drawn, side="right")
        assert next_id(logits, how, np.random.default_rng(seed)) == numbers[place]


def test_a_draw_sorts_values_and_no_numbers(monkeypatch):
    """Sorting 10,000 numbers by weight took longer than the network's own step."""
    sorted_numbers = []
    monkeypatch.setattr(np, "argsort", lambda *given, **how: sorted_numbers.append(given))
    monkeypatch.setattr(np, "lexsort", lambda *given, **how: sorted_numbers.append(given))
    next_id(np.zeros(10_000), Decoding(top_p=0.9), np.random.default_rng(0))
    assert not sorted_numbers
