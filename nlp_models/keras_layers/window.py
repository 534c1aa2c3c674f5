"""FixedWindow: a reader that sees the last few tokens only, in the place of the recurrent backbone of a language model.

>>> states, mask, finals = FixedWindow(vocabulary_size=100, window=4, units=8)(ids, initial)
>>> tuple(states.shape)  # (N, T, units)
(2, 5, 8)
"""

from keras import layers, ops


class FixedWindow(layers.Layer):
    """Token ids `(N, T)` -> states `(N, T, units)`, the mask, and what of this the next tokens still see.

    Bengio et al. 2003: the embeddings of the window side by side, a tanh layer, further ones where `depth` asks for them. That
    at every place at once is a convolution over time. `initial` is `[[(N, (window - 1) * embedding_size)]]`, the embeddings
    before the first token; the same comes back for those that are read next.
    """

    def __init__(
        self, vocabulary_size, embedding_size=128, window=4, units=128, depth=1, embedding_dropout=0.0, seed=0, **kwargs
    ):
        super().__init__(**kwargs)
        self.window, self.past = window, (window - 1) * embedding_size
        self.embedding = layers.Embedding(vocabulary_size, embedding_size, name="embedding")
        self.embedding_dropout = layers.SpatialDropout1D(embedding_dropout, seed=seed)
        self.between = [layers.Dropout(embedding_dropout, seed=seed + 1 + i) for i in range(depth - 1)]
        self.first = layers.Conv1D(units, window, activation="tanh", name="forward_1")
        self.further = [layers.Dense(units, activation="tanh", name=f"forward_{i + 2}") for i in range(depth - 1)]

    def build(self, shape):
        self.embedding.build(shape)
        self.first.build((shape[0], None, self.embedding.output_dim))  # of tokens there may be fewer than it sees
        for layer in self.further:
            layer.build((*shape, layer.units))
        self.built = True

    def call(self, ids, initial, training=False):
        rows, steps, size = *ops.shape(ids), self.embedding.output_dim
        before = ops.reshape(initial[0][0], (rows, self.window - 1, size))
        seen = ops.concatenate([before, self.embedding(ids)], axis=1)
        final = ops.reshape(seen[:, steps:], (rows, self.past))
        states = self.first(self.embedding_dropout(seen, training=training))
        for dropout, layer in zip(self.between, self.further, strict=True):
            states = layer(dropout(states, training=training))
        return states, ops.not_equal(ids, 0), [[final]]

    def named_weights(self):
        """`{"embedding": variable, "forward_1/kernel": ...}`: the names that bundles and `numpy_layers/window.py` use."""
        named = {"embedding": self.embedding.embeddings}
        for layer in (self.first, *self.further):
            named |= {f"{layer.name}/kernel": layer.kernel, f"{layer.name}/bias": layer.bias}
        return named
