"""RecurrentBackbone: embedding and stacked recurrent cells, shared by every network.

>>> states, mask = RecurrentBackbone(vocabulary_size=100, units=8)(ids)
>>> tuple(states.shape)  # (N, T, 2 * units) when bidirectional
(2, 5, 16)
"""

import keras
from keras import layers, ops

from nlp_models.keras_layers import scan

CELLS = {"rnn": layers.SimpleRNN, "lstm": scan.LSTM, "gru": scan.GRU}


class RecurrentBackbone(layers.Layer):
    """Token ids `(N, T)`, 0 padding on the right -> states `(N, T, units or 2 * units)` and the mask `(N, T)`.

    No mask goes into the cells: padding stands on the right, where a forward reader meets it last, and the backward
    reader gets each text reversed within its own length. So cuDNN is always eligible and no step is spent on masking.
    States at padded positions mean nothing.

    A forward reader that `keeps_state` starts from `initial`, a list of each cell's state, and also gives them after
    the last token: `states, mask, finals = backbone(ids, initial)`. Of `beside` numbers a token, `(N, T, beside)`, is
    read beside its embedding what else is known of it.
    """

    def __init__(
        self,
        vocabulary_size,
        embedding_size=128,
        cell="lstm",
        units=128,
        depth=1,
        bidirectional=True,
        embedding_dropout=0.0,
        seed=0,
        keeps_state=False,
        beside=0,
        embeddings="uniform",
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.keeps_state, self.beside = keeps_state, beside
        self.embedding = layers.Embedding(vocabulary_size, embedding_size, embeddings, name="embedding")
        # whole features go, so that neighbouring words cannot give them back (Gal & Ghahramani 2016)
        self.embedding_dropout = layers.SpatialDropout1D(embedding_dropout, seed=seed)
        self.between = [layers.Dropout(embedding_dropout, seed=seed + 1 + i) for i in range(depth - 1)]

        def stack(direction):
            # default activations and no recurrent dropout: cuDNN's conditions
            return [
                CELLS[cell](units, return_sequences=True, return_state=keeps_state, name=f"{direction}_{i + 1}")
                for i in range(depth)
            ]

        self.forward_cells = stack("forward")
        self.backward_cells = stack("backward") if bidirectional else []

    def build(self, shape):
        self.embedding.build(shape)
        shape = (*shape, self.embedding.output_dim + self.beside)
        for index, cell in enumerate(self.forward_cells):
            cell.build(shape)
            if self.backward_cells:
                self.backward_cells[index].build(shape)
            shape = (*shape[:-1], cell.units * (2 if self.backward_cells else 1))
        self.built = True

    def call(self, ids, initial=None, training=False, beside=None):
        mask = ops.not_equal(ids, 0)
        states = self.embedding(ids)
        states = states if beside is None else ops.concatenate([states, beside], axis=-1)
        states = self.embedding_dropout(states, training=training)
        positions = reverse_positions(mask) if self.backward_cells else None
        finals = []
        for index, cell in enumerate(self.forward_cells):
            if index:
                states = self.between[index - 1](states, training=training)
            forward = cell(states, initial_state=initial[index] if initial else None)
            if self.keeps_state:
                forward, *final = forward
                finals.append(final)
            if positions is not None:
                backward = reverse_within_length(
                    self.backward_cells[index](reverse_within_length(states, positions)), positions
                )
                forward = ops.concatenate([forward, backward], axis=-1)
            states = forward
        return (states, mask, finals) if self.keeps_state else (states, mask)

    def named_weights(self):
        """`{"embedding": variable, "forward_1/kernel": ...}`: the names that bundles and `numpy_layers/` use."""
        named = {"embedding": self.embedding.embeddings}
        for cell in [*self.forward_cells, *self.backward_cells]:
            for part in ("kernel", "recurrent_kernel", "bias"):
                named[f"{cell.name}/{part}"] = getattr(cell.cell, part)
        return named


def reverse_positions(mask):
    """Row by row the positions that read a text backwards within its length, padding staying put: `(N, T)`."""
    length = ops.sum(ops.cast(mask, "int32"), axis=1, keepdims=True)  # (N, 1)
    position = ops.cumsum(ops.ones_like(mask, dtype="int32"), axis=1) - 1  # (N, T)
    return ops.where(position < length, length - 1 - position, position)


def reverse_within_length(states, positions):
    """Reorder time by `positions`; turning twice gives the original back."""
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return tf.gather(states, positions, batch_dims=1)
    return ops.take_along_axis(states, ops.expand_dims(positions, -1), axis=1)
