"""Who learns PTB to validation perplexity 140: seconds of learning alone, LSTM 200, 10,000 words, 20 lanes of 35 tokens, the same tokens,
dropout (0.3 of embeddings, 0.4 of states) and learning rate (a warm-up, then half a cosine over six epochs) for all, seed 0. Embeddings
are read backwards as the answer's weights. Scored after every half epoch, scoring not counted; `inf` where six epochs do not reach it.

Ours learns against 512 negatives, as its default recipe does; Keras and PyTorch with the full softmax.
"""

import math
import time

import numpy as np

from benchmarks.measuring import SHARED

FOLDER, WANTED, EPOCHS, UNITS, LANES, LENGTH, RATE, WARM_UP = SHARED / "lm-en-ptb", 140, 6, 200, 20, 35, 2e-3, 94


def streams():
    """`(ids to learn from, ids of the validation part, how many different words)`; 0 is padding, lines end with a word."""
    if not FOLDER.exists():
        raise SystemExit(f"{FOLDER} is not here; this row reads it.")
    parts = [_words(FOLDER / f"ptb.{part}.txt") for part in ("train", "valid")]
    counts = dict(zip(*np.unique(parts[0], return_counts=True), strict=True))
    numbers = {word: n for n, word in enumerate(sorted(counts, key=lambda word: (-counts[word], word)), 1)}
    unknown = numbers["<unk>"]
    return *(np.asarray([numbers.get(word, unknown) for word in part], np.int32) for part in parts), len(numbers) + 1


def _words(file):
    return [word for line in file.read_text("utf-8").splitlines() for word in (*line.split(), "</s>")]


def until_reached(make):
    """A turn: learned from the start until the perplexity is reached; gives seconds."""
    training, validation, size = streams()
    steps = (len(training) - 1) // LANES // LENGTH
    lanes, after = (_lanes(training[n : n + LANES * LENGTH * steps], LANES) for n in (0, 1))
    held, held_after = (_lanes(validation[n : len(validation) - 1 + n], 1) for n in (0, 1))

    def turn():
        learn, losses = make(size)
        spent = 0.0
        for step in range(EPOCHS * steps):
            place = step % steps * LENGTH
            began = time.perf_counter()
            learn(
                lanes[:, place : place + LENGTH],
                after[:, place : place + LENGTH],
                _rate(step, EPOCHS * steps),
                not place,
            )
            spent += time.perf_counter() - began
            if (step + 1) % (steps // 2) == 0:
                reached = math.exp(losses(held, held_after))
                print(f"{step + 1} steps, {spent:.0f} s: {reached:.1f}", flush=True)
                if reached <= WANTED:
                    return spent
        return math.inf

    return turn


def _lanes(ids, count):
    return ids[: len(ids) // count * count].reshape(count, -1)


def _rate(step, steps):
    if step < WARM_UP:
        return RATE * (step + 1) / WARM_UP
    return RATE * 0.5 * (1 + math.cos(math.pi * (step - WARM_UP) / (steps - WARM_UP)))


def ours():
    from nlp_models.keras_layers.device import make_deterministic
    from nlp_models.problems.language_model.network import LanguageModel
    from nlp_models.problems.language_model.streams import draw_negatives, start_of_bias
    from nlp_models.recipe import Recipe

    def make(size):
        make_deterministic(0)
        recipe = Recipe.make(
            cell="lstm",
            units=UNITS,
            embedding_size=UNITS,
            batch_size=LANES,
            bidirectional=False,
            dropout=0.4,
            embedding_dropout=0.3,
        )
        network = LanguageModel(recipe, size)
        network.start()
        network.learn_with(network.OPTIMIZER(RATE, weight_decay=0.0, global_clipnorm=1.0))
        network.named_weights()["answer/bias"].assign(start_of_bias(streams()[0], size))
        draw = np.random.default_rng(0)

        def learn(ids, targets, rate, fresh):
            network.optimizer.learning_rate.assign(rate)
            negatives, tries = draw_negatives(size, 512, draw)
            beside = {
                "fresh": np.full(1, fresh, np.float32),
                "negatives": negatives,
                "tries": np.full(1, tries, np.float32),
            }
            network.train_on_batch({"ids": ids} | beside, targets)

        def losses(ids, targets):
            state, found = [[np.zeros((1, UNITS), np.float32)] * 2], []
            for at in range(0, ids.shape[1], 256):
                logs, _, state = network.predict_on_batch(
                    {"ids": ids[:, at : at + 256], "targets": targets[:, at : at + 256], "state": state}
                )
                found.append(logs.ravel())
            return -np.concatenate(found).mean()

        return learn, losses

    return until_reached(make)


def _keras_network(size, lanes):
    import keras as library
    from keras import layers, ops

    class ReadBackwards(layers.Layer):
        def __init__(self, embedding):
            super().__init__()
            self.embedding = embedding

        def build(self, shape):
            self.bias = self.add_weight((self.embedding.input_dim,), "zeros")

        def call(self, states):
            return ops.matmul(states, ops.transpose(self.embedding.embeddings)) + self.bias

    embedding = layers.Embedding(size, UNITS)
    return library.Sequential(
        [
            layers.Input(batch_shape=(lanes, None)),
            embedding,
            layers.SpatialDropout1D(0.3),
            layers.LSTM(UNITS, return_sequences=True, stateful=True),
            layers.Dropout(0.4),
            ReadBackwards(embedding),
        ]
    )


def keras():
    import keras as library

    def make(size):
        library.utils.set_random_seed(0)
        network, reader = _keras_network(size, LANES), _keras_network(size, 1)
        loss = library.losses.SparseCategoricalCrossentropy(from_logits=True)
        for one in (network, reader):
            one.compile(library.optimizers.Adam(RATE, global_clipnorm=1.0), loss)

        def learn(ids, targets, rate, fresh):
            if fresh:
                network.layers[2].reset_states()
            network.optimizer.learning_rate.assign(rate)
            network.train_on_batch(ids, targets)

        def losses(ids, targets):
            reader.set_weights(network.get_weights())
            reader.layers[2].reset_states()
            reader.reset_metrics()
            whole = ids.shape[1] // 256 * 256  # one length, so traced once
            for at in range(0, whole, 256):
                mean = reader.test_on_batch(ids[:, at : at + 256], targets[:, at : at + 256])  # of all since the reset
            return mean

        return learn, losses

    return until_reached(make)


def _pytorch_network(size):
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(size, UNITS)
            nn.init.uniform_(self.table.weight, -0.05, 0.05)
            self.reader, self.bias = nn.LSTM(UNITS, UNITS, batch_first=True), nn.Parameter(torch.zeros(size))
            self.thin, self.dropout = nn.Dropout1d(0.3), nn.Dropout(0.4)

        def forward(self, ids, state):
            embedded = self.thin(self.table(ids).transpose(1, 2)).transpose(1, 2)
            states, state = self.reader(embedded, state)
            return self.dropout(states) @ self.table.weight.T + self.bias, state

    return Network()


def pytorch():
    import torch
    from torch import nn

    def make(size):
        torch.manual_seed(0)
        network, kept = _pytorch_network(size), [None]
        adam = torch.optim.Adam(network.parameters(), lr=RATE, fused=True)

        def loss_of(logits, targets):
            return nn.functional.cross_entropy(logits.flatten(0, 1), torch.from_numpy(targets.reshape(-1)).long())

        def learn(ids, targets, rate, fresh):
            adam.param_groups[0]["lr"] = rate
            adam.zero_grad()
            logits, state = network(torch.from_numpy(ids).long(), None if fresh else kept[0])
            kept[0] = tuple(part.detach() for part in state)
            loss_of(logits, targets).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            adam.step()

        def losses(ids, targets):
            network.eval()
            state, added = None, 0.0
            with torch.no_grad():
                for at in range(0, ids.shape[1], 256):
                    some = targets[:, at : at + 256]
                    logits, state = network(torch.from_numpy(ids[:, at : at + 256]).long(), state)
                    added += float(loss_of(logits, some)) * some.size
            network.train()
            return added / targets.size

        return learn, losses

    return until_reached(make)
