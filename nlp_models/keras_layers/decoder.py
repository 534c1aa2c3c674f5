"""AttentiveDecoder: writes a text token by token while looking back at what was read. Shared by all that write answers.

>>> features = AttentiveDecoder(vocabulary_size=100, units=8)(ids, summary, memory, memory_mask)
>>> tuple(features.shape)  # (N, T, embedding_size)
(2, 5, 128)
"""

import keras
import numpy as np
from keras import layers, ops

from nlp_models.keras_layers.backbone import CELLS
from nlp_models.numpy_layers.functions import NEVER
from nlp_models.text.vocabulary import END, PADDING

PARTS = {"rnn": 1, "lstm": 2, "gru": 1}  # of a cell's state


class AttentiveDecoder(layers.Layer):
    """Target ids `(N, T)`, 0 padding on the right -> features `(N, T, embedding)`, to be multiplied by the embeddings.

    The ids begin with END and are the true ones (teacher forcing). Attention is that of Luong et al. 2015 with the
    "general" score: it reads the outputs of the cells and nothing of it is fed back, so that a whole target is one
    recurrent call. `features = tanh(W [context; h])`; embeddings are read backwards (Press & Wolf 2017).

    Args of the call:
        summary: `(N, X)`, what the cells start from, through a dense layer each.
        memory, memory_mask: `(N, S, D)` and bool `(N, S)`, what attention looks at.
    """

    def __init__(
        self,
        vocabulary_size,
        embedding_size=128,
        cell="lstm",
        units=128,
        depth=1,
        attention=True,
        dropout=0.0,
        embedding_dropout=0.0,
        seed=0,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.units, self.parts = units, PARTS[cell]
        self.embedding = layers.Embedding(vocabulary_size, embedding_size, far_apart(seed + 21), name="embedding")
        self.embedding_dropout = layers.SpatialDropout1D(embedding_dropout, seed=seed + 10)
        self.between = [layers.Dropout(embedding_dropout, seed=seed + 11 + i) for i in range(depth - 1)]
        self.cells = [CELLS[cell](units, return_sequences=True, name=f"forward_{i + 1}") for i in range(depth)]
        self.bridge = layers.Dense(depth * self.parts * units, activation="tanh", name="bridge")
        self.attention = layers.Dense(units, use_bias=False, name="attention") if attention else None
        self.combine = layers.Dense(embedding_size, activation="tanh", name="combine")
        self.dropout = layers.Dropout(dropout, seed=seed + 20)
        # padding is never an answer
        bias = keras.initializers.Constant(np.where(np.arange(vocabulary_size) == PADDING, NEVER, 0))
        self.bias = self.add_weight((vocabulary_size,), bias, name="answer_bias")

    def build(self, ids_shape, summary_shape, memory_shape, memory_mask_shape):
        self.embedding.build(ids_shape)
        self.bridge.build(summary_shape)
        shape = (*ids_shape, self.embedding.output_dim)
        for cell in self.cells:
            cell.build(shape)
            shape = (*ids_shape, self.units)
        width = self.units
        if self.attention:
            self.attention.build(memory_shape)
            width += memory_shape[-1]
        self.combine.build((*ids_shape, width))
        self.built = True

    def call(self, ids, summary, memory, memory_mask, training=False):
        states = self.embedding_dropout(self.embedding(ids), training=training)
        started = ops.split(self.bridge(summary), len(self.cells) * self.parts, axis=-1)
        for index, cell in enumerate(self.cells):
            if index:
                states = self.between[index - 1](states, training=training)
            states = cell(states, initial_state=started[index * self.parts : (index + 1) * self.parts])
        if self.attention:
            context, _ = self.attend(states, memory, memory_mask)
            states = ops.concatenate([context, states], axis=-1)
        return self.dropout(self.combine(states), training=training)

    def attend(self, states, memory, memory_mask):
        """`(context (N, T, D), weights (N, T, S))`: what every state looks at, masked."""
        scores = ops.matmul(states, ops.transpose(self.attention(memory), (0, 2, 1)))  # h W m
        weights = ops.softmax(ops.where(ops.expand_dims(memory_mask, 1), scores, NEVER), axis=-1)
        return ops.matmul(weights, memory), weights

    def logits(self, features):
        return ops.matmul(features, ops.transpose(self.embedding.embeddings)) + self.bias

    def loss(self, features, targets, smoothing=0.0):
        """Mean cross-entropy in nats a real token; `smoothing` of it goes to all tokens alike (Szegedy et al. 2016)."""
        targets = ops.cast(targets, "int32")
        wrong = cross_entropy(self.logits(features), targets)
        if smoothing:
            wrong = wrong + smoothing * self.lead(features, targets)
        real = ops.cast(ops.not_equal(targets, PADDING), wrong.dtype)
        return ops.sum(wrong * real) / ops.sum(real)

    def lead(self, features, targets):
        """Every target's logit less the mean of all logits `(N, T)`; nobody answers padding or the unknown, so not of those.

        Both are linear in the features: taken from the logits, their gradients would fill two more arrays of the logits' size.
        """
        table = self.embedding.embeddings
        own = ops.sum(features * ops.take(table, targets, axis=0), axis=-1) + ops.take(self.bias, targets)
        mean = ops.matmul(features, ops.mean(table[END:], axis=0)[:, None])[..., 0] + ops.mean(self.bias[END:])
        return own - mean

    def likelihood(self, features, targets):
        """The mean log probability a token of every target `(N,)`."""
        targets = ops.cast(targets, "int32")
        real = ops.cast(ops.not_equal(targets, PADDING), features.dtype)
        return -ops.sum(cross_entropy(self.logits(features), targets) * real, axis=-1) / ops.sum(real, axis=-1)

    def token_log_probabilities(self, features, targets):
        """Of every target token `(N, T)` its log probability, and 1 where it was the likeliest; nothing at padding."""
        logits, targets = self.logits(features), ops.cast(targets, "int32")
        likeliest = ops.cast(ops.argmax(logits, axis=-1), "int32") == targets
        return -cross_entropy(logits, targets), ops.cast(likeliest, "float32")

    def named_weights(self):
        """Every weight under the name that `numpy_layers/decoder.py` reads."""
        dense = {"bridge": self.bridge, "combine": self.combine}
        named = {"decoder/embedding": self.embedding.embeddings, "decoder/answer_bias": self.bias}
        named |= {
            f"decoder/{name}/{part}": getattr(own, part) for name, own in dense.items() for part in ("kernel", "bias")
        }
        for cell in self.cells:
            for part in ("kernel", "recurrent_kernel", "bias"):
                named[f"decoder/{cell.name}/{part}"] = getattr(cell.cell, part)
        return named | ({"decoder/attention/kernel": self.attention.kernel} if self.attention else {})


def cross_entropy(logits, targets):
    """Minus the log probability of every target `(N, T)`; the backend's own op, which keeps one array of the logits' size."""
    return keras.losses.sparse_categorical_crossentropy(targets, logits, from_logits=True)


def far_apart(seed):
    """Embeddings that start four times as large as Keras's: few pairs are a few hundred steps, too few to grow them."""
    return keras.initializers.RandomUniform(-0.2, 0.2, seed=seed)
