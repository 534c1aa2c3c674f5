"""Word frequencies, Kneser-Ney n-grams and a fixed-window network (NNLM), on the network's own tokens and split."""

import keras
import numpy as np
from keras import layers

from nlp_models.keras_layers.fused_adam import FusedAdamW
from nlp_models.numpy_layers.functions import NEVER
from nlp_models.problems.language_model.kneser_ney import KneserNey, unigram_logs
from nlp_models.problems.language_model.streams import stream_scores
from nlp_models.text.vocabulary import END, PADDING

ORDERS = (2, 3, 4, 5)
MOST_TOKENS = 2_000_000  # of the training text that n-grams are counted in; more would not fit beside the network
LOOKS_BACK = 4  # words, as a 5-gram does
EMBEDDING, HIDDEN = 64, 128
ROWS = 512
STEPS_A_MINUTE = 60  # of the recipe: a fiftieth of its time or so
MOST_STEPS, MOST_EPOCHS = 1_500, 10


def score_baselines(problem, training, test):
    """`({name: scores}, {})`: nothing is kept word by word."""
    size, stream = len(problem.vocabulary), training.ids[:MOST_TOKENS]
    logs = {"unigram": unigram_logs(stream, test.ids, size)}
    counted = KneserNey(stream, size, max(ORDERS)).logs(test.ids, ORDERS)  # the counts are let go
    logs |= {f"kneser_ney_{order}": own for order, own in counted.items()}
    scores = {name: stream_scores(test, own) for name, own in logs.items()}
    return scores | {"nnlm": stream_scores(test, *nnlm(problem, stream, test.ids, size))}, {}


def nnlm(problem, stream, test, size):
    """Bengio et al. 2003: the last words' embeddings side by side, one tanh layer, all words. `(logs, right)` of test."""
    network = keras.Sequential(
        [
            keras.Input((LOOKS_BACK,), dtype="int32"),
            layers.Embedding(size, EMBEDDING, embeddings_initializer=keras.initializers.RandomUniform(seed=1)),
            layers.Flatten(),
            layers.Dense(HIDDEN, activation="tanh", kernel_initializer=keras.initializers.GlorotUniform(seed=2)),
            layers.Dense(size, kernel_initializer=keras.initializers.GlorotUniform(seed=3)),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(FusedAdamW(0.003, weight_decay=0.0), loss, jit_compile=False)
    before, after = _windows(stream)
    generator = np.random.default_rng(0)
    for chosen in _batches(len(after), steps_for(problem.minutes, len(after)), generator):
        network.train_on_batch(before[chosen], after[chosen])
    before, after = _windows(test)
    scores = []
    for start in range(0, len(after), 4 * ROWS):
        logits = np.asarray(network.predict_on_batch(before[start : start + 4 * ROWS]))
        logits[:, PADDING] = NEVER
        wanted = after[start : start + 4 * ROWS]
        said, right = logits[np.arange(len(wanted)), wanted], logits.argmax(axis=1) == wanted
        largest = logits.max(axis=1)
        logits -= largest[:, None]  # in its place: it is of all words
        sums = largest + np.log(np.exp(logits, out=logits).sum(axis=1))
        scores.append(np.stack([said - sums, right]))
    return np.concatenate(scores, axis=1)


def steps_for(minutes, rows):
    """As many steps as the run has time for, counted beforehand so that a repetition takes the same."""
    return max(1, min(MOST_STEPS, round(STEPS_A_MINUTE * minutes), MOST_EPOCHS * -(-rows // ROWS)))


def _batches(rows, steps, generator):
    done = 0
    while done < steps:
        order = generator.permutation(rows)
        for start in range(0, rows, ROWS):
            if done == steps:
                return
            yield np.resize(order[start : start + ROWS], ROWS)  # one shape, compiled once
            done += 1


def _windows(stream):
    padded = np.concatenate([np.full(LOOKS_BACK, END), stream]).astype(np.int32)
    return np.lib.stride_tricks.sliding_window_view(padded, LOOKS_BACK)[: len(stream)], padded[LOOKS_BACK:]
