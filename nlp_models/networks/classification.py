"""Classification: a text's ids -> one logit per label. Many-to-one."""

import keras
import numpy as np
from keras import layers, ops

from nlp_models.networks.backbone import RecurrentBackbone
from nlp_models.networks.device import length_step
from nlp_models.problems.classification import batches_of_like_length, pad

MINUS_INFINITY = -1e9  # float16-safe stand-in would be -6e4; we compute in float32


class Classification(keras.Model):
    """Backbone, masked pooling, dropout, dense.

    `network(ids)` with int32 ids `(N, T)` gives logits `(N, labels)`; softmax them for probabilities.
    """

    def __init__(self, recipe, vocabulary_size, labels):
        super().__init__(name="classification")
        self.pooling = recipe.pooling
        self.backbone = RecurrentBackbone(
            vocabulary_size, recipe.embedding_size, recipe.cell, recipe.units, recipe.layers, recipe.bidirectional,
            recipe.embedding_dropout, seed=recipe.seed, name="backbone",
        )  # fmt: skip
        self.attention = layers.Dense(1, use_bias=False, name="attention") if self.pooling == "attention" else None
        self.dropout = layers.Dropout(recipe.dropout, seed=recipe.seed + 100)
        self.answer = layers.Dense(labels, name="answer")

    def start(self):
        """Create the weights."""
        self(np.ones((1, length_step()), np.int32))

    def learn_with(self, optimizer):
        """Cross-entropy of the logits."""
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        self.compile(optimizer, loss, weighted_metrics=["accuracy"], jit_compile=False)

    def answers(self, part):
        """Probabilities of every text of a part `(N, labels)`."""
        found = np.empty((len(part), self.answer.units), np.float32)
        for chosen in batches_of_like_length(np.asarray([len(ids) for ids in part.ids]), 256):
            logits = self.predict_on_batch(pad([part.ids[i] for i in chosen], length_step()))
            found[chosen] = ops.convert_to_numpy(ops.softmax(logits))
        return found

    def call(self, ids, training=False):
        states, mask = self.backbone(ids, training=training)
        return self.answer(self.dropout(self.pool(states, mask), training=training))

    def pool(self, states, mask):
        """States of the real tokens `(N, T, D)` -> one vector a text `(N, D)`."""
        real = ops.expand_dims(ops.cast(mask, states.dtype), -1)  # (N, T, 1)
        if self.pooling == "max":
            return ops.max(states + (1 - real) * MINUS_INFINITY, axis=1)
        if self.pooling == "mean":
            return ops.sum(states * real, axis=1) / ops.sum(real, axis=1)
        if self.pooling == "attention":
            scores = self.attention(ops.tanh(states)) + (1 - real) * MINUS_INFINITY
            return ops.sum(ops.softmax(scores, axis=1) * states, axis=1)
        return self.last(states, mask)

    def last(self, states, mask):
        """The last state of the forward reader beside that of the backward reader, which ends at the first token."""
        length = ops.sum(ops.cast(mask, "int32"), axis=1)
        here = ops.one_hot(length - 1, ops.shape(states)[1], dtype=states.dtype)  # (N, T)
        last = ops.einsum("nt,ntd->nd", here, states)
        if not self.backbone.backward_cells:
            return last
        units = self.backbone.forward_cells[-1].units
        return ops.concatenate([last[:, :units], states[:, 0, units:]], axis=-1)

    def named_weights(self):
        """Every weight under the name that `forward/classification.py` reads."""
        named = self.backbone.named_weights() | {"answer/kernel": self.answer.kernel, "answer/bias": self.answer.bias}
        if self.attention:
            named["attention/kernel"] = self.attention.kernel
        return named
