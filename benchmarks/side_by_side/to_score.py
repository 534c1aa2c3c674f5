"""Who learns NSMC to 0.822 of the first 10,000 of its test texts: seconds of learning alone, GRU 128 one way, 40,000 texts, the same tokens for
all, seed 0. Scored after every quarter of an epoch; `inf` where three epochs do not reach it. Ours has the rate of a training of the
product (a warm-up, then half a cosine over the three epochs), the peers their own, constant.

On other 10,000 texts (those of the measurement that asked for 0.835) all of them score 1.2 points higher; the bar stands as far, 0.8 to 0.9 points,
under the best that ours reaches here (0.8312) as it did there.
"""

import itertools
import math
import sys
import time

import numpy as np

from benchmarks.measuring import SHARED
from nlp_models.numpy_layers.batching import batches_of_like_length, pad
from nlp_models.text.vocabulary import Vocabulary

FOLDER, WANTED, EPOCHS, UNITS, EMBEDDING, LONGEST = SHARED / "sentiment-ko-nsmc", 0.822, 3, 128, 100, 30
PIECES, BATCH, RATE, WARM_UP = 40_000 // 3, 128, 2e-3, 94  # as the product's own recipe for so many texts


def data():
    """`((ids, class numbers) to learn from, the same of the test, how many tokens there are)`."""
    training, test = rows("ratings_train.txt", 40_000), rows("ratings_test.txt", 10_000)
    vocabulary = Vocabulary.build([text for text, _ in training], "subword", PIECES)
    parts = [
        (
            [np.asarray(ids[:LONGEST], np.int32) for ids in vocabulary.encode_all([text for text, _ in part])],
            np.asarray([int(label) for _, label in part]),
        )
        for part in (training, test)
    ]
    return *parts, len(vocabulary)


def rows(name, count):
    """The first `(text, label)` of a file of NSMC."""
    if not (FOLDER / name).exists():
        raise SystemExit(f"{FOLDER} is not here; this row reads it.")
    lines = (FOLDER / name).read_text("utf-8").splitlines()[1 : count + 1]
    return [line.split("\t")[1:3] for line in lines]


def until_reached(make):
    """A turn: learned from the start until the score is reached; gives seconds."""
    (ids, targets), (test_ids, test_targets), size = data()

    def turn():
        learn, classes, batch_size, like_length = make(size)
        spent, draw = 0.0, np.random.default_rng(0)
        for _ in range(EPOCHS):
            batches = _batches(ids, batch_size, draw, like_length)
            for quarter in range(4):
                began = time.perf_counter()
                for chosen in batches[quarter * len(batches) // 4 : (quarter + 1) * len(batches) // 4]:
                    learn(pad([ids[n] for n in chosen]), targets[chosen])
                spent += time.perf_counter() - began
                reached = _score(classes, test_ids, test_targets)
                print(f"{spent:.1f} s: {reached:.4f}", file=sys.stderr, flush=True)
                if reached >= WANTED:
                    return spent
        return math.inf

    return turn


def _batches(ids, batch_size, draw, like_length):
    if like_length:
        return batches_of_like_length(np.asarray([len(own) for own in ids]), batch_size, draw)
    order = draw.permutation(len(ids))
    return [order[n : n + batch_size] for n in range(0, len(order), batch_size)]


def _score(classes, ids, targets):
    chosen = batches_of_like_length(np.asarray([len(own) for own in ids]), 256)
    return sum(int((classes(pad([ids[n] for n in rows])) == targets[rows]).sum()) for rows in chosen) / len(ids)


def _rate(step, steps):
    if step < WARM_UP:
        return RATE * (step + 1) / WARM_UP
    return RATE * 0.5 * (1 + math.cos(math.pi * (step - WARM_UP) / (steps - WARM_UP)))


def ours():
    from nlp_models.keras_layers.averaging import AveragedAdamW
    from nlp_models.keras_layers.device import make_deterministic
    from nlp_models.problems.classification.network import Classification
    from nlp_models.recipe import Recipe

    def make(size):
        make_deterministic(0)
        recipe = Recipe.make(
            cell="gru",
            units=UNITS,
            embedding_size=EMBEDDING,
            bidirectional=False,
            pooling="last",
            dropout=0.0,
            embedding_dropout=0.0,
            spelling="no",
        )
        network = Classification(recipe, size, labels=2)
        network.start()
        network.learn_with(AveragedAdamW(RATE, weight_decay=0.01, global_clipnorm=1.0))
        steps = itertools.count()

        def learn(ids, targets):
            network.optimizer.learning_rate.assign(_rate(next(steps), EPOCHS * -(-40_000 // BATCH)))
            network.train_on_batch(ids, targets)

        return learn, lambda ids: network.predict_on_batch(ids).argmax(axis=1), BATCH, True

    return until_reached(make)


def keras():
    import keras as library
    from keras import layers

    def make(size):
        library.utils.set_random_seed(0)
        network = library.Sequential(
            [
                layers.Embedding(size, EMBEDDING, mask_zero=True),
                layers.GRU(UNITS),
                layers.Dense(1, activation="sigmoid"),
            ]
        )
        network.compile("rmsprop", "binary_crossentropy")

        def padded(ids):
            return np.pad(ids, ((0, 0), (0, LONGEST - ids.shape[1])))

        def learn(ids, targets):
            network.train_on_batch(padded(ids), targets)

        return learn, lambda ids: (network.predict_on_batch(padded(ids))[:, 0] > 0.5).astype(int), 64, False

    return until_reached(make)


def pytorch():
    import torch
    from torch import nn

    def make(size):
        torch.manual_seed(0)
        table, reader, answer = (
            nn.Embedding(size, EMBEDDING),
            nn.GRU(EMBEDDING, UNITS, batch_first=True),
            nn.Linear(UNITS, 2),
        )
        nn.init.uniform_(table.weight, -0.05, 0.05)
        adam = torch.optim.Adam([*table.parameters(), *reader.parameters(), *answer.parameters()], lr=RATE, fused=True)

        def logits(ids):
            lengths = torch.from_numpy((ids > 0).sum(axis=1))
            packed = nn.utils.rnn.pack_padded_sequence(
                table(torch.from_numpy(ids).long()), lengths, batch_first=True, enforce_sorted=False
            )
            return answer(reader(packed)[1][0])

        def learn(ids, targets):
            adam.zero_grad()
            nn.functional.cross_entropy(logits(ids), torch.from_numpy(targets)).backward()
            adam.step()

        def classes(ids):
            with torch.no_grad():
                return logits(ids).argmax(dim=1).numpy()

        return learn, classes, BATCH, True

    return until_reached(make)
