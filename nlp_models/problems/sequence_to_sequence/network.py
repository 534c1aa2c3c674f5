"""Sequence to sequence: a text is read from both ends, then another is written. Many-to-many, one after the other."""

import numpy as np
from keras import layers, ops

from nlp_models.keras_layers.by_recipe import backbone, decoder
from nlp_models.keras_layers.decoder import far_apart
from nlp_models.keras_layers.device import compiles, length_step
from nlp_models.keras_layers.fused_adam import FusedAdamW
from nlp_models.keras_layers.traced import TracedOnce
from nlp_models.problems.sequence_to_sequence.arrays import answers_of
from nlp_models.problems.sequence_to_sequence.forward import Network

SHARPNESS = 3.0  # of the contrast: a lead of one nat a token is nearly enough


class SequenceToSequence(TracedOnce):
    """Backbone as encoder, attentive decoder (Bahdanau et al. 2015; Luong et al. 2015).

    `network({"source": (N, S), "ids": (N, T)})`, with what `Split.inputs` of `problems/sequence_to_sequence.py` gives,
    answers features `(N, T, embedding)` while learning; with "targets" `(N, T)` among the inputs it answers their log
    probabilities and whether each was the likeliest.
    """

    OPTIMIZER = FusedAdamW

    def __init__(self, recipe, vocabulary_size, targets):
        super().__init__(name="sequence_to_sequence")
        self.settings, self.sizes = recipe.model_dump(), (vocabulary_size, targets)
        self.smoothing, self.contrastive_weight = recipe.label_smoothing, recipe.contrastive_weight
        self.backbone = backbone(vocabulary_size, recipe, embeddings=far_apart(recipe.seed + 1))
        self.memory_dropout = layers.Dropout(recipe.dropout, seed=recipe.seed + 100)
        self.decoder = decoder(targets, recipe)

    def start(self):
        """Create the weights."""
        ids = np.ones((1, max(2, length_step())), np.int32)
        self({"source": ids, "ids": ids})

    def learn_with(self, optimizer):
        """The loss is compute_loss."""
        self.compile(optimizer, jit_compile=compiles())

    def call(self, inputs, training=False):
        states, mask = self.backbone(inputs["source"], training=training)
        summary = self.summary(states, mask)
        states, summary = (self.memory_dropout(part, training=training) for part in (states, summary))
        features = self.decoder(inputs["ids"], summary, states, mask, training=training)
        if training and self.contrastive_weight:
            others = self.decoder(ops.roll(inputs["ids"], 1, axis=0), summary, states, mask, training=training)
            features = ops.concatenate([features, others], axis=0)
        return self.decoder.token_log_probabilities(features, inputs["targets"]) if "targets" in inputs else features

    def summary(self, states, mask):
        """The last state of the forward reader beside that of the backward reader, which ends at the first token."""
        length = ops.sum(ops.cast(mask, "int32"), axis=1)
        here = ops.one_hot(length - 1, ops.shape(states)[1], dtype=states.dtype)  # (N, S)
        last = ops.einsum("ns,nsd->nd", here, states)
        if not self.backbone.backward_cells:
            return last
        units = self.backbone.forward_cells[-1].units
        return ops.concatenate([last[:, :units], states[:, 0, units:]], axis=-1)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """Mean cross-entropy in nats a token; with `contrast`, the more where another row's target is likely, too."""
        if not (training and self.contrastive_weight):
            return self.decoder.loss(y_pred, y, self.smoothing)
        own, others = ops.split(y_pred, 2, axis=0)
        others_y = ops.roll(y, 1, axis=0)
        lead = self.decoder.likelihood(own, y) - self.decoder.likelihood(others, others_y)
        different = ops.cast(ops.any(ops.not_equal(y, others_y), axis=-1), lead.dtype)
        wrong = ops.sum(ops.softplus(-SHARPNESS * lead) * different) / ops.maximum(ops.sum(different), 1)
        return self.decoder.loss(own, y, self.smoothing) + self.contrastive_weight * wrong

    def answers(self, split):
        """The Answers to a part: what it foretold by Keras, what it writes by its NumPy twin with these very weights."""

        def token_scores(chosen):
            return np.stack(self.predict_on_batch(split.inputs(chosen, length_step())), axis=-1)

        return answers_of(split, token_scores, self.in_numpy())

    def in_numpy(self):
        """The NumPy network with a copy of these weights."""
        weights = {name: ops.convert_to_numpy(variable).copy() for name, variable in self.named_weights().items()}
        return Network(self.settings, weights, *self.sizes)

    def named_weights(self):
        """Every weight under the name that `forward.py` reads."""
        return self.backbone.named_weights() | self.decoder.named_weights()
