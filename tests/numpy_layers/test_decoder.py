"""The attentive decoder: Keras and NumPy are held to the same words; what attention sees and does not see."""

import itertools

import keras
import numpy as np
import pytest

from nlp_models.keras_layers.decoder import AttentiveDecoder
from nlp_models.numpy_layers import decoder as forward
from nlp_models.recipe import Recipe
from nlp_models.text.vocabulary import END, PADDING

IDS = np.array([[END, 4, 5, 6], [END, 3, 0, 0], [END, 7, 8, 0]], np.int32)
MASK = np.array([[1, 1, 1, 1, 1], [1, 1, 0, 0, 0], [1, 1, 1, 0, 0]], bool)
MEMORY = np.random.default_rng(1).normal(size=(3, 5, 7)).astype(np.float32)
SUMMARY = np.random.default_rng(2).normal(size=(3, 6)).astype(np.float32)


def decoder_and_weights(**choices):
    recipe = Recipe.make(units=5, embedding_size=4, **choices)
    network = AttentiveDecoder(10, 4, recipe.cell, 5, recipe.num_layers, recipe.attention)
    network(IDS, SUMMARY, MEMORY, MASK)
    generator = np.random.default_rng(0)
    for variable in network.trainable_variables:
        if "answer_bias" not in variable.path:
            variable.assign(generator.normal(0, 0.7, variable.shape).astype(np.float16))
    return recipe.model_dump(), network, {n: np.asarray(w) for n, w in network.named_weights().items()}


def by_numpy(config, weights, ids, rows=slice(None)):
    memory = forward.remember(config, weights, MEMORY[rows], MASK[rows])
    features, _, attention_weights = forward.read(
        config, weights, ids, forward.begin(config, weights, SUMMARY[rows]), memory
    )
    return forward.logits(weights, features), attention_weights


@pytest.mark.parametrize(
    ("cell", "layers", "attention"), itertools.product(["rnn", "lstm", "gru"], [1, 2], [True, False])
)
def test_numpy_writes_as_keras_does(cell, layers, attention):
    config, network, weights = decoder_and_weights(cell=cell, layers=layers, attention=attention)
    assert {name: w.shape for name, w in weights.items()} == forward.shapes(config, 10, 7, 6)
    theirs = np.asarray(network.logits(network(IDS, SUMMARY, MEMORY, MASK)))
    ours, attention_weights = by_numpy(config, weights, IDS)
    real = IDS != PADDING
    assert np.abs(ours - theirs)[real].max() < 1e-4
    assert (ours.argmax(axis=-1)[real] != PADDING).all()
    assert (attention_weights is None) == (not attention)


def test_attention_sees_what_is_real_and_nothing_else():
    config, _, weights = decoder_and_weights()
    _, attention_weights = by_numpy(config, weights, IDS)
    assert np.allclose(attention_weights.sum(axis=-1), 1)
    assert (attention_weights[~np.broadcast_to(MASK[:, None, :], attention_weights.shape)] == 0).all()
    alone, _ = by_numpy(config, weights, IDS[1:2, :2], slice(1, 2))
    assert np.allclose(alone[0], by_numpy(config, weights, IDS)[0][1, :2], atol=1e-5)


def test_token_by_token_is_the_same_as_all_at_once():
    config, _, weights = decoder_and_weights(cell="gru", layers=2)
    whole, attention_weights = by_numpy(config, weights, IDS)
    memory = forward.remember(config, weights, MEMORY, MASK)
    state = forward.begin(config, weights, SUMMARY)
    for place in range(IDS.shape[1]):
        logits, state, now = forward.step(config, weights, IDS[:, place], state, memory)
        assert np.allclose(logits, whole[:, place], atol=1e-5) and np.allclose(
            now, attention_weights[:, place], atol=1e-6
        )


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_loss_is_the_mean_over_real_tokens(smoothing):
    _, network, _ = decoder_and_weights()
    targets = np.array([[4, 5, 6, END], [3, END, 0, 0], [7, 8, END, 0]], np.int32)
    features = network(IDS, SUMMARY, MEMORY, MASK)
    logs = np.asarray(keras.ops.log_softmax(network.logits(features)), np.float64)
    aimed = np.full(10, smoothing / 8) * (np.arange(10) >= END)
    own = [-(1 - smoothing) * logs[r, t, targets[r, t]] - (aimed * logs[r, t]).sum() for r, t in np.argwhere(targets)]
    assert float(network.loss(features, targets, smoothing)) == pytest.approx(np.mean(own), rel=1e-4)


def test_a_decoder_without_attention_does_not_look_back():
    _, network, _ = decoder_and_weights(attention=False)
    one, other = (np.asarray(network(IDS, SUMMARY, memory, MASK)) for memory in (MEMORY, -MEMORY))
    assert (one == other).all()
