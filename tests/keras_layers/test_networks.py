"""Keras and NumPy are held to the same answer; padding, cuDNN and pooling promises."""

import importlib
import itertools

import keras
import numpy as np
import pytest

from nlp_models.keras_layers.backbone import RecurrentBackbone
from nlp_models.numpy_layers.functions import softmax
from nlp_models.numpy_layers.trace import Trace
from nlp_models.problems.classification.arrays import beside
from nlp_models.problems.classification.forward import Network, shapes
from nlp_models.problems.classification.network import Classification
from nlp_models.recipe import Recipe
from nlp_models.text.ngrams import BUCKETS, SCALE, spell

IDS = np.array([[3, 4, 5, 6, 2, 1], [7, 3, 0, 0, 0, 0], [5, 0, 0, 0, 0, 0]], np.int32)


def network_and_weights(**choices):
    recipe = Recipe.make(units=5, embedding_size=4, vocabulary_size=50, **choices)
    network = Classification(recipe, 10, labels=3)
    network.start()
    generator = np.random.default_rng(0)
    for variable in network.trainable_variables:  # biases too, so that a lost one is noticed
        variable.assign(generator.normal(0, 0.7, variable.shape).astype(np.float16))
    return recipe.model_dump(), network, {n: np.asarray(w) for n, w in network.named_weights().items()}


def probabilities(config, weights, ids, trace=None, grams=None):
    return Network(config, weights, 10, 3).probabilities(ids, trace, grams)


def keras_answer(network, ids):
    return keras.ops.convert_to_numpy(keras.ops.softmax(network(ids)))


@pytest.mark.parametrize(
    ("cell", "bidirectional", "pooling", "layers"),
    [
        *itertools.product(["rnn", "lstm", "gru"], [True, False], ["last", "mean", "max", "attention"], [1]),
        ("lstm", True, "max", 3),
        ("gru", False, "last", 2),
        ("rnn", True, "attention", 2),
    ],
)
def test_numpy_answers_as_keras_does(cell, bidirectional, pooling, layers):
    config, network, weights = network_and_weights(
        cell=cell, bidirectional=bidirectional, pooling=pooling, layers=layers
    )
    assert {name: w.shape for name, w in weights.items()} == shapes(config, 10, 3)
    ours = probabilities(config, weights, IDS)
    assert np.abs(ours - keras_answer(network, IDS)).max() < 1e-5
    assert np.allclose(ours.sum(axis=1), 1)


@pytest.mark.parametrize("pooling", ["last", "mean", "max", "attention"])
def test_padding_does_not_change_the_answer(pooling):
    config, network, weights = network_and_weights(cell="lstm", pooling=pooling)
    alone = IDS[1:2, :2]
    assert np.abs(keras_answer(network, alone) - keras_answer(network, IDS)[1]).max() < 1e-6
    assert np.abs(probabilities(config, weights, alone) - probabilities(config, weights, IDS)[1]).max() < 1e-6


def with_spelling():
    config, network, _ = network_and_weights(cell="lstm", spelling="yes")
    known = np.random.default_rng(1).uniform(0, 3, BUCKETS).astype(np.float16) * (np.arange(BUCKETS) > 0)
    network.spelling.rarity.assign(known)
    return config, network, {n: np.asarray(w) for n, w in network.named_weights().items()}


GRAMS = [spell(["지루한", "film"]), spell(["a"]), spell([])]


def test_two_roads_answer_in_numpy_as_in_keras():
    config, network, weights = with_spelling()
    assert {name: w.shape for name, w in weights.items()} == shapes(config, 10, 3)
    trace = Trace()
    ours = probabilities(config, weights, IDS, trace, GRAMS)
    assert np.abs(ours - keras_answer(network, beside(IDS, GRAMS))).max() < 1e-5
    cells, ngram_logits = (softmax(trace.beside["branches"][:, road]) for road in (0, 1))
    assert np.allclose(cells, probabilities(config | {"spelling": "no"}, weights, IDS), atol=1e-6)
    halfway = np.sqrt(cells * ngram_logits)  # the mean of logits
    assert np.allclose(ours, halfway / halfway.sum(axis=1, keepdims=True), atol=1e-5)
    assert np.abs(cells - ngram_logits).max() > 0.1


def test_padding_of_grams_does_not_change_the_answer():
    _, network, _ = with_spelling()
    alone = keras_answer(network, (IDS[1:2], GRAMS[1][None, :]))
    assert np.abs(alone - keras_answer(network, beside(IDS, GRAMS))[1]).max() < 1e-6


def test_each_road_learns_by_itself():
    _, network, _ = with_spelling()
    network.learn_with(keras.optimizers.SGD(0.1))
    inputs, targets = beside(IDS, GRAMS), np.array([0, 1, 2])
    ngram_logits = keras.ops.convert_to_numpy(network(inputs, training=True)[1])
    sure = network.spelling.kernel + 0.0
    network.dropout.rate = network.backbone.embedding_dropout.rate = 0.0
    network.train_on_batch(inputs, targets)
    moved = keras.ops.convert_to_numpy(network.spelling.kernel - sure)
    # of its own loss alone: minus 0.1 * half a mean over three texts * (p - y) * value of the n-gram
    own = ngram_logits - ngram_logits.max(axis=1, keepdims=True)
    wrong = np.exp(own) / np.exp(own).sum(axis=1, keepdims=True) - np.eye(3)
    values = keras.ops.convert_to_numpy(network.spelling.rarity)[GRAMS[1]]
    values = SCALE * values / np.sqrt(np.square(values).sum())
    only = np.setdiff1d(GRAMS[1], GRAMS[0])
    for gram in only:
        assert moved[gram] == pytest.approx(-0.1 / 6 * wrong[1] * values[GRAMS[1] == gram].sum(), abs=1e-5)


def test_a_trace_holds_every_gate_at_its_own_word():
    config, _, weights = network_and_weights(cell="lstm", pooling="attention")
    trace = Trace()
    probabilities(config, weights, IDS[:1], trace)
    gates = trace.readers["backward_1"].gates
    assert set(gates) == {"i", "f", "g", "o", "c", "h"} and gates["f"].shape == (1, 6, 5)
    # the backward reader meets the last word first, with nothing remembered
    assert np.allclose(gates["c"][0, 5], gates["i"][0, 5] * gates["g"][0, 5], atol=1e-6)
    assert np.allclose(trace.beside["attention"].sum(), 1)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_cells_stay_eligible_for_cudnn(cell):
    backbone = RecurrentBackbone(10, 4, cell, 5, depth=2, bidirectional=True, embedding_dropout=0.3)
    for layer in [*backbone.forward_cells, *backbone.backward_cells]:
        assert (layer.activation.__name__, layer.recurrent_activation.__name__) == ("tanh", "sigmoid")
        assert layer.recurrent_dropout == 0 and not layer.unroll and layer.use_bias and not layer.go_backwards
        assert layer.use_cudnn in ("auto", True)
        assert cell == "lstm" or layer.reset_after


def test_the_lstm_step_is_hand_arithmetic():
    step = importlib.import_module("nlp_models.numpy_layers.cells").lstm_step
    weights = {"recurrent_kernel": np.zeros((1, 4))}
    projected = np.array([[0.0, np.log(3), 20.0, 0.0]])  # i = 1/2, f = 3/4, g = 1, o = 1/2
    (h, c), gates = step(projected, (np.zeros((1, 1)), np.array([[2.0]])), weights)
    assert np.isclose(c, 0.75 * 2 + 0.5 * 1) and np.isclose(h, 0.5 * np.tanh(2.0)) and np.isclose(gates["f"], 0.75)


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="the others trace nothing")
def test_a_step_is_traced_once_for_batches_of_every_length(monkeypatch):
    _, network, _ = network_and_weights(pooling="max")
    network.learn_with(keras.optimizers.AdamW(0.01))
    network.optimizer.build(network.trainable_variables)
    traces, step = [], network.train_step
    monkeypatch.setattr(network, "train_step", lambda data: traces.append(1) or step(data))
    for rows, tokens in ((3, 6), (3, 2), (2, 6), (1, 1)):
        found = network.train_on_batch(
            IDS[:rows, :tokens], np.arange(rows), np.ones(rows, np.float32), return_dict=True
        )
        assert np.isfinite(found["loss"])
        assert network.predict_on_batch(IDS[:rows, :tokens]).shape == (rows, 3)
    assert len(traces) == 1
    plain = keras.ops.convert_to_numpy(network(IDS))
    assert network.predict_on_batch(IDS) == pytest.approx(plain, abs=1e-6)
