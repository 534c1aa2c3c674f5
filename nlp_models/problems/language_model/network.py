"""Language model: a stream of tokens -> for each place what the next token is. Many-to-many in step, read onwards.

Trained by truncated back-propagation through time (Williams & Peng 1990): each lane of a batch goes on where it stopped.
"""

import keras
import numpy as np
from keras import layers, ops

from nlp_models.keras_layers.by_recipe import backbone, fixed_window
from nlp_models.keras_layers.device import compiles, length_step
from nlp_models.keras_layers.fused_adam import FusedAdamW
from nlp_models.numpy_layers.functions import NEVER
from nlp_models.problems.language_model.streams import segments
from nlp_models.text.vocabulary import PADDING

LOGITS_AT_ONCE = 20_000_000  # numbers: 80 MB


class LanguageModel(keras.Model):
    """Backbone or fixed window, dropout, and the embeddings read backwards (Press & Wolf 2017), through a projection where sizes differ.

    In training `network({"ids", "fresh", "negatives", "tries"})` gives what is multiplied by the embeddings
    `(N, T, embedding)` and keeps the lanes' state. `predict_on_batch({"ids", "targets", "state"})` gives
    `(log probabilities of the targets, whether each was the likeliest, the state after)`.
    """

    OPTIMIZER = FusedAdamW

    def __init__(self, recipe, vocabulary_size):
        super().__init__(name="language_model")
        how = {"bidirectional": False, "keeps_state": True}
        self.backbone = (
            fixed_window(vocabulary_size, recipe) if recipe.fixed_window else backbone(vocabulary_size, recipe, **how)
        )
        self.dropout = layers.Dropout(recipe.dropout, seed=recipe.seed + 100)
        same = recipe.units == recipe.embedding_size
        self.projection = None if same else layers.Dense(recipe.embedding_size, use_bias=False, name="projection")
        self.bias = self.add_weight((vocabulary_size,), "zeros", name="answer_bias")
        self.state = [
            [
                self.add_weight((recipe.batch_size, width), "zeros", trainable=False, name=f"state_{depth}_{part}")
                for part, width in enumerate(widths)
            ]
            for depth, widths in enumerate(self.widths(recipe))
        ]

    def widths(self, recipe):
        """The numbers that a lane carries from one segment to the next: of each layer, of each part of its state."""
        if recipe.fixed_window:
            return [[self.backbone.past]]
        return [[recipe.units] * (2 if recipe.cell == "lstm" else 1)] * recipe.num_layers

    def start(self):
        """Create the weights; padding is never an answer."""
        ids = np.ones((self.state[0][0].shape[0], length_step()), np.int32)
        self({"ids": ids, "fresh": np.ones(1, np.float32)})
        bias = np.zeros(self.bias.shape, np.float32)
        bias[PADDING] = NEVER
        self.bias.assign(bias)

    def learn_with(self, optimizer):
        """The loss is compute_loss."""
        self.compile(optimizer, jit_compile=compiles())

    def call(self, inputs, training=False):
        if "targets" in inputs:
            return self.scored(inputs["ids"], inputs["targets"], inputs["state"])
        # a fresh epoch starts from nothing
        initial = [[part * (1 - inputs["fresh"]) for part in layer] for layer in self.state]
        states, _, finals = self.backbone(inputs["ids"], initial, training=training)
        for layer, final in zip(self.state, finals, strict=True):
            for variable, value in zip(layer, final, strict=True):
                variable.assign(ops.stop_gradient(value))
        return self.projected(self.dropout(states, training=training))

    def projected(self, states):
        return self.projection(states) if self.projection else states

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """Mean cross-entropy in nats a token: over all tokens, or over the target and the batch's negatives."""
        features = ops.reshape(y_pred, (-1, y_pred.shape[-1]))  # (N * T, embedding)
        targets = ops.reshape(ops.cast(y, "int32"), (-1,))
        if "negatives" not in x:
            logits = self.logits(features)
            return ops.mean(keras.losses.sparse_categorical_crossentropy(targets, logits, from_logits=True))
        return ops.mean(self.sampled_loss(features, targets, x["negatives"], x["tries"]))

    def sampled_loss(self, features, targets, negatives, tries):
        """Jean et al. 2015: logits less the log of how often a token is expected among the negatives."""
        table, count = self.backbone.embedding.embeddings, ops.shape(targets)[0]
        ids = ops.concatenate([targets, negatives], axis=0)
        rows = ops.take(table, ids, axis=0)  # one look into the table, so one gradient
        offsets = ops.take(self.bias, ids) - expected_log_count(ids, tries, table.shape[0])
        own, others = rows[:count], rows[count:]
        right = ops.sum(features * own, axis=-1) + offsets[:count]
        wrong = ops.matmul(features, ops.transpose(others)) + offsets[count:]
        same = ops.expand_dims(targets, 1) == ops.expand_dims(negatives, 0)
        wrong = ops.where(same, NEVER, wrong)
        both = ops.concatenate([ops.expand_dims(right, 1), wrong], axis=1)
        return ops.logsumexp(both, axis=1) - right

    def logits(self, features):
        return ops.matmul(features, ops.transpose(self.backbone.embedding.embeddings)) + self.bias

    def scored(self, ids, targets, state):
        states, _, finals = self.backbone(ids, state)
        logits = self.logits(self.projected(states))
        right = ops.squeeze(ops.take_along_axis(logits, ops.expand_dims(targets, -1), axis=-1), -1)
        likeliest = ops.cast(ops.argmax(logits, axis=-1), "int32") == targets
        return right - ops.logsumexp(logits, axis=-1), ops.cast(likeliest, "float32"), finals

    def answers(self, split):
        """Of every token of a stream its log probability and whether it was the likeliest: `(tokens, 2)`."""
        widths = [[part.shape[-1] for part in layer] for layer in self.state]

        def begin(rows):
            return [[np.zeros((rows, width), np.float32) for width in layer] for layer in widths]

        def read(ids, targets, state):
            outputs = self.predict_on_batch({"ids": ids, "targets": targets, "state": state})
            return np.stack(outputs[:2], axis=-1), outputs[2]

        return segments(split.ids, begin, read, LOGITS_AT_ONCE // self.bias.shape[0])

    def named_weights(self):
        """Every weight under the name that `forward.py` reads."""
        named = self.backbone.named_weights() | {"answer/bias": self.bias}
        return named | ({"projection/kernel": self.projection.kernel} if self.projection else {})


def expected_log_count(ids, tries, size):
    """log of how often `tries` draws from 1 to size - 1, P(k) = log((k + 1) / k) / log(size), are expected to hit each id."""
    k = ops.cast(ops.maximum(ids, 1), "float32")
    chance = ops.log1p(1 / k) / np.log(size)
    return ops.log(-ops.expm1(tries * ops.log1p(-chance)))
