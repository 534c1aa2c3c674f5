"""What an encoder-decoder writes for texts it reads: all of a part at once, one with its beam tree, and how likely
given answers are. `network` is the NumPy one (forward.py), of a Predictor or of a training.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from nlp_models.numpy_layers.batching import in_batches, pad
from nlp_models.numpy_layers.decoder import memory_of
from nlp_models.numpy_layers.decoding import beam_tree, greedy, largest, log_softmax, taken, without_loop
from nlp_models.text.vocabulary import END, PADDING, UNKNOWN

AT_ONCE = 64  # texts written side by side
SCORED_AT_ONCE = 512  # answers whose likelihood is found side by side
BLOCK = 64  # tokens whose logits fit into a processor's cache
one_thread = ThreadpoolController().wrap(limits=1, user_api="blas")  # beside a training a second one only waits
NOT_WRITTEN = [PADDING, UNKNOWN]


@dataclass(frozen=True)
class Reply:
    """What was written: its numbers with END, and the log probability of each."""

    ids: list[int]
    logs: list[float]

    @property
    def confidence(self):
        """The geometric mean of the probabilities."""
        return float(np.exp(np.mean(self.logs))) if self.logs else 0.0

    @property
    def written(self):
        """The numbers without END."""
        return [number for number in self.ids if number != END]

    def cut(self, least=0):
        """The Reply up to where it begins to go round; `least` of its tokens stay."""
        whole, kept = self.written, without_loop(self.written, least)
        return self if len(kept) == len(whole) else Reply(kept, self.logs[: len(kept)])


@dataclass(frozen=True)
class Answers:
    """Of every row's true tokens `(T, 2)`: log probability, and whether it was the likeliest; and the writer itself."""

    token_scores: list[np.ndarray]
    network: Any
    sources: list[np.ndarray]  # distinct ones
    most: int  # tokens of an answer
    how: Any  # Decoding

    @cached_property
    def replies(self):
        """A Reply for every distinct source; written when first asked for."""
        return write_all(self.network, self.sources, self.most, self.how)

    def __len__(self):
        return len(self.token_scores)

    def __getitem__(self, rows):
        """What was foretold of some rows."""
        return self.token_scores[rows]


def first_step(network, ids):
    """`(logits (N, V), state, step)` before the first token, of padded sources `(N, S)`."""
    cells, memory = network.encode(ids)

    places = count()  # all candidates are equally long

    def step(ids, state):
        *cells, parts = state
        logits, cells, _ = network.step(ids, cells, memory_of(parts), next(places))
        logits[:, NOT_WRITTEN] = -np.inf
        return logits, [*cells, parts]

    logits, state = step(np.full(len(ids), END), [*cells, memory.parts])
    logits[:, END] = -np.inf  # to say nothing is no answer
    return logits, state, step


@one_thread
def write_all(network, sources, most, how):
    """A Reply for every source (an array of ids): greedy side by side, or each by its own beam search."""

    def one_batch(chosen):
        logits, state, step = first_step(network, pad([sources[n] for n in chosen]))
        if how.num_beams > 1:
            return [Reply(*_best(beam_tree(step, logits, state, how, most, END)))]
        return [Reply(*written) for written in greedy(step, logits, state, most, END, how.allow_repeats)]

    return in_batches([len(ids) for ids in sources], AT_ONCE if how.num_beams == 1 else 1, one_batch)


def tree_of(network, source, most, how, forced=()):
    """The Tree of a beam search for one source, beginning with the forced tokens."""
    logits, state, step = first_step(network, source[None])
    return beam_tree(step, logits, state, how, most, END, forced)


def write_one(network, source, most, how, forced=()):
    """The Reply to one source that begins with the forced tokens."""
    return Reply(*_best(tree_of(network, source, most, how, forced)))


def alternatives(network, source, before, count, most):
    """A Reply for each of the `count` likeliest tokens after those in `before`, each written on greedily."""
    logits, state, step = first_step(network, source[None])
    logs = []
    for number in before:
        logs.append(float(log_softmax(logits)[0, number]))
        logits, state = step(np.asarray([number]), state)
    own = log_softmax(logits)[0]
    firsts = largest(own, min(count, len(own) - len(NOT_WRITTEN)))
    logits, state = step(firsts, taken(state, np.zeros(len(firsts), int)))
    rests = greedy(step, logits, state, max(1, most - len(before) - 1), END)
    return [
        Reply([*before, first], [*logs, log]) if first == END else Reply([*before, first, *ids], [*logs, log, *rest])
        for first, log, (ids, rest) in zip(firsts.tolist(), own[firsts].tolist(), rests, strict=True)
    ]


def _best(tree):
    nodes = [tree.nodes[place] for place in tree.path(tree.best)]
    return [node.token for node in nodes], [node.log for node in nodes]


def score_targets(network, sources, targets):
    """Padded sources `(N, S)`, N targets -> of every true token `(N, T, 2)`: its log probability, whether it was the
    likeliest; 0 at padding."""
    return _token_scores(network, sources, targets)[0]


def read_answer(network, source, target, trace=None):
    """`(log probabilities (T,), attention_weights (T, S) or None)` of one target of one source; `trace` receives every gate."""
    own, attention_weights = _token_scores(network, source[None], [np.asarray(target)], trace)
    return own[0, :, 0], None if attention_weights is None else attention_weights[0]


@one_thread
def likelihoods(network, source, targets):
    """The mean log probability a token of every target after one source: `(C,)`."""
    cells, memory = network.encode(source[None])

    def one_batch(chosen):
        rows, own = np.zeros(len(chosen), int), [targets[n] for n in chosen]
        state = [tuple(part[rows] for part in layer) for layer in cells]
        scores, _ = _token_scores_after(network, state, memory.taken(rows), own)
        return scores[:, :, 0].sum(axis=1) / [len(ids) for ids in own]

    return np.asarray(in_batches([len(ids) for ids in targets], SCORED_AT_ONCE, one_batch))


def _token_scores(network, ids, targets, trace=None):
    cells, memory = network.encode(ids, trace)
    return _token_scores_after(network, cells, memory, targets, trace)


def _token_scores_after(network, cells, memory, targets, trace=None):
    """`(of every token (N, T, 2), attention_weights)` as `score_targets` tells, the true tokens before each given; 0 at padding."""
    aimed = pad(targets)
    features, _, attention_weights = network.read(shifted_right(aimed), cells, memory, trace)
    real = aimed > 0
    flat, wanted, own = features[real], aimed[real], np.empty((real.sum(), 2), np.float32)
    for start in range(0, len(flat), BLOCK):
        logits, numbers = network.logits(flat[start : start + BLOCK]), wanted[start : start + BLOCK]
        most, this = logits.max(axis=1), logits[np.arange(len(numbers)), numbers]
        total = np.exp(np.subtract(logits, most[:, None], out=logits), out=logits).sum(axis=1)
        own[start : start + BLOCK] = np.stack([this - most - np.log(total), this == most], axis=-1)
    scores = np.zeros((*aimed.shape, 2), np.float32)
    scores[real] = own
    return scores, attention_weights


def shifted_right(targets):
    """What a decoder reads when it is to write `targets (N, T)`: the same one place later, END before it."""
    return np.concatenate([np.full_like(targets[:, :1], END), targets[:, :-1]], axis=1) * (targets > 0)
