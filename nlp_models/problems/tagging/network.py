"""Tagging: a sentence's words -> a score for every tag at every word, and a CRF over them. Many-to-many, in step."""

import keras
import numpy as np
from keras import layers, ops

from nlp_models.keras_layers.by_recipe import backbone
from nlp_models.keras_layers.device import compiles, length_step
from nlp_models.keras_layers.traced import TracedOnce
from nlp_models.problems.tagging.arrays import tagged
from nlp_models.problems.tagging.keras_layers.characters import FILTERS, Characters
from nlp_models.problems.tagging.keras_layers.crf import CRF
from nlp_models.problems.tagging.problem import FIRST_CHARACTER


class Tagging(TracedOnce):
    """Backbone over words and what they look like, dropout, dense, optionally a CRF.

    `network(inputs)`, with what `Split.inputs` of `problems/tagging.py` gives, answers tags `(N, T)` and the probability
    of each `(N, T, C)`; while learning it gives emissions `(N, T, C)`, the scores that the CRF adds up.
    """

    def __init__(self, recipe, vocabulary_size, characters, labels):
        super().__init__(name="tagging")
        spelled = recipe.characters != "none"
        self.characters = Characters(characters + FIRST_CHARACTER, recipe.characters) if spelled else None
        self.backbone = backbone(vocabulary_size, recipe, beside=FILTERS if spelled else 0)
        self.dropout = layers.Dropout(recipe.dropout, seed=recipe.seed + 100)
        self.answer = layers.Dense(len(labels), name="answer")
        self.crf = CRF(labels, name="crf") if recipe.crf == "yes" else None

    def start(self):
        """Create the weights."""
        words = np.ones((1, max(2, length_step())), np.int32)
        spelled = {"places": 0 * words, "characters": [words, words]} if self.characters else {}
        self({"words": words} | spelled)

    def learn_with(self, optimizer):
        """The loss is our own: see compute_loss."""
        self.compile(optimizer, jit_compile=compiles())

    def call(self, inputs, training=False):
        beside = None
        if self.characters:
            spelled = ops.concatenate([self.characters(characters) for characters in inputs["characters"]], axis=0)
            beside = ops.take(spelled, inputs["places"], axis=0)  # (N, T, F)
        states, mask = self.backbone(inputs["words"], training=training, beside=beside)
        scores = self.answer(self.dropout(states, training=training))
        scores = self.crf(scores) if self.crf else scores
        return scores if training else self.decide(scores, mask)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """Minus the log-likelihood of the tags, per word; of the whole sequence where there is a CRF."""
        mask = ops.not_equal(x["words"], 0)
        words = ops.sum(ops.cast(mask, "float32"))
        if self.crf:
            return -ops.sum(self.crf.log_likelihood(y_pred, mask, y)) / words
        apart = keras.losses.sparse_categorical_crossentropy(y, y_pred, from_logits=True)
        return ops.sum(apart * ops.cast(mask, "float32")) / words

    def answers(self, split):
        """A Tagged for every sentence of a part."""
        return tagged(split, self.predict_on_batch, length_step())

    def decide(self, scores, mask):
        """`(tags (N, T), probabilities (N, T, C))` from emissions."""
        if not self.crf:
            return ops.argmax(scores, axis=-1), ops.softmax(scores)
        return self.crf.viterbi(scores, mask), self.crf.marginals(scores, mask)

    def named_weights(self):
        """Every weight under the name that `forward.py` reads."""
        named = self.backbone.named_weights() | {"answer/kernel": self.answer.kernel, "answer/bias": self.answer.bias}
        named |= self.characters.named_weights() if self.characters else {}
        if self.crf:
            named |= {f"crf/{part}": getattr(self.crf, part) for part in ("transitions", "start", "end")}
        return named
