"""What the probe says of an answer, held against Keras's own gradient, hand arithmetic and brute force."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from nlp_models.answering import attribution, probe
from nlp_models.answering.predictor import Config, Predictor
from nlp_models.problems.classification.arrays import Split, beside
from nlp_models.problems.classification.attribution import by_branch, unit_effects
from nlp_models.problems.classification.forward import shapes
from nlp_models.problems.classification.network import Classification
from nlp_models.problems.classification.problem import Classification as Problem
from nlp_models.recipe import Recipe
from nlp_models.text.ngrams import SCALE, ngrams_of, spell
from nlp_models.text.vocabulary import UNKNOWN, Vocabulary

TEXTS = ["a good film and a bad play", "재미있는 영화였어요 정말로", "지루한 영화였어요 정말", "a dull long film"] * 5
SENTENCE = "a good film and bad play"
CELLS = ["rnn", "lstm", "gru"]


def make_predictor(labels=("negative", "positive"), tokens="word", size=60, **choices):
    recipe = Recipe.make(units=5, embedding_size=4, tokenizer=tokens, **choices)
    vocabulary = Vocabulary.build(TEXTS, tokens, size)
    generator = np.random.default_rng(0)
    wanted = shapes(recipe.model_dump(), len(vocabulary), len(labels))
    weights = {name: generator.normal(0, 0.7, shape).astype(np.float32) for name, shape in wanted.items()}
    problem = Problem(labels, vocabulary, recipe.max_tokens, recipe.spelling == "yes")
    return Predictor(Config(task="sentiment", recipe=recipe, labels=list(labels)), problem, weights)


def keras_contributions(predictor, text, label):
    """embedding · gradient of the label's log-odds, by TensorFlow, for a text of different words."""
    import tensorflow as tf

    ids = np.asarray([predictor.problem.encode([text])[0]])
    labels, column = len(predictor.config.labels), predictor.config.labels.index(label)
    network = Classification(predictor.config.recipe, len(predictor.problem.vocabulary), labels)
    network.start()
    for name, variable in network.named_weights().items():
        variable.assign(predictor.network.weights[name])
    embeddings = network.backbone.embedding.embeddings
    ngrams = predictor.problem.ngrams([text], ids)
    with tf.GradientTape() as tape:
        logits = network(beside(ids, ngrams))[0]
        others = tf.gather(logits, [n for n in range(labels) if n != column])
        odds = logits[column] - tf.reduce_logsumexp(others)
    slopes = keras.ops.convert_to_numpy(tf.convert_to_tensor(tape.gradient(odds, embeddings.value)))
    return (slopes * predictor.network.weights["embedding"]).sum(axis=1)[ids[0]]


KOREAN = "재미있는 film 정말로"  # no token twice


def keras_pull_of_spelling(predictor, text, label):
    """value · gradient of the label's log-odds, by TensorFlow, for every n-gram of a text."""
    import tensorflow as tf

    ngrams, column = predictor.problem.ngrams([text], [[0]])[0], predictor.config.labels.index(label)
    alone = replace(predictor.network, settings={**predictor.network.settings, "spelling": "no"})
    cells = alone.logits(np.asarray(predictor.problem.encode([text])))
    values = tf.Variable(predictor.network.weights["spelling/rarity"][ngrams])
    with tf.GradientTape() as tape:
        spelled = SCALE * tf.linalg.matvec(
            predictor.network.weights["spelling/kernel"][ngrams], values, transpose_a=True
        )
        logits = (cells[0] + spelled / tf.norm(values)) / 2
        odds = logits[column] - tf.reduce_logsumexp([one for n, one in enumerate(tf.unstack(logits)) if n != column])
    return (tape.gradient(odds, values) * values).numpy()


def test_the_pull_of_a_word_is_that_of_its_tokens_and_of_its_spelling():
    predictor = make_predictor(labels=("bad", "fair", "good"), tokens="subword", spelling="yes")
    pulls = keras_pull_of_spelling(predictor, KOREAN, "good")
    ends = np.cumsum([len(ngrams_of(word)) for word in KOREAN.split()])
    by_spelling = [part.sum() for part in np.split(pulls, ends[:-1])]
    by_token = keras_contributions(predictor, KOREAN, "good")
    places = [place for *_, place in predictor.problem.vocabulary.tokenize(KOREAN)]
    by_tokens = [sum(pull for pull, place in zip(by_token, places, strict=True) if place == word) for word in range(3)]
    ours = [pull for _, pull in attribution.gradient_times_input(predictor, KOREAN, "good").parts]
    assert min(max(map(abs, by_spelling)), max(map(abs, by_tokens))) > 0.01
    assert ours == pytest.approx([a + b for a, b in zip(by_tokens, by_spelling, strict=True)], rel=1e-3, abs=1e-5)


def test_a_hidden_word_takes_its_spelling_with_it():
    predictor = make_predictor(tokens="subword", spelling="yes")
    whole = predictor([KOREAN])[0, 1]
    words, ids = KOREAN.split(), predictor.problem.encode([KOREAN])[0]
    places = np.asarray([place for *_, place in predictor.problem.vocabulary.tokenize(KOREAN)])
    for at, (word, fall) in enumerate(attribution.occlusion(predictor, KOREAN, "positive").parts):
        hidden = np.where(places == at, UNKNOWN, ids)
        rest = spell([other for n, other in enumerate(words) if n != at])
        without = predictor.network.answers(Split([hidden], [rest]))[0, 1]
        assert word == words[at] and fall == pytest.approx(whole - without, abs=1e-6)


def test_roads_are_told_apart():
    assert by_branch(make_predictor(), SENTENCE, "positive") is None
    predictor = make_predictor(tokens="subword", spelling="yes")
    cells, spelling = by_branch(predictor, KOREAN, "positive")
    odds = lambda p: np.log(p / (1 - p))  # noqa: E731
    assert odds(predictor([KOREAN])[0, 1]) == pytest.approx((odds(cells) + odds(spelling)) / 2, rel=1e-3)
    effects = unit_effects(predictor, KOREAN, "positive")
    bias = predictor.network.weights["answer/bias"]
    assert sum(part.sum() for part in effects.values()) == pytest.approx(
        (odds(cells) + bias[0] - bias[1]) / 2, rel=1e-3
    )


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(
    "choices",
    [{"pooling": "last"}, {"pooling": "attention", "layers": 2}, {"pooling": "mean", "bidirectional": False}],
    ids=str,
)
def test_gradient_times_input_is_keras_own_gradient(cell, choices):
    predictor = make_predictor(labels=("bad", "fair", "good"), cell=cell, **choices)
    ours = [share for _, share in attribution.gradient_times_input(predictor, SENTENCE, "fair").parts]
    assert ours == pytest.approx(keras_contributions(predictor, SENTENCE, "fair"), rel=1e-3, abs=1e-6)


def test_the_gradient_of_a_word_is_that_of_all_its_tokens():
    predictor = make_predictor(tokens="character", pooling="mean")
    by_letter = keras_contributions(predictor, "lm bad", "positive")  # five letters and a space, all different
    ours = [share for _, share in attribution.gradient_times_input(predictor, "lm bad", "positive").parts]
    places = [word for *_, word in predictor.problem.vocabulary.tokenize("lm bad")]
    expected = [sum(share for share, place in zip(by_letter, places, strict=True) if place == word) for word in (0, 1)]
    assert ours == pytest.approx(expected, rel=1e-3)


def test_a_probability_that_rounds_to_one_still_has_a_gradient():
    predictor = make_predictor()
    predictor.network.weights["answer/bias"] = np.float32([0, 60])
    assert predictor([SENTENCE])[0, 1] == 1
    sure = dict(attribution.gradient_times_input(predictor, SENTENCE, "positive").parts)
    predictor.network.weights["answer/bias"] = np.float32([0, 0])
    assert sure == pytest.approx(
        dict(attribution.gradient_times_input(predictor, SENTENCE, "positive").parts), rel=1e-6
    )


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_has_no_words(text):
    predictor = make_predictor()
    assert attribution.occlusion(predictor, text, "positive").parts == []
    assert attribution.gradient_times_input(predictor, text, "positive").parts == []
    found = probe.gates_by_word(predictor, text)
    assert found["words"] == [] and found["forward_1"]["h"].shape == (0, 5)


def test_words_after_the_last_token_that_is_read_are_left_out():
    predictor = make_predictor(max_tokens=3)
    assert probe.gates_by_word(predictor, SENTENCE)["words"] == ["a", "good", "film"]
    assert [word for word, _ in attribution.occlusion(predictor, SENTENCE, "positive").parts] == ["a", "good", "film"]


def test_gates_of_whole_word_tokens_stay_as_they_are():
    predictor = make_predictor(cell="lstm")
    by_token, by_word = probe.gates(predictor, SENTENCE), probe.gates_by_word(predictor, SENTENCE)
    for reader in ("forward_1", "backward_1"):
        for gate, values in by_token[reader].items():
            assert np.allclose(by_word[reader][gate], values)


def test_what_a_word_of_several_tokens_keeps_is_what_is_left_after_all_of_them():
    predictor = make_predictor(tokens="character", cell="lstm")
    by_token, by_word = probe.gates(predictor, "ab cd"), probe.gates_by_word(predictor, "ab cd")
    forget, state = by_token["forward_1"]["f"], by_token["forward_1"]["h"]
    places = [word for *_, word in predictor.problem.vocabulary.tokenize("ab cd")]
    second = [at for at, place in enumerate(places) if place == 1]
    assert np.allclose(by_word["forward_1"]["f"][1], np.prod(forget[second], axis=0))
    assert np.allclose(by_word["forward_1"]["h"][1], state[second[-1]])
    assert np.allclose(by_word["backward_1"]["h"][1], by_token["backward_1"]["h"][second[0]])  # it leaves at the start
    assert np.allclose(by_word["forward_1"]["i"][1], by_token["forward_1"]["i"][second].mean(axis=0))


@pytest.mark.parametrize("pooling", ["last", "max", "mean", "attention"])
def test_unit_effects_add_up_to_the_log_odds_of_two_labels(pooling):
    predictor = make_predictor(pooling=pooling, layers=2)
    effects = unit_effects(predictor, SENTENCE, "positive")
    assert list(effects) == ["forward_2", "backward_2"]
    negative, positive = predictor([SENTENCE])[0]
    bias = predictor.network.weights["answer/bias"]
    total = sum(part.sum() for part in effects.values()) + bias[1] - bias[0]
    assert total == pytest.approx(np.log(positive / negative), rel=1e-4)


def test_units_are_ordered_by_when_they_wake_up():
    states = np.array([[0.1, 0.9, 0.0], [0.1, 0.2, -0.6], [0.8, 0.1, -0.7]])
    assert probe.by_first_strong(states).tolist() == [1, 2, 0]
    assert probe.most_varying(states, 2).tolist() == [1, 0]  # deviations 0.36, 0.33, 0.31
    assert probe.changed_most(states, 3).tolist() == [1, 0, 2]  # by the first step and the second 1, by the third 0


def test_neighbours_of_a_word_of_several_subwords_are_those_of_their_mean():
    predictor = make_predictor(tokens="subword")
    vocabulary, embedding = predictor.problem.vocabulary, predictor.network.weights["embedding"]
    word = "영화였어요지루한"
    own = [number for token, number, _ in vocabulary.tokenize(word) if number != UNKNOWN and token != "▁"]
    assert len(own) > 1
    middle = embedding[own].mean(axis=0)
    found = probe.neighbours(predictor, word, most=3)
    cosines = embedding @ middle / np.linalg.norm(embedding, axis=1) / np.linalg.norm(middle)
    assert len(found) == 3 and all("▁" not in token for token, _ in found)
    for token, cosine in found:
        same = [n for n, name in enumerate(vocabulary.tokens) if name.replace("▁", "") == token]
        assert any(cosine == pytest.approx(float(cosines[n]), abs=1e-5) for n in same)


def test_punctuation_does_not_move_a_words_neighbours():
    predictor = make_predictor()
    predictor.problem.vocabulary.ids["."] = 2  # a full stop that the network knows
    predictor.problem.vocabulary.tokens[2] = "."
    assert "." in [token for token, *_ in predictor.problem.vocabulary.tokenize("good.")]
    assert probe.neighbours(predictor, "good.") == probe.neighbours(predictor, "good")


def test_a_word_that_is_unknown_has_no_neighbours():
    assert probe.neighbours(make_predictor(), "zzz") == []


def test_chance_is_what_random_embeddings_reach():
    predictor = make_predictor()
    generator = np.random.default_rng(0)
    predictor.network.weights["embedding"] = generator.normal(size=(4000, 64)).astype(np.float32)
    embedding = predictor.network.weights["embedding"] / np.linalg.norm(
        predictor.network.weights["embedding"], axis=1, keepdims=True
    )
    nearest = np.sort(embedding[:50] @ embedding.T, axis=1)[:, -2].mean()
    assert probe.chance_cosine(predictor) == pytest.approx(nearest, rel=0.05)
