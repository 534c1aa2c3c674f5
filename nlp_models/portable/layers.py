"""The Keras layers that model.keras needs and Keras does not have. `import layers` before loading the model.

Both take the states `(N, T, D)` and the token ids `(N, T)` that they came from: 0 is padding, on the right.
"""

import keras
from keras import ops

MINUS_INFINITY = -1e9


@keras.saving.register_keras_serializable(package="unrolled")
class TurnAround(keras.layers.Layer):
    """Reverses each text within its own length; padding stays where it is. Twice gives the original back."""

    def call(self, states, ids):
        length = ops.sum(ops.cast(ops.not_equal(ids, 0), "int32"), axis=1, keepdims=True)  # (N, 1)
        position = ops.cumsum(ops.ones_like(ids, dtype="int32"), axis=1) - 1  # (N, T)
        turned = ops.where(position < length, length - 1 - position, position)
        return ops.take_along_axis(states, ops.expand_dims(turned, -1), axis=1)

    def compute_output_shape(self, states_shape, ids_shape):
        return states_shape


@keras.saving.register_keras_serializable(package="unrolled")
class MaskedPooling(keras.layers.Layer):
    """The states of the real tokens as one vector a text: `MaskedPooling("max")(states, ids)` is `(N, D)`.

    Args:
        pooling: "max", "mean", "attention" (learned shares), or "last" (where each reader ends).
        backward: how many of the D numbers come from the backward reader, which ends at the first token.
    """

    def __init__(self, pooling, backward=0, **kwargs):
        super().__init__(**kwargs)
        self.pooling, self.backward = pooling, backward

    def build(self, states_shape, ids_shape):
        if self.pooling == "attention":
            self.kernel = self.add_weight((states_shape[-1], 1), name="kernel")
        self.built = True

    def call(self, states, ids):
        mask = ops.not_equal(ids, 0)
        real = ops.expand_dims(ops.cast(mask, states.dtype), -1)  # (N, T, 1)
        if self.pooling == "max":
            return ops.max(states + (1 - real) * MINUS_INFINITY, axis=1)
        if self.pooling == "mean":
            return ops.sum(states * real, axis=1) / ops.sum(real, axis=1)
        if self.pooling == "attention":
            scores = ops.matmul(ops.tanh(states), self.kernel) + (1 - real) * MINUS_INFINITY
            return ops.sum(ops.softmax(scores, axis=1) * states, axis=1)
        return self.last(states, mask)

    def last(self, states, mask):
        """The last state of the forward reader beside that of the backward reader."""
        length = ops.sum(ops.cast(mask, "int32"), axis=1)
        here = ops.one_hot(length - 1, ops.shape(states)[1], dtype=states.dtype)  # (N, T)
        last = ops.einsum("nt,ntd->nd", here, states)
        ahead = states.shape[-1] - self.backward
        return ops.concatenate([last[:, :ahead], states[:, 0, ahead:]], axis=-1)

    def compute_output_shape(self, states_shape, ids_shape):
        return states_shape[0], states_shape[2]

    def get_config(self):
        return {**super().get_config(), "pooling": self.pooling, "backward": self.backward}


@keras.saving.register_keras_serializable(package="unrolled")
class Spelling(keras.layers.Layer):
    """What the n-grams of a text `(N, G)`, 0 is padding, say of each label: `(N, labels)`.

    Each n-gram counts by its rarity, all of a text together by a length of one, times `scale`.
    """

    def __init__(self, buckets, labels, scale, **kwargs):
        super().__init__(**kwargs)
        self.buckets, self.labels, self.scale = buckets, labels, scale

    def build(self, grams_shape):
        self.rarity = self.add_weight((self.buckets,), "zeros", name="rarity", trainable=False)
        self.kernel = self.add_weight((self.buckets, self.labels), "zeros", name="kernel")
        self.built = True

    def call(self, grams):
        values = ops.take(self.rarity, grams, axis=0) * ops.cast(ops.not_equal(grams, 0), self.rarity.dtype)
        squares = ops.sum(ops.square(values), axis=1, keepdims=True)
        values = self.scale * values / ops.sqrt(ops.maximum(squares, 1e-9))
        return ops.einsum("ng,ngl->nl", values, ops.take(self.kernel, grams, axis=0))

    def compute_output_shape(self, grams_shape):
        return grams_shape[0], self.labels

    def get_config(self):
        return {**super().get_config(), "buckets": self.buckets, "labels": self.labels, "scale": self.scale}


@keras.saving.register_keras_serializable(package="unrolled")
class Blank(keras.layers.Layer):
    """Sets the states of padding to zero."""

    def call(self, states, ids):
        return states * ops.expand_dims(ops.cast(ops.not_equal(ids, 0), states.dtype), -1)

    def compute_output_shape(self, states_shape, ids_shape):
        return states_shape


@keras.saving.register_keras_serializable(package="unrolled")
class LargestInWord(keras.layers.Layer):
    """The largest state of the real characters, squeezed: `(U, L, F)` -> `(U, F)`."""

    def call(self, states, ids):
        real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), states.dtype), -1)
        return ops.tanh(ops.max(states + (1 - real) * MINUS_INFINITY, axis=1))

    def compute_output_shape(self, states_shape, ids_shape):
        return states_shape[0], states_shape[2]


@keras.saving.register_keras_serializable(package="unrolled")
class LookBack(keras.layers.Layer):
    """What states `(N, T, U)` look at of a memory `(N, S, D)` by its keys `(N, S, U)`, where its ids are no padding."""

    def call(self, states, memory, keys, ids):
        scores = ops.matmul(states, ops.transpose(keys, (0, 2, 1)))
        real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), scores.dtype), 1)  # (N, 1, S)
        return ops.matmul(ops.softmax(scores + (1 - real) * MINUS_INFINITY, axis=-1), memory)

    def compute_output_shape(self, states_shape, memory_shape, keys_shape, ids_shape):
        return *states_shape[:2], memory_shape[-1]


@keras.saving.register_keras_serializable(package="unrolled")
class Take(keras.layers.Layer):
    """Rows of `features (U, F)` at their places `(N, T)`: `(N, T, F)`."""

    def call(self, features, places):
        return ops.take(features, places, axis=0)

    def compute_output_shape(self, features_shape, places_shape):
        return *places_shape, features_shape[1]


@keras.saving.register_keras_serializable(package="unrolled")
class AddPlaces(keras.layers.Layer):
    """Adds to what is in each cell of a grid `(N, cells, D)` which cell it is."""

    def build(self, shape):
        self.places = self.add_weight(shape[1:], name="places")
        self.built = True

    def call(self, grids):
        return grids + self.places


@keras.saving.register_keras_serializable(package="unrolled")
class Evened(keras.layers.Layer):
    """A picture without its tint, 1 its spread: `(N, H, W, 3)`, 0 to 255; what varies less than `least` stays faint."""

    def __init__(self, least, **kwargs):
        super().__init__(**kwargs)
        self.least = least

    def call(self, pictures):
        states = pictures - ops.mean(pictures, axis=(1, 2), keepdims=True)
        spread = ops.sqrt(ops.mean(ops.square(states), axis=(1, 2, 3), keepdims=True))
        return states / ops.maximum(spread, self.least)

    def get_config(self):
        return {**super().get_config(), "least": self.least}
