"""Who learns to classify texts: tokens a second, of texts as long as NSMC's (17 tokens in the mean), drawn with seed 0.

Keras as its books have it: one length for all texts, `mask_zero`, Adam, `train_on_batch`. PyTorch as a competent user writes it:
packed, texts of like length together, fused Adam, embeddings that begin small as Keras's do.
"""

import time
from itertools import cycle

import numpy as np

VOCABULARY, EMBEDDING, UNITS, LONGEST, TEXTS = 13_333, 128, 128, 60, 12_000
SECONDS = 4.0  # of a turn


def texts():
    """`(ids of each text, class numbers)`."""
    draw = np.random.default_rng(0)
    lengths = np.clip(draw.lognormal(2.6, 0.7, TEXTS), 1, LONGEST).astype(int)
    return [draw.integers(2, VOCABULARY, length).astype(np.int32) for length in lengths], draw.integers(0, 2, TEXTS)


def real(ids):
    """How many tokens are no padding."""
    return int((ids > 0).sum())


def in_turn(batches, learn, counted=real):
    """A turn: batches `(inputs, targets)` learned for some seconds; gives what is counted of the inputs, a second."""
    endless = cycle(batches)

    def turn():
        tokens, began = 0, time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            inputs, targets = next(endless)
            learn(inputs, targets)
            tokens += counted(inputs)
        return tokens / (time.perf_counter() - began)

    return turn


def of_like_length(batch_size):
    """Padded batches, texts of like length together."""
    from nlp_models.numpy_layers.batching import batches_of_like_length, pad

    ids, targets = texts()
    chosen = batches_of_like_length(np.asarray([len(own) for own in ids]), batch_size, np.random.default_rng(0))
    return [(pad([ids[n] for n in rows]), targets[rows]) for rows in chosen]


def _ours(cell, batch_size, bidirectional):
    from nlp_models.keras_layers.averaging import AveragedAdamW
    from nlp_models.keras_layers.device import make_deterministic
    from nlp_models.problems.classification.network import Classification
    from nlp_models.recipe import Recipe

    make_deterministic(0)
    recipe = Recipe.make(cell=cell, units=UNITS, embedding_size=EMBEDDING, bidirectional=bidirectional, spelling="no")
    network = Classification(recipe, VOCABULARY, labels=2)
    network.start()
    network.learn_with(AveragedAdamW(2e-3, weight_decay=0.01, global_clipnorm=1.0, use_ema=True, ema_momentum=0.99))
    return in_turn(of_like_length(batch_size), network.train_on_batch)


def _keras(cell, batch_size, bidirectional):
    import keras
    from keras import layers

    keras.utils.set_random_seed(0)
    reader = {"lstm": layers.LSTM, "gru": layers.GRU}[cell](UNITS)
    network = keras.Sequential(
        [
            layers.Embedding(VOCABULARY, EMBEDDING, mask_zero=True),
            layers.Bidirectional(reader) if bidirectional else reader,
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    network.compile("adam", "binary_crossentropy")
    ids, targets = texts()
    padded = keras.utils.pad_sequences(ids, LONGEST, padding="post")
    batches = [(padded[n : n + batch_size], targets[n : n + batch_size]) for n in range(0, TEXTS, batch_size)]
    return in_turn(batches, network.train_on_batch)


def _pytorch(cell, batch_size, bidirectional):
    import torch
    from torch import nn

    torch.manual_seed(0)

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(VOCABULARY, EMBEDDING, padding_idx=0)
            nn.init.uniform_(self.embedding.weight, -0.05, 0.05)
            self.reader = {"lstm": nn.LSTM, "gru": nn.GRU}[cell](
                EMBEDDING, UNITS, batch_first=True, bidirectional=bidirectional
            )
            self.answer = nn.Linear(UNITS * (2 if bidirectional else 1), 2)

        def forward(self, ids):
            lengths = (ids > 0).sum(dim=1)
            packed = nn.utils.rnn.pack_padded_sequence(
                self.embedding(ids), lengths, batch_first=True, enforce_sorted=False
            )
            _, state = self.reader(packed)
            last = state[0] if cell == "lstm" else state
            return self.answer(torch.cat([*last], dim=-1))

    network = Network()
    adam = torch.optim.Adam(network.parameters(), lr=2e-3, fused=True)

    def learn(ids, targets):
        adam.zero_grad()
        loss = nn.functional.cross_entropy(network(torch.from_numpy(ids).long()), torch.from_numpy(targets))
        loss.backward()
        adam.step()
        return loss.item()

    return in_turn(of_like_length(batch_size), learn)


def ours_bilstm_64():
    return _ours("lstm", 64, True)


def keras_bilstm_64():
    return _keras("lstm", 64, True)


def pytorch_bilstm_64():
    return _pytorch("lstm", 64, True)


def ours_bilstm_256():
    return _ours("lstm", 256, True)


def keras_bilstm_256():
    return _keras("lstm", 256, True)


def pytorch_bilstm_256():
    return _pytorch("lstm", 256, True)


def ours_gru_128():
    return _ours("gru", 128, False)


def keras_gru_128():
    return _keras("gru", 128, False)


def pytorch_gru_128():
    return _pytorch("gru", 128, False)
