"""Answers and looks inside, on a network whose weights are ours to choose."""

import numpy as np
import pytest

from nlp_models.answering import attribution, probe
from nlp_models.answering.predictor import Config, Predictor
from nlp_models.problems.classification.forward import shapes
from nlp_models.problems.classification.problem import Classification
from nlp_models.recipe import Recipe
from nlp_models.text.vocabulary import Vocabulary

RECIPE = Recipe.make(units=6, embedding_size=5, tokenizer="word", pooling="attention", max_tokens=4)


@pytest.fixture
def predictor():
    vocabulary = Vocabulary.build(["a good film", "a bad film"], "word", 50)
    problem, generator = Classification(["neg", "pos"], vocabulary, RECIPE.max_tokens), np.random.default_rng(0)
    wanted = shapes(RECIPE.model_dump(), len(vocabulary), 2)
    weights = {name: generator.normal(0, 0.8, shape).astype(np.float32) for name, shape in wanted.items()}
    return Predictor(Config(task="sentiment", recipe=RECIPE, labels=["neg", "pos"]), problem, weights)


def test_a_text_alone_and_in_a_batch_answers_the_same(predictor):
    texts = ["a good film", "film", "", "a bad bad film and more"]
    together = predictor(texts)
    assert np.allclose(together, np.concatenate([predictor([text]) for text in texts]), atol=1e-6)


def test_the_curve_is_the_answer_to_every_beginning(predictor):
    answer = predictor.read("a good film")
    for number in range(1, 4):
        alone = predictor([" ".join(["a", "good", "film"][:number])])[0]
        assert answer.curve[number - 1] == pytest.approx(dict(zip(["neg", "pos"], alone, strict=True)), abs=1e-6)


def test_unknown_words_and_cut_texts_are_told(predictor):
    answer = predictor.read("a strange good wonderful film again")
    assert answer.unknown == ["strange", "wonderful"] and answer.truncated_at == 4
    assert predictor.read("a film").truncated_at is None


def test_an_empty_text_is_answered(predictor):
    answer = predictor.read("   ")
    assert sum(answer.probabilities.values()) == pytest.approx(1) and answer.words == [""]


def test_the_probe_gives_every_gate_of_every_token(predictor):
    found = probe.gates(predictor, "a good film")
    assert found["tokens"] == ["a", "good", "film"]
    assert found["forward_1"]["f"].shape == (3, 6) and found["attention"].sum() == pytest.approx(1)


def test_occlusion_is_the_fall_of_the_probability(predictor):
    contributions = dict(attribution.occlusion(predictor, "a good film", "pos").parts)
    whole, without = predictor(["a good film"])[0, 1], predictor(["a zzz film"])[0, 1]
    assert contributions["good"] == pytest.approx(float(whole - without), abs=1e-6)


def test_neighbours_are_sorted_and_never_the_word_itself(predictor):
    found = probe.neighbours(predictor, "good")
    assert "good" not in dict(found) and [c for _, c in found] == sorted((c for _, c in found), reverse=True)
    assert probe.neighbours(predictor, "zzz") == []
