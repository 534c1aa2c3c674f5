"""Captioning: a picture -> the words that tell it. Convolutions, and a decoder that looks at the grid they leave. One-to-many."""

import keras
import numpy as np
from keras import layers, ops

from nlp_models.keras_layers.by_recipe import decoder
from nlp_models.keras_layers.device import compiles
from nlp_models.keras_layers.fused_adam import FusedAdamW
from nlp_models.keras_layers.traced import TracedOnce
from nlp_models.problems.captioning.arrays import captioned
from nlp_models.problems.captioning.drawn.scene_drawing import SIDE
from nlp_models.problems.captioning.forward import CELLS, EPSILON, FILTERS, LEAST_SPREAD, STRIDES, WIDTH, Network
from nlp_models.text.vocabulary import END


class PictureEncoder(layers.Layer):
    """Pictures `(N, 64, 64, 3)`, 0 to 255 -> grids `(N, CELLS, FILTERS[-1])`: what is in every cell, and which it is."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.convolutions = [
            layers.Conv2D(
                filters,
                WIDTH,
                stride,
                padding="same",
                use_bias=False,
                kernel_initializer="he_normal",
                name=f"convolution_{number}",
            )
            for number, (filters, stride) in enumerate(zip(FILTERS, STRIDES, strict=True), 1)
        ]
        # all of a picture's features to a mean of 0 and a spread of 1 (Wu & He 2018): else tanh saturates on what it sees
        self.normalised = [
            layers.GroupNormalization(1, epsilon=EPSILON, name=f"evened_{number}")
            for number, _ in enumerate(FILTERS, 1)
        ]
        self.places = self.add_weight((CELLS, FILTERS[-1]), keras.initializers.RandomNormal(stddev=0.1), name="places")

    def build(self, shape):
        for layer, normalised in zip(self.convolutions, self.normalised, strict=True):
            layer.build(shape)
            shape = layer.compute_output_shape(shape)
            normalised.build(shape)
        self.built = True

    def call(self, pictures):
        states = ops.cast(pictures, "float32")
        states = states - ops.mean(states, axis=(1, 2), keepdims=True)  # without the tint of the whole picture
        states = states / ops.maximum(
            ops.sqrt(ops.mean(ops.square(states), axis=(1, 2, 3), keepdims=True)), LEAST_SPREAD
        )
        for layer, normalised in zip(self.convolutions, self.normalised, strict=True):
            states = ops.relu(normalised(layer(states)))
        return ops.reshape(states, (-1, CELLS, FILTERS[-1])) + self.places

    def named_weights(self):
        """Every weight under the name that `forward.py` reads."""
        named = {"encoder/places": self.places}
        for layer, normalised in zip(self.convolutions, self.normalised, strict=True):
            named[f"encoder/{layer.name}/kernel"] = layer.kernel
            named |= {f"encoder/{layer.name}/scale": normalised.gamma, f"encoder/{layer.name}/bias": normalised.beta}
        return named


class Captioning(TracedOnce):
    """Encoder and decoder.

    In training `network({"pictures", "ids", "seen"})` gives features `(N, T, embedding)`; a picture whose `seen` is 0
    is learned without. `predict_on_batch({"pictures"})` gives grids, of `{"grids", "ids", "targets"}` the log
    probability of every target and the likeliest tokens.
    """

    OPTIMIZER = FusedAdamW

    def __init__(self, recipe, vocabulary_size):
        super().__init__(name="captioning")
        self.settings, self.vocabulary_size = recipe.model_dump(), vocabulary_size
        self.smoothing = recipe.label_smoothing
        self.num_beams = (
            1  # while it learns; what it is scored on in the end is searched for: see settled in the problem
        )
        self.encoder = PictureEncoder(name="encoder")
        self.decoder = decoder(vocabulary_size, recipe)
        # what is seen anywhere votes for its words, whatever was said before
        self.visual_bias = layers.Dense(recipe.embedding_size, use_bias=False, name="votes")

    def start(self):
        """Create the weights."""
        self({"pictures": np.zeros((1, SIDE, SIDE, 3), np.uint8), "ids": np.ones((1, 8), np.int32), "seen": np.ones(1)})

    def learn_with(self, optimizer):
        """The loss is compute_loss."""
        self.compile(optimizer, jit_compile=compiles())

    def call(self, inputs, training=False):
        if "grids" in inputs:
            return self.score_targets(inputs["ids"], inputs["targets"], inputs["grids"])
        grids = self.encoder(inputs["pictures"])
        if "ids" not in inputs:
            return grids
        grids = grids * ops.reshape(ops.cast(inputs["seen"], grids.dtype), (-1, 1, 1))
        return self.decode(inputs["ids"], grids, training)

    def decode(self, ids, grids, training=False):
        """What the decoder makes of true tokens before every place."""
        everywhere = ops.ones(ops.shape(grids)[:2], dtype="bool")
        largest = ops.max(grids, axis=1)
        features = self.decoder(ids, largest, grids, everywhere, training=training)
        return features + ops.expand_dims(self.visual_bias(largest), 1)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """Mean cross-entropy in nats a token."""
        return self.decoder.loss(y_pred, y, self.smoothing)

    def score_targets(self, ids, targets, grids):
        features = self.decode(ids, grids)
        logs, _ = self.decoder.token_log_probabilities(features, targets)
        return logs, END + ops.argmax(
            self.decoder.logits(features)[..., END:], axis=-1
        )  # neither padding nor the unknown

    def answers(self, split):
        """A Captioned for every picture; while it learns, of the likeliest word each time."""
        return captioned(
            split, self.encode, self.predict_targets, self.in_numpy().caption if self.num_beams > 1 else None
        )

    def encode(self, pictures):
        """Pictures -> grids, as arrays."""
        return self.predict_on_batch({"pictures": pictures})

    def predict_targets(self, ids, targets, grids):
        """What `score_targets` gives, as arrays."""
        return self.predict_on_batch({"ids": ids, "targets": targets, "grids": grids})

    def in_numpy(self):
        """The NumPy network with these weights; it finds captions by several beams."""
        weights = {name: ops.convert_to_numpy(weight) for name, weight in self.named_weights().items()}
        return Network(self.settings, weights, self.vocabulary_size)

    def named_weights(self):
        """Every weight under the name that `forward.py` reads."""
        return self.encoder.named_weights() | self.decoder.named_weights() | {"votes/kernel": self.visual_bias.kernel}
