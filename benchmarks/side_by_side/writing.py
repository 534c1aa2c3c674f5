"""Who writes: tokens a second of an LSTM 256 over 10,000 words, weights drawn with seed 0, so that hardly a word stands out."""

import time
from itertools import count

import numpy as np

from nlp_models.numpy_layers.cells import go_on
from nlp_models.numpy_layers.decoding import Decoding, beam_search, next_id

WORDS, UNITS, END = 10_000, 256, 2
BEAMS, DRAWN, KERAS = 40, 150, 15  # tokens of a turn


def weights():
    """`(embeddings, the cell's weights)`."""
    draw = np.random.default_rng(0)
    own = {name: draw.normal(0, 0.06, (UNITS, 4 * UNITS)).astype(np.float32) for name in ("kernel", "recurrent_kernel")}
    return draw.normal(0, 0.05, (WORDS, UNITS)).astype(np.float32), own | {"bias": np.zeros(4 * UNITS, np.float32)}


def stepper():
    """`(step, the first logits, the first state)`."""
    table, own = weights()

    def step(ids, state):
        states, after = go_on("lstm", table[ids][:, None], own, state[0])
        return states[:, 0] @ table.T * 20, [after]

    return step, *step(np.asarray([END]), [(np.zeros((1, UNITS), np.float32),) * 2])


def in_turn(tokens, write):
    """A turn: so many tokens written; gives tokens a second."""

    def turn():
        began = time.perf_counter()
        write()
        return tokens / (time.perf_counter() - began)

    return turn


def beams():
    step, logits, state = stepper()
    return in_turn(BEAMS, lambda: beam_search(step, logits, state, Decoding(num_beams=5), BEAMS))


def top_p():
    step, first, begun = stepper()
    seeds = count()

    def write():
        generator, logits, state = np.random.default_rng(next(seeds)), first, begun
        for _ in range(DRAWN):
            number = next_id(logits[0], Decoding(top_p=0.9), generator)
            logits, state = step(np.asarray([number]), state)

    return in_turn(DRAWN, write)


def keras():
    import keras as library
    from keras import layers

    library.utils.set_random_seed(0)
    network = library.Sequential([
        layers.Input(batch_shape=(1, 1)), layers.Embedding(WORDS, UNITS),
        layers.LSTM(UNITS, stateful=True), layers.Dense(WORDS),
    ])  # fmt: skip

    def write():
        number = END
        for _ in range(KERAS):
            number = int(network.predict(np.asarray([[number]]), verbose=0).argmax())

    return in_turn(KERAS, write)
