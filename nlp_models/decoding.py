"""Which token comes next: the likeliest, one drawn at random, or the best of several beams. For every decoder.

>>> how = Decoding(temperature=0.8, top_k=40)
>>> next_id(logits, how, np.random.default_rng(0), before=[3, 7])
"""

from dataclasses import dataclass

import numpy as np

FEW = 512  # tokens that hold nearly all of the probability


@dataclass(frozen=True)
class Decoding:
    """How the next token is chosen."""

    temperature: float = 1.0  # 0 is greedy: always the likeliest
    top_k: int = 0  # only the k likeliest; 0: all
    top_p: float = 1.0  # only the likeliest that together reach this probability; 1: all
    repetition_penalty: float = 1.0  # over 1, what was said lately becomes less likely
    beams: int = 1  # more than one: the likeliest text that this many candidates find, nothing at random


def next_id(logits, how, generator, before=()):
    """The next token's number from logits `(V,)`; `before` are the numbers that a repetition would repeat."""
    logits = penalised(logits, before, how.repetition_penalty)
    if how.temperature == 0:
        return int(logits.argmax())
    numbers, shares = narrowed(logits, how)
    return int(numbers[np.searchsorted(shares.cumsum(), generator.random() * shares.sum(), side="right")])


def penalised(logits, before, penalty):
    """Logits with those of `before` divided by the penalty, or multiplied where negative (Keskar et al. 2019)."""
    if penalty == 1 or not len(before):
        return logits
    logits, seen = logits.copy(), np.unique(np.asarray(before))
    own = logits[seen]
    logits[seen] = np.where(own > 0, own / penalty, own * penalty)
    return logits


def narrowed(logits, how):
    """`(numbers, probabilities)` of the tokens that may be drawn, the likeliest first; they sum to one."""
    shares = np.exp(((logits - logits.max()) / how.temperature).astype(np.float64))
    numbers = np.arange(len(shares))
    if 0 < how.top_k < len(shares):
        numbers = np.argpartition(-shares, how.top_k - 1)[: how.top_k]
    elif how.top_p < 1:
        numbers = _enough(shares, how.top_p * shares.sum())
    whole, shares = shares.sum() if not how.top_k else shares[numbers].sum(), shares[numbers]
    if how.top_k or how.top_p < 1:
        order = np.lexsort((numbers, -shares))  # of equals the first
        numbers, shares = numbers[order], shares[order]
    if how.top_p < 1:
        # the first that reaches p is still among them (Holtzman et al. 2020)
        last = int(np.searchsorted(shares.cumsum(), how.top_p * whole))
        numbers, shares = numbers[: last + 1], shares[: last + 1]
    return numbers, shares / shares.sum()


def _enough(shares, wanted):
    """Numbers of the likeliest that reach a sum together: a few hundred, without sorting all, unless they do not."""
    if len(shares) > FEW:
        few = np.argpartition(-shares, FEW - 1)[:FEW]
        if shares[few].sum() > wanted:
            return few
    return np.arange(len(shares))


@dataclass(frozen=True)
class Beam:
    """One candidate: its numbers, the sum of their log probabilities, and whether it has ended."""

    ids: tuple[int, ...]
    score: float
    ended: bool = False

    @property
    def merit(self):
        """Per token, or short texts would always win."""
        return self.score / max(1, len(self.ids))


def beam_search(step, logits, state, how, most, end=None):
    """The numbers of the best text that `how.beams` candidates find.

    Args:
        step: `(ids (N,), state) -> (logits (N, V), state)`; a state is a list of tuples of arrays `(N, units)`.
        logits, state: after what was read so far, of one text: `(1, V)`.
        most: so many tokens at most.
        end: the number that ends a text; None: only `most` does.
    """
    beams, ended = [Beam((), 0.0)], []
    for _ in range(most):
        found = []
        for row, beam in enumerate(beams):
            own = log_softmax(penalised(logits[row], beam.ids, how.repetition_penalty))
            for number in np.argsort(-own, kind="stable")[: how.beams].tolist():
                found.append((row, Beam((*beam.ids, number), beam.score + float(own[number]), number == end)))
        found = sorted(found, key=lambda pair: -pair[1].score)[: how.beams]
        ended += [beam for _, beam in found if beam.ended]
        alive = [(row, beam) for row, beam in found if not beam.ended]
        if not alive or len(ended) >= how.beams:
            break
        rows, beams = [row for row, _ in alive], [beam for _, beam in alive]
        logits, state = step(np.asarray([beam.ids[-1] for beam in beams]), taken(state, rows))
    return list(max([*ended, *(beam for beam in beams if beam.ids)], key=lambda beam: beam.merit).ids)


def taken(state, rows):
    """The state of some rows, in this order."""
    return [tuple(part[rows] for part in layer) for layer in state]


def log_softmax(logits):
    """Log probabilities along the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
