"""Searches over words and rows: what they find is true, and their work is bounded whatever the text holds."""

import numpy as np
import pytest
from test_attribution import made  # noqa: F401
from test_probe import make_predictor

from nlp_models.answering import counterfactuals as search
from nlp_models.answering.counterfactuals import counterfactuals
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import MODELS
from nlp_models.answering.units import BEGIN, MARKS, rows_of, strongest_places, text_of, units_like
from nlp_models.answering.unrolled import kind_of, unroll
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError
from nlp_models.problems.captioning.covering import area, covered, covers, rectangles
from nlp_models.problems.captioning.pictures import kept_pixels
from nlp_models.text.vocabulary import END

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
    for beside in (-1, 9):
        with pytest.raises(DataError):
            counterfactuals(tagger, "the film was good", place=beside)
    with pytest.raises(DataError):
        counterfactuals(made("captioning"), PICTURES[0])  # it reads no words


@pytest.mark.parametrize("place", [0, 1])
def test_a_written_word_is_turned_where_any_one_exchange_does(place, made):  # noqa: F811
    """Brute force: every exchange written with the words before the place given."""
    predictor, text = made("sequence_to_sequence"), "the dog."
    answer = predictor.read(text)
    tokens = answer.places[place]
    given, whole = answer.ids[: tokens[0]], answer.ids[: tokens[-1] + 1]
    found = counterfactuals(predictor, text, place)
    assert found.answer == answer.said_words[place]
    assert found.probability == pytest.approx(answer.word_probabilities[place], abs=1e-5)
    exchanged = [
        [*words[:at], search.in_its_place(words[at], name), *words[at + 1 :]]
        for words in [text.split()]
        for at, word in enumerate(words)
        for name, _ in search.neighbours(predictor, word, search.NEIGHBOURS)
    ]
    then = [predictor.problem.read(" ".join(words), predictor, forced=given) for words in exchanged]
    turned = [one for one in then if one.ids[: len(whole)] != whole]
    assert bool(turned) == any(len(flip.replaced) == 1 for flip in found.flips)
    for flip in found.flips:
        own = predictor.problem.read(flip.text, predictor, forced=given)
        assert [flip.answer] == own.said_words[place : place + 1] and flip.text.endswith(".")
        assert flip.probability == pytest.approx(own.word_probabilities[place], abs=1e-5)
        assert flip.writes == predictor.read(flip.text).said


def test_signs_around_an_exchanged_word_stay():
    assert [search.in_its_place(word, "cat") for word in ("dog", "“dog”,", "don't.", "...")] == [
        "cat",
        "“cat”,",
        "cat.",
        "cat",
    ]


def test_no_smaller_rectangle_of_a_picture_turns_its_word():
    predictor, picture = Predictor.load(MODELS / "captions-en"), "scene:900008: big orange cross left"
    answer = predictor.read(picture)
    place = answer.words.index("orange")
    found = covers(predictor, picture, place)
    assert found.answer == "orange" and found.covers and found.tried <= 2000

    def likeliest(rectangle):
        grids = predictor.network.encode(covered(kept_pixels(picture), rectangle)[None])
        inputs = np.asarray([[END, *answer.ids[:place]]], np.int32)
        return int(predictor.network.logits(inputs, grids)[0][0, -1, END:].argmax()) + END

    for cover in found.covers:
        assert np.array_equal(kept_pixels(cover.picture), covered(kept_pixels(picture), cover.rectangle))
        assert likeliest(cover.rectangle) != answer.ids[place] and cover.answer != "orange"
        assert cover.writes == predictor.read(cover.picture).text
    size = area(found.covers[0].rectangle)
    assert {area(cover.rectangle) for cover in found.covers} == {size}
    smaller = [own for own in rectangles() if area(own) < size]
    assert all(likeliest(own) == answer.ids[place] for own in smaller[:: max(1, len(smaller) // 40)])


def test_what_a_picture_is_not_needed_for_is_told(made):  # noqa: F811
    predictor = made("captioning")
    predictor.network.weights["decoder/answer_bias"] = np.float32(60 * np.eye(55)[5])  # whatever it sees
    found = covers(predictor, PICTURES[0], 0)
    assert found.covers == [] and found.tried == 2 and found.unseen == pytest.approx(found.probability, abs=1e-3)


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
