"""Who learns to foretell the next word: tokens a second, 20 lanes of 35 tokens, LSTM 200, 10,000 words by Zipf's law, seed 0.

Ours learns against 512 negatives, as its default recipe does; the peers with the full softmax, so a token teaches them more.
"""

import numpy as np

from benchmarks.side_by_side.classifying import in_turn

WORDS, UNITS, LANES, LENGTH, NEGATIVES = 10_000, 200, 20, 35, 512


def batches():
    """`(ids (LANES, LENGTH), the next ones)`."""
    draw = np.random.default_rng(0)
    stream = 2 + np.minimum(draw.zipf(1.2, (LANES, 60 * LENGTH + 1)), WORDS - 3).astype(np.int32)
    places = range(0, 60 * LENGTH, LENGTH)
    return [(stream[:, n : n + LENGTH], stream[:, n + 1 : n + 1 + LENGTH]) for n in places]


def ours():
    from nlp_models.keras_layers.device import make_deterministic
    from nlp_models.problems.language_model.network import LanguageModel
    from nlp_models.recipe import Recipe

    make_deterministic(0)
    recipe = Recipe.make(cell="lstm", units=UNITS, embedding_size=UNITS, batch_size=LANES, bidirectional=False)
    network = LanguageModel(recipe, WORDS)
    network.start()
    network.learn_with(network.OPTIMIZER(2e-3, weight_decay=0.01, global_clipnorm=1.0))
    draw = np.random.default_rng(0)
    negatives = np.exp(draw.uniform(0, np.log(WORDS - 1), NEGATIVES)).astype(np.int32)
    beside = {"fresh": np.zeros(1, np.float32), "negatives": negatives, "tries": np.float32([NEGATIVES])}
    return in_turn(batches(), lambda ids, targets: network.train_on_batch({"ids": ids} | beside, targets))


def keras():
    import keras as library
    from keras import layers

    library.utils.set_random_seed(0)
    network = library.Sequential([
        layers.Input(batch_shape=(LANES, LENGTH)), layers.Embedding(WORDS, UNITS),
        layers.LSTM(UNITS, return_sequences=True, stateful=True), layers.Dense(WORDS),
    ])  # fmt: skip
    network.compile("adam", library.losses.SparseCategoricalCrossentropy(from_logits=True))
    return in_turn(batches(), network.train_on_batch)


def pytorch():
    import torch
    from torch import nn

    torch.manual_seed(0)
    table, reader, answer = nn.Embedding(WORDS, UNITS), nn.LSTM(UNITS, UNITS, batch_first=True), nn.Linear(UNITS, WORDS)
    adam = torch.optim.Adam([*table.parameters(), *reader.parameters(), *answer.parameters()], lr=2e-3, fused=True)
    kept = []

    def learn(ids, targets):
        adam.zero_grad()
        states, after = reader(table(torch.from_numpy(ids).long()), kept.pop() if kept else None)
        kept.append(tuple(part.detach() for part in after))
        logits = answer(states).reshape(-1, WORDS)
        loss = nn.functional.cross_entropy(logits, torch.from_numpy(targets.reshape(-1)).long())
        loss.backward()
        adam.step()
        return loss.item()

    return in_turn(batches(), learn)
