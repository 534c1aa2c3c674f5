"""Captioning: a picture -> the words that tell it. Convolutions, and a decoder that looks at the grid they leave. One-to-many."""

import keras
import numpy as np
from keras import layers, ops

from nlp_models.forward.captioning import CELLS, FILTERS, LEAST_SPREAD, STRIDES, WIDTH
from nlp_models.networks.decoder import AttentiveDecoder
from nlp_models.networks.fused_adam import FusedAdamW
from nlp_models.problems.captioned import captioned
from nlp_models.problems.captioning import MOST_TOKENS
from nlp_models.scene_drawing import SIDE
from nlp_models.vocabulary import END


class PictureEncoder(layers.Layer):
    """Pictures `(N, 64, 64, 3)`, 0 to 255 -> grids `(N, CELLS, FILTERS[-1])`: what is in every cell, and which it is."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.convolutions = [
            layers.Conv2D(filters, WIDTH, stride, padding="same", activation="relu", kernel_initializer="he_normal",
                          name=f"convolution_{number}")
            for number, (filters, stride) in enumerate(zip(FILTERS, STRIDES, strict=True), 1)
        ]  # fmt: skip
        self.places = self.add_weight((CELLS, FILTERS[-1]), keras.initializers.RandomNormal(stddev=0.1), name="places")

    def build(self, shape):
        for layer in self.convolutions:
            layer.build(shape)
            shape = layer.compute_output_shape(shape)
        self.built = True

    def call(self, pictures):
        states = ops.cast(pictures, "float32")
        states = states - ops.mean(states, axis=(1, 2), keepdims=True)  # without the tint of the whole picture
        states = states / ops.maximum(
            ops.sqrt(ops.mean(ops.square(states), axis=(1, 2, 3), keepdims=True)), LEAST_SPREAD
        )
        for layer in self.convolutions:
            states = layer(states)
        return ops.reshape(states, (-1, CELLS, FILTERS[-1])) + self.places

    def named_weights(self):
        """Every weight under the name that `forward/captioning.py` reads."""
        named = {f"encoder/{layer.name}/{part}": getattr(layer, part) for layer in self.convolutions for part in ("kernel", "bias")}  # fmt: skip
        return named | {"encoder/places": self.places}


class Captioning(keras.Model):
    """Encoder and decoder.

    In training `network({"pictures", "ids", "seen"})` gives features `(N, T, embedding)`; a picture whose `seen` is 0
    is learned without. `predict_on_batch({"pictures"})` gives grids, of `{"grids", "ids", "targets"}` the log
    probability of every target and the likeliest tokens.
    """

    OPTIMIZER = FusedAdamW

    def __init__(self, recipe, vocabulary_size):
        super().__init__(name="captioning")
        self.smoothing = recipe.label_smoothing
        self.encoder = PictureEncoder(name="encoder")
        self.decoder = AttentiveDecoder(
            vocabulary_size, recipe.embedding_size, recipe.cell, recipe.units, recipe.layers, recipe.attention,
            recipe.dropout, recipe.embedding_dropout, seed=recipe.seed, name="decoder",
        )  # fmt: skip

    def start(self):
        """Create the weights."""
        self({"pictures": np.zeros((1, SIDE, SIDE, 3), np.uint8), "ids": np.ones((1, 8), np.int32), "seen": np.ones(1)})

    def learn_with(self, optimizer):
        """The loss is compute_loss."""
        self.compile(optimizer, jit_compile=False)

    def call(self, inputs, training=False):
        if "grids" in inputs:
            return self.foretell(inputs["ids"], inputs["targets"], inputs["grids"])
        grids = self.encoder(inputs["pictures"])
        if "ids" not in inputs:
            return grids
        grids = grids * ops.reshape(ops.cast(inputs["seen"], grids.dtype), (-1, 1, 1))
        return self.decode(inputs["ids"], grids, training)

    def decode(self, ids, grids, training=False):
        """What the decoder makes of true tokens before every place."""
        everywhere = ops.ones(ops.shape(grids)[:2], dtype="bool")
        return self.decoder(ids, ops.mean(grids, axis=1), grids, everywhere, training=training)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """Mean cross-entropy in nats a token."""
        return self.decoder.loss(y_pred, y, self.smoothing)

    def foretell(self, ids, targets, grids):
        features = self.decode(ids, grids)
        logs, _ = self.decoder.foretold(features, targets)
        return logs, END + ops.argmax(
            self.decoder.logits(features)[..., END:], axis=-1
        )  # neither padding nor the unknown

    def answers(self, part):
        """A Captioned for every picture."""
        return captioned(
            part, lambda pictures: self.predict_on_batch({"pictures": pictures}),
            lambda ids, targets, grids: self.predict_on_batch({"ids": ids, "targets": targets, "grids": grids}),
            MOST_TOKENS,
        )  # fmt: skip

    def named_weights(self):
        """Every weight under the name that `forward/captioning.py` reads."""
        return self.encoder.named_weights() | self.decoder.named_weights()
