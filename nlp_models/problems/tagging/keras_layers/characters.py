"""What a word looks like, from its characters: a convolution, or a recurrent reader from both ends."""

from keras import layers, ops

from nlp_models.keras_layers.backbone import reverse_positions, reverse_within_length
from nlp_models.keras_layers.scan import GRU
from nlp_models.problems.tagging.forward import CHARACTER_SIZE, FILTERS, WIDTH

MINUS_INFINITY = -1e9


class Characters(layers.Layer):
    """Ids of characters `(U, L)`, 0 padding on the right -> `(U, FILTERS)`; padding makes no difference."""

    def __init__(self, size, way, **kwargs):
        super().__init__(**kwargs)
        self.way = way
        self.embedding = layers.Embedding(size, CHARACTER_SIZE, name="embedding")
        if way == "convolution":
            self.convolution = layers.Conv1D(FILTERS, WIDTH, padding="same", name="convolution")
        else:
            self.forward_cell = GRU(FILTERS // 2, return_sequences=True, name="ahead")
            self.backward_cell = GRU(FILTERS // 2, return_sequences=True, name="behind")

    def build(self, shape):
        self.embedding.build(shape)
        inner = (*shape, CHARACTER_SIZE)
        for layer in [self.convolution] if self.way == "convolution" else [self.forward_cell, self.backward_cell]:
            layer.build(inner)
        self.built = True

    def call(self, characters):
        mask = ops.not_equal(characters, 0)
        real = ops.expand_dims(ops.cast(mask, "float32"), -1)  # (U, L, 1)
        embedded = self.embedding(characters) * real
        if self.way == "convolution":
            # the largest anywhere in the word, then squeezed: what dos Santos & Zadrozny 2014 do
            return ops.tanh(ops.max(self.convolution(embedded) + (1 - real) * MINUS_INFINITY, axis=1))
        length = ops.sum(ops.cast(mask, "int32"), axis=1)
        last = ops.one_hot(length - 1, ops.shape(characters)[1], dtype="float32")  # (U, L)
        backwards = reverse_within_length(embedded, reverse_positions(mask))
        ends = [
            ops.einsum("ul,uld->ud", last, states)
            for states in (self.forward_cell(embedded), self.backward_cell(backwards))
        ]
        return ops.concatenate(ends, axis=-1)

    def named_weights(self):
        """Every weight under the name that `forward.py` reads."""
        named = {"characters/embedding": self.embedding.embeddings}
        if self.way == "convolution":
            return named | {"characters/kernel": self.convolution.kernel, "characters/bias": self.convolution.bias}
        for name, reader in (("ahead", self.forward_cell), ("behind", self.backward_cell)):
            for part in ("kernel", "recurrent_kernel", "bias"):
                named[f"characters/{name}/{part}"] = getattr(reader.cell, part)
        return named
