"""Classification: a text's ids -> one logit per label. Many-to-one."""

import keras
import numpy as np
from keras import layers, ops

from nlp_models.keras_layers.by_recipe import backbone
from nlp_models.keras_layers.device import compiles, length_step
from nlp_models.keras_layers.traced import TracedOnce
from nlp_models.portable.layers import Spelling
from nlp_models.problems.classification.arrays import answers_of, beside
from nlp_models.text.ngrams import BUCKETS, SCALE

MINUS_INFINITY = -1e9  # float16-safe stand-in would be -6e4; we compute in float32


class Classification(TracedOnce):
    """Backbone, masked pooling, dropout, dense; beside them, where it is read, spelling (wide and deep: Cheng et al. 2016).

    `network(ids)` with int32 ids `(N, T)`, or `network((ids, ngrams))`, gives logits `(N, labels)`: of two roads, the
    mean. Softmax them for probabilities. While learning, the logits of each road apart.
    """

    def __init__(self, recipe, vocabulary_size, labels):
        super().__init__(name="classification")
        self.pooling = recipe.pooling
        self.backbone = backbone(vocabulary_size, recipe)
        self.attention = layers.Dense(1, use_bias=False, name="attention") if self.pooling == "attention" else None
        self.dropout = layers.Dropout(recipe.dropout, seed=recipe.seed + 100)
        self.answer = layers.Dense(labels, name="answer")
        self.spelling = Spelling(BUCKETS, labels, SCALE, name="spelling") if recipe.spelling == "yes" else None

    def start(self):
        """Create the weights."""
        ids = np.ones((1, length_step()), np.int32)
        self((ids, ids) if self.spelling else ids)

    def learn_with(self, optimizer):
        """Cross-entropy of the logits."""
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")  # by its name alone it comes within a trace
        self.compile(optimizer, loss, weighted_metrics=[accuracy], jit_compile=compiles())

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """Each road learns by itself: together, the quick one would leave the other nothing to learn."""
        branches = y_pred if isinstance(y_pred, list) else [y_pred]  # JAX asks for the loss of one answer, too
        return _mean(
            [super(Classification, self).compute_loss(x, y, branch, sample_weight, training) for branch in branches]
        )

    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        return super().compute_metrics(x, y, _mean(y_pred) if isinstance(y_pred, list) else y_pred, sample_weight)

    def answers(self, split):
        """Probabilities of every text of a part `(N, labels)`."""
        return answers_of(split, self.answer.units, self.probabilities, length_step())

    def probabilities(self, ids, ngrams=None):
        """Token ids `(N, T)` and, where spelling is read, each text's n-grams -> probabilities `(N, labels)`."""
        return ops.convert_to_numpy(ops.softmax(self.predict_on_batch(beside(ids, ngrams))))

    def call(self, inputs, training=False):
        ids, ngrams = inputs if self.spelling else (inputs, None)
        states, mask = self.backbone(ids, training=training)
        branches = [self.answer(self.dropout(self.pool(states, mask), training=training))]
        if self.spelling:
            branches.append(self.spelling(ngrams))
        return branches if training else _mean(branches)

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
        """Every weight under the name that `forward.py` reads."""
        named = self.backbone.named_weights() | {"answer/kernel": self.answer.kernel, "answer/bias": self.answer.bias}
        if self.attention:
            named["attention/kernel"] = self.attention.kernel
        if self.spelling:
            named |= {"spelling/rarity": self.spelling.rarity, "spelling/kernel": self.spelling.kernel}
        return named


def _mean(values):
    return sum(values) / len(values)
