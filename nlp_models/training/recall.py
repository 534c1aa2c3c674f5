"""train(run): a run of the recall lab: RNN, LSTM and GRU by turns, a line of metrics after each round."""

import keras
import numpy as np
from keras import layers

from nlp_models.keras_layers.backbone import CELLS
from nlp_models.keras_layers.traced import TracedOnce


class RecallNetwork(TracedOnce):
    """Embedding, one cell, and what its last state answers: ids `(N, T)` -> logits `(N, keys)`."""

    def __init__(self, cell, words, keys, recipe):
        super().__init__(name=f"recall_{cell}")
        keras.utils.set_random_seed(recipe.seed)
        self.embedding = layers.Embedding(words + 1, recipe.embedding_size)
        self.cell = CELLS[cell](recipe.units)
        self.answer = layers.Dense(keys)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        optimizer = keras.optimizers.Adam(recipe.learning_rate, global_clipnorm=recipe.clip_norm)
        self.compile(optimizer, loss, jit_compile=False)
        self(np.ones((1, 2), np.int32))

    def call(self, ids):
        return self.answer(self.cell(self.embedding(ids)))

    def named_weights(self):
        """As `labs/recall/forward.py` reads them."""
        own = self.cell.cell
        return {
            "embedding": self.embedding.embeddings, "kernel": own.kernel, "recurrent_kernel": own.recurrent_kernel,
            "bias": own.bias, "answer/kernel": self.answer.kernel, "answer/bias": self.answer.bias,
        }  # fmt: skip
