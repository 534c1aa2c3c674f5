"""Keras and NumPy are held to the same answer; padding, cuDNN and pooling promises."""

import importlib
import itertools

import keras
import numpy as np
import pytest

from nlp_models.forward.classification import probabilities, shapes
from nlp_models.networks.backbone import RecurrentBackbone
from nlp_models.networks.classification import Classification
from nlp_models.recipe import Recipe

IDS = np.array([[3, 4, 5, 6, 2, 1], [7, 3, 0, 0, 0, 0], [5, 0, 0, 0, 0, 0]], np.int32)


def network_and_weights(**choices):
    recipe = Recipe.make(units=5, embedding_size=4, vocabulary_size=50, **choices)
    network = Classification(recipe, 10, labels=3)
    network(IDS)
    generator = np.random.default_rng(0)
    for variable in network.trainable_variables:  # biases too, so that a lost one is noticed
        variable.assign(generator.normal(0, 0.7, variable.shape).astype(np.float16))
    return recipe.model_dump(), network, {n: np.asarray(w) for n, w in network.named_weights().items()}


def keras_answer(network, ids):
    return keras.ops.convert_to_numpy(keras.ops.softmax(network(ids)))


@pytest.mark.parametrize(
    ("cell", "bidirectional", "pooling", "layers"),
    [*itertools.product(["rnn", "lstm", "gru"], [True, False], ["last", "mean", "max", "attention"], [1]),
     ("lstm", True, "max", 3), ("gru", False, "last", 2), ("rnn", True, "attention", 2)],
)  # fmt: skip
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


def test_a_trace_holds_every_gate_at_its_own_word():
    config, _, weights = network_and_weights(cell="lstm", pooling="attention")
    trace = {}
    probabilities(config, weights, IDS[:1], trace)
    gates = trace["backward_1"]
    assert set(gates) == {"i", "f", "g", "o", "c", "h"} and gates["f"].shape == (1, 6, 5)
    # the backward reader meets the last word first, with nothing remembered
    assert np.allclose(gates["c"][0, 5], gates["i"][0, 5] * gates["g"][0, 5], atol=1e-6)
    assert np.allclose(trace["attention"].sum(), 1)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_cells_stay_eligible_for_cudnn(cell):
    backbone = RecurrentBackbone(10, 4, cell, 5, depth=2, bidirectional=True, embedding_dropout=0.3)
    for layer in [*backbone.forward_cells, *backbone.backward_cells]:
        assert (layer.activation.__name__, layer.recurrent_activation.__name__) == ("tanh", "sigmoid")
        assert layer.recurrent_dropout == 0 and not layer.unroll and layer.use_bias and not layer.go_backwards
        assert layer.use_cudnn in ("auto", True)
        assert cell == "lstm" or layer.reset_after


def test_the_lstm_step_is_hand_arithmetic():
    step = importlib.import_module("nlp_models.forward.cells").lstm_step
    weights = {"recurrent_kernel": np.zeros((1, 4))}
    projected = np.array([[0.0, np.log(3), 20.0, 0.0]])  # i = 1/2, f = 3/4, g = 1, o = 1/2
    (h, c), gates = step(projected, (np.zeros((1, 1)), np.array([[2.0]])), weights)
    assert np.isclose(c, 0.75 * 2 + 0.5 * 1) and np.isclose(h, 0.5 * np.tanh(2.0)) and np.isclose(gates["f"], 0.75)
