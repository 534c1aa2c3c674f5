"""Our own loops over LSTM and GRU against Keras's: the same states and gradients, with one product where Keras has one a place."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from nlp_models.keras_layers import scan

PAIRS = [(scan.LSTM, layers.LSTM), (scan.GRU, layers.GRU)]
INPUTS = np.random.default_rng(0).normal(0, 1, (3, 6, 5)).astype(np.float32)


def both(ours, theirs, **how):
    """Our layer and Keras's with the same weights, no bias of which is zero."""
    pair = [kind(4, return_sequences=True, **how) for kind in (ours, theirs)]
    for layer in pair:
        layer.build(INPUTS.shape)
    generator = np.random.default_rng(1)
    weights = [generator.normal(0, 0.5, weight.shape) for weight in pair[0].get_weights()]
    for layer in pair:
        layer.set_weights(weights)
    return pair


@pytest.mark.parametrize("kinds", PAIRS)
def test_states_and_every_gradient_are_those_of_keras(kinds):
    initial = [tf.constant(np.full((3, 4), 0.1 * n, np.float32)) for n in range(1, 3 if kinds[0] is scan.LSTM else 2)]
    found = []
    for layer in both(*kinds, return_state=True):
        inputs = tf.constant(INPUTS)
        with tf.GradientTape() as tape:
            tape.watch([inputs, *initial])
            states, *finals = layer(inputs, initial_state=initial)
            # each state counts otherwise, the last ones twice
            loss = keras.ops.sum(keras.ops.sin(states) * keras.ops.arange(24.0).numpy().reshape(6, 4))
            loss = loss + sum(keras.ops.sum(keras.ops.square(final)) for final in finals)
        wanted = [inputs, *initial, *(weight.value for weight in layer.trainable_variables)]
        found.append([states, *finals, *tape.gradient(loss, wanted)])
    for ours, theirs in zip(*found, strict=True):
        assert np.abs(ours - theirs).max() <= 2e-6 * max(1, np.abs(theirs).max())


@pytest.mark.parametrize("kinds", PAIRS)
def test_the_weights_are_multiplied_outside_of_the_loops(kinds):
    """In the loops one product a place is left each way, of the state; Keras has two and four."""
    left = []
    for layer in both(*kinds):

        def learn(inputs, layer=layer):
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(layer(inputs))
            return tape.gradient(loss, [weight.value for weight in layer.trainable_variables])

        graph = tf.function(learn, autograph=False).get_concrete_function(tf.TensorSpec((None, None, 5))).graph
        bodies = [own for own in graph.as_graph_def().library.function if "body" in own.signature.name]
        left.append(sum(node.op == "MatMul" for own in bodies for node in own.node_def))
    assert left[0] == 2 < left[1]
