"""A word of an answer forced: what else could stand there, and that the rest is written as if it had been chosen."""

import numpy as np
import pytest
from test_sequence_to_sequence import problem_of

from nlp_models.numpy_layers.decoding import log_softmax
from nlp_models.problems.sequence_to_sequence.constrained import other_words
from nlp_models.problems.sequence_to_sequence.generation import alternatives, first_step, write_one
from nlp_models.problems.sequence_to_sequence.network import SequenceToSequence as Network
from nlp_models.recipe import Recipe
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN


class Predictor:
    """What forcing asks of one, with weights drawn at random."""

    def __init__(self, problem, seed=0):
        recipe = Recipe.make(units=5, embedding_size=4, tokenizer="word")
        network = Network(recipe, **problem.sizes)
        network.start()
        generator = np.random.default_rng(seed)
        for variable in network.trainable_variables:
            if "answer_bias" not in variable.path:
                variable.assign(generator.normal(0, 0.9, variable.shape))
        self.problem, self.network = problem, network.in_numpy()


@pytest.fixture
def predictor():
    problem, _ = problem_of(max_tokens=8)
    return Predictor(problem)


TEXT = "how are you"


def test_other_words_are_the_likeliest_ones_by_brute_force(predictor):
    problem = predictor.problem
    answer = problem.read(TEXT, predictor)
    source = problem.encode([TEXT])[0]
    for word in range(len(answer.said_words)):
        before = answer.ids[: answer.places[word][0]]
        logits, state, step = first_step(predictor.network, source[None])
        for number in before:
            logits, state = step(np.asarray([number]), state)
        chances = np.exp(log_softmax(logits))[0]
        found = other_words(predictor, TEXT, answer, word, count=4)
        assert [other.forced[:-1] for other in found] == [before] * 4
        assert [other.forced[-1] for other in found] == np.argsort(-chances)[:4].tolist()
        assert [other.chance for other in found] == pytest.approx(np.sort(chances)[::-1][:4].tolist(), rel=1e-4)


def test_the_rest_is_written_as_if_the_word_had_been_chosen(predictor):
    problem = predictor.problem
    answer = problem.read(TEXT, predictor)
    for other in other_words(predictor, TEXT, answer, 0, count=5):
        again = problem.read(TEXT, predictor, forced=other.forced)
        assert again.ids[: len(other.forced)] == other.forced and again.said == other.said


def test_ways_on_carry_the_probability_of_every_token(predictor):
    source = predictor.problem.encode([TEXT])[0]
    for reply in alternatives(predictor.network, source, [4, 5], 3, 8):
        assert reply.ids[:2] == [4, 5] and len(reply.ids) == len(reply.logs) <= 8
        same = write_one(predictor.network, source, 8, predictor.problem.how, forced=reply.ids[:3])
        assert same.ids == reply.ids and np.allclose(same.logs, reply.logs, atol=1e-5)


def test_a_text_may_end_at_the_word_and_never_has_what_is_no_word(predictor):
    answer = predictor.problem.read(TEXT, predictor)
    found = other_words(predictor, TEXT, answer, 1, count=24)
    ends = [other for other in found if other.word == ""]
    assert len(ends) == 1 and ends[0].forced[-1] == END and ends[0].said == answer.said_words[0]
    assert not {PADDING, UNKNOWN} & {other.forced[-1] for other in found}


def test_a_word_of_several_pieces_is_offered_whole():
    pairs = [("one", "ab cd."), ("two", "ac bd."), ("three", "ad cb.")]
    problem, _ = problem_of(pairs)
    problem.target_vocabulary = type(problem.target_vocabulary)(
        "character", ["<pad>", "<unk>", "<eos>", "▁", "a", "b", "c", "d", "."]
    )
    problem.max_tokens = 12
    predictor = Predictor(problem, seed=3)
    answer = problem.read("one", predictor, forced=[4, 5, 3, 6, 7])  # "ab cd"
    found = other_words(predictor, "one", answer, 1, count=5)
    assert all(other.forced[:2] == [4, 5] and other.forced[2] in (3, END) for other in found)
