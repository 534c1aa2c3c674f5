"""Counting: a text's ids -> a number, from the sum of all states."""

import keras
import numpy as np
from keras import layers, ops

from nlp_models.keras_layers.backbone import RecurrentBackbone
from nlp_models.keras_layers.device import length_step
from nlp_models.keras_layers.traced import TracedOnce
from nlp_models.numpy_layers.batching import pad


class Counting(TracedOnce):
    """Backbone, sum over time, dense. `network(ids)` with int32 ids `(N, T)` gives numbers `(N, 1)`."""

    def __init__(self, recipe, vocabulary_size):
        super().__init__(name="counting")
        self.backbone = RecurrentBackbone(
            vocabulary_size, recipe.embedding_size, recipe.cell, recipe.units, recipe.num_layers, bidirectional=False
        )
        self.answer, self.largest = layers.Dense(1, name="answer"), recipe.largest

    def start(self):
        self(np.ones((1, length_step()), np.int32))

    def learn_with(self, optimizer):
        self.compile(optimizer, keras.losses.MeanSquaredError())

    def call(self, ids, training=False):
        states, mask = self.backbone(ids, training=training)
        summed = ops.sum(states * ops.cast(mask, states.dtype)[:, :, None], axis=1)
        return ops.minimum(self.answer(summed), self.largest)

    def answers(self, part):
        return self.predict_on_batch(pad(part.ids, length_step()))[:, 0]

    def named_weights(self):
        answer = {"answer/kernel": self.answer.kernel, "answer/bias": self.answer.bias}
        return self.backbone.named_weights() | answer
