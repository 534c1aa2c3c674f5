"""Searches over words and rows: what they find is true, and their work is bounded whatever the text holds."""

import numpy as np
import pytest
from test_attribution import made  # noqa: F401
from test_probe import make_predictor

from nlp_models.answering import counterfactuals as search
from nlp_models.answering.counterfactuals import counterfactuals
from nlp_models.answering.units import BEGIN, MARKS, rows_of, strongest_places, text_of, units_like
from nlp_models.answering.unrolled import kind_of, unroll
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError

WORDS = ["a", "good", "film", "and", "bad", "play", "the", "long", "dull", "actor", "1", "2", "3"]

PICTURES = [f"scene:{n}: big {colour} cross left" for n, colour in enumerate(["red", "blue", "green"])]


def rows(count=120):
    draw = np.random.default_rng(0)
    return [" ".join(draw.choice(WORDS, draw.integers(3, 12))) for _ in range(count)]


def test_what_flips_the_answer_does():
    predictor = make_predictor()
    other, ours = np.log(predictor(["a good film and bad play"])[0])
    predictor.network.weights["answer/bias"][1] += other - ours + 0.02  # hardly sure of it
    found = counterfactuals(predictor, "a good film and bad play")
    assert found.flips and found.answer == predictor.read("a good film and bad play").label
    fewest = {len(flip.replaced) for flip in found.flips}
    assert len(fewest) == 1
    for flip in found.flips:
        assert predictor.read(flip.text).label == flip.answer != found.answer
        assert predictor.read(flip.text).probabilities[flip.answer] == pytest.approx(flip.probability, abs=1e-6)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_one_word_flips_where_any_one_does(cell):
    """Brute force over every single exchange."""
    predictor, text = make_predictor(cell=cell), "a good film and bad play"
    found = counterfactuals(predictor, text)
    words, base = text.split(), predictor.read(text).label
    turned = [
        (at, name)
        for at, word in enumerate(words)
        for name, _ in search.neighbours(predictor, word, search.NEIGHBOURS)
        if predictor.read(" ".join([*words[:at], name, *words[at + 1 :]])).label != base
    ]
    assert bool(turned) == any(len(flip.replaced) == 1 for flip in found.flips)


def test_a_search_ends_whatever_the_text_holds():
    predictor = make_predictor(max_tokens=400)
    predictor.network.weights["answer/bias"] = np.float32([60, 0])  # nothing turns it
    found = counterfactuals(predictor, "a good film and bad play " * 60)
    assert found.flips == [] and found.tried <= search.MOST_TEXTS
    assert counterfactuals(predictor, "").flips == []


def test_taggers_and_language_models_are_turned_too(made):  # noqa: F811
    tagger = made("tagging")
    found = counterfactuals(tagger, "the film was good", place=1)
    assert found.answer == tagger.read("the film was good").tags[1] and found.tried > 1
    assert counterfactuals(made("language_model"), "the dog").tried > 1
    with pytest.raises(DataError):
        counterfactuals(made("sequence_to_sequence"), "the dog")


@pytest.mark.parametrize("kind", ["classification", "tagging", "language_model", "sequence_to_sequence"])
def test_the_strongest_places_are_the_strongest(kind, made):  # noqa: F811
    predictor, some = made(kind), [*rows(38), "don't lt; go: 50%!", "http://a.b/c ... !!!"]
    found = strongest_places(predictor, some, "forward_1", 2)
    states = [unroll(predictor, row).readers["forward_1"].gates["hidden_state"][:, 2] for row in some]
    assert [abs(place.value) for place in found] == pytest.approx(
        sorted((np.abs(one).max() for one in states), reverse=True)[:10], abs=1e-5
    )
    for place in found:
        assert states[place.row][place.step] == pytest.approx(place.value, abs=1e-5)
        assert unroll(predictor, some[place.row]).tokens[place.step] == place.tokens[place.at]


@pytest.mark.parametrize("kind", ["sequence_to_sequence", "captioning"])
def test_a_decoder_is_searched_in_what_is_right_to_write(kind, made):  # noqa: F811
    predictor, name = made(kind), "decoder/forward_1"
    texts = PICTURES if kind == "captioning" else rows(6)
    twice = [] if kind == "captioning" else texts[:1]  # two answers are right for it
    columns = {"text": [*texts, *twice], "label": [f"a {word} dog" for word in WORDS[: len(texts + twice)]]}
    some = rows_of(predictor, Dataset(columns), name)
    assert [text_of(row) for row in some] == texts
    found = strongest_places(predictor, some, name, 2)
    assert sorted(place.row for place in found) == list(range(len(some)))
    for place in found:
        states = forced_states(predictor, some[place.row])[:, 2]
        assert np.abs(states).argmax() == place.step and states[place.step] == pytest.approx(place.value, abs=1e-5)
        assert (place.tokens[place.at] == BEGIN) == (place.step == 0)
    scores = units_like(predictor, some * 4, lambda tokens: [token == BEGIN for token in tokens], name)
    assert scores[0].rows == 4 * len(some) and scores[0].chosen_by == 2 * len(some)


def forced_states(predictor, row):
    """The states `(T, units)` of its first layer while it writes the right answer token by token."""
    _, state, step = kind_of(predictor).begin_writing([row.source], predictor)
    states = [state[0][0][0]]
    for token in row.targets[0][:-1]:
        _, state = step(np.array([token]), state)
        states.append(state[0][0][0])
    return np.stack(states)


def test_a_unit_made_to_follow_digits_is_found():
    predictor = make_predictor(cell="rnn", bidirectional=False)
    weights, ids = predictor.network.weights, predictor.problem.vocabulary.ids
    weights["embedding"][:, 0] = -1
    assert not [word for word in "123" if word in ids]  # so a digit is the unknown token here
    weights["embedding"][1, 0] = 1
    weights["forward_1/kernel"][:, 3] = [3, 0, 0, 0]
    weights["forward_1/recurrent_kernel"][:, 3] = weights["forward_1/bias"][3] = 0
    known = [row for row in rows() if row]
    unknown = lambda tokens: [token not in ids for token in tokens]  # noqa: E731
    best, *others = units_like(predictor, known, unknown, "forward_1")
    assert best.unit == 3 and best.direction == 1 and best.score == pytest.approx(1.0)
    assert 0.35 < best.control < 0.65 and all(other.score <= best.score for other in others)


def test_rows_without_a_mark_are_told_and_work_is_counted():
    predictor, done = make_predictor(), []
    with pytest.raises(DataError):
        units_like(predictor, ["a good film"] * 8, MARKS["digits"], "forward_1")
    strongest_places(predictor, rows() * 30, "backward_1", 0, progress=done.append)
    assert done[-1] == 1 and len(done) == -(-2000 // 64) and done == sorted(done)


def test_marks_are_what_they_are_called():
    assert MARKS["negation"](["not", "▁never", "film", "don't"]) == [True, True, False, True]
    assert MARKS["quotes"](["he", '"', "so", '"', "left"]) == [False, True, True, True, False]
    assert MARKS["sentence end"](["so", ".", "end!"]) == [False, True, True]
