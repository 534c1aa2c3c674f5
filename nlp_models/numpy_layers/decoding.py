"""Which token comes next: the likeliest, one drawn at random, or the best of several beams. For every decoder.

>>> how = Decoding(temperature=0.8, top_k=40)
>>> next_id(logits, how, np.random.default_rng(0), before=[3, 7])
43
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

# a text ends in a loop where the same run of tokens comes so often in a row, up to its end, and is so long together
ROUNDS, LEAST_LOOP, LONGEST_RUN = 3, 6, 12


@dataclass(frozen=True)
class Decoding:
    """How the next token is chosen."""

    temperature: float = 1.0  # 0 is greedy: always the likeliest
    top_k: int = 0  # only the k likeliest; 0: all
    top_p: float = 1.0  # only the likeliest that together reach this probability; 1: all
    repetition_penalty: float = 1.0  # over 1, what was said lately becomes less likely
    allow_repeats: bool = True  # False: no token twice in a row, and no two tokens in a row a second time
    num_beams: int = 1  # more than one: the likeliest text that this many candidates find, nothing at random


def next_id(logits, how, generator, before=()):
    """The next token's number from logits `(V,)`; `before` are the numbers that a repetition would repeat."""
    logits = penalise_repetition(logits, before, how.repetition_penalty)
    if how.temperature == 0:
        return int(logits.argmax())
    weights = _weights(logits, how.temperature)
    if not _is_filtered(how):
        return _drawn(weights / weights.sum(), generator)
    kept = _likeliest(weights, how)
    return _of_rank(weights, kept, _drawn(kept / kept.sum(), generator))


def _drawn(probabilities, generator):
    """The place of one, drawn by these probabilities."""
    return int(np.searchsorted(probabilities.cumsum(), generator.random() * probabilities.sum(), side="right"))


def penalise_repetition(logits, before, penalty):
    """Logits with those of `before` divided by the penalty, or multiplied where negative (Keskar et al. 2019)."""
    if penalty == 1 or not len(before):
        return logits
    logits, seen = logits.copy(), np.unique(np.asarray(before))
    own = logits[seen]
    logits[seen] = np.where(own > 0, own / penalty, own * penalty)
    return logits


def filter_top_k_top_p(logits, how):
    """`(numbers, probabilities)` of the tokens that may be drawn, the likeliest first where some may not; they sum to one."""
    weights = _weights(logits, how.temperature)
    if not _is_filtered(how):
        return np.arange(len(weights)), weights / weights.sum()
    kept = _likeliest(weights, how)
    numbers = np.flatnonzero(weights >= kept[-1])
    numbers = numbers[np.argsort(-weights[numbers], kind="stable")][: len(kept)]  # of equals the first
    return numbers, kept / kept.sum()


def _weights(logits, temperature):
    """What probabilities are proportional to."""
    return np.exp(((logits - logits.max()) / temperature).astype(np.float64))


def _is_filtered(how):
    return how.top_p < 1 or how.top_k > 0


def _likeliest(weights, how):
    """The weights of the tokens that may be drawn, the largest first. Only values are sorted: a tenth of the time that their
    numbers would take."""
    if 0 < how.top_k < len(weights):
        weights = np.partition(weights, len(weights) - how.top_k)[-how.top_k :]
    whole, kept = weights.sum(), np.sort(weights)[::-1]
    if how.top_p < 1:
        # the first that reaches p is still among them (Holtzman et al. 2020)
        kept = kept[: int(np.searchsorted(kept.cumsum(), how.top_p * whole)) + 1]
    return kept


def _of_rank(weights, kept, rank):
    """The number of the token whose weight is the one at a rank; of equals the first comes first."""
    before = np.searchsorted(-kept, -kept[rank])  # how many are larger
    return int(np.flatnonzero(weights == kept[rank])[rank - before])


@dataclass(frozen=True)
class Node:
    """One candidate of a beam search: a token after those of its parent, the sum of their log probabilities."""

    parent: int | None  # its place in the tree; None: it is the first token
    token: int
    log: float  # of this token alone
    score: float  # of all tokens up to it
    length: int
    ended: bool

    @property
    def mean_score(self):
        """Per token, or short texts would always win."""
        return self.score / self.length


@dataclass(frozen=True)
class Tree:
    """Every candidate that was kept, in the order of its place; `best` is the last one of the best text, None of none."""

    nodes: list[Node]
    best: int | None

    def path(self, place):
        """The places of a text, from its first token to this one."""
        places = []
        while place is not None:
            places.append(place)
            place = self.nodes[place].parent
        return places[::-1]

    @property
    def ids(self):
        """The numbers of the best text."""
        return [self.nodes[place].token for place in self.path(self.best)]


def beam_search(step, logits, state, how, most, end=None):
    """The numbers of the best text that `how.num_beams` candidates find; see `beam_tree`."""
    return beam_tree(step, logits, state, how, most, end).ids


def beam_tree(step, logits, state, how, most, end=None, forced=()):
    """All that a search with `how.num_beams` candidates looks at, as a Tree.

    Args:
        step: `(ids (N,), state) -> (logits (N, V), state)`; a state is a list of tuples of arrays `(N, ...)`.
        logits, state: after what was read so far, of one text: `(1, V)`.
        most: so many tokens at most.
        end: the number that ends a text; None: only `most` does.
        forced: the first tokens are these, whatever their probability.
    """
    nodes, alive, ended, last = [], [None], [], []
    for place in range(most):
        candidates = []
        for row, at in enumerate(alive):
            candidates += [
                (row, node) for node in _following(nodes, at, logits[row], how, end, forced[place : place + 1])
            ]
        candidates = sorted(candidates, key=lambda pair: -pair[1].score)[: how.num_beams]
        numbered = [(row, len(nodes) + n, node.ended) for n, (row, node) in enumerate(candidates)]
        nodes += [node for _, node in candidates]
        ended += [at for _, at, over in numbered if over]
        going = [(row, at) for row, at, over in numbered if not over]
        if not going or len(ended) >= how.num_beams:
            break
        rows, alive = [row for row, _ in going], [at for _, at in going]
        last = alive
        logits, state = step(np.asarray([nodes[at].token for at in alive]), taken(state, rows))
    # the beginning of a text is always likelier than the text
    return Tree(nodes, max(ended or last, key=lambda at: nodes[at].mean_score, default=None))


def _following(nodes, at, logits, how, end, forced):
    """The likeliest Nodes after the one at a place, or the forced one."""
    before = Tree(nodes, at).ids if how.repetition_penalty != 1 or not how.allow_repeats else []
    logits = penalise_repetition(logits, before, how.repetition_penalty)
    own = log_softmax(logits if how.allow_repeats else _without(logits, repeating(before)))
    score, length = (nodes[at].score, nodes[at].length) if at is not None else (0.0, 0)
    for number in [*forced] or largest(own, how.num_beams).tolist():
        log = float(own[number])
        if log == -np.inf and not len(forced):  # barred
            break
        yield Node(at, number, log, score + log, length + 1, number == end)


def largest(values, count):
    """Places of the largest values, the largest first, of equals the first: a stable sort's, without sorting all."""
    if count < len(values):
        least = np.partition(values, len(values) - count)[len(values) - count]
        places = np.flatnonzero(values >= least)
    else:
        places = np.arange(len(values))
    return places[np.argsort(-values[places], kind="stable")][:count]


def repeating(ids):
    """Numbers that would say the last token again, or after it what has followed it before."""
    return [ids[-1], *(after for token, after in pairwise(ids) if token == ids[-1])] if ids else []


def without_loop(ids, least=0):
    """The numbers of a text (its end left out) without the loop that it ends in: of what comes again and again, the first.

    >>> without_loop([7, 4, 5, 4, 5, 4, 5, 4])
    [7, 4, 5]

    Args:
        least: so many of the first numbers stay, whatever they are.
    """
    for run in range(1, min(LONGEST_RUN, len(ids) // ROUNDS) + 1):
        again = next((n for n in range(len(ids) - run) if ids[-1 - n] != ids[-1 - n - run]), len(ids) - run)
        if again + run >= max(LEAST_LOOP, ROUNDS * run):
            return ids[: max(least, len(ids) - again)]
    return ids


def repeats_itself(ids):
    """Whether a text ends in a loop, or one token is over half of it."""
    often = Counter(ids).most_common(1)[0][1] if len(ids) >= LEAST_LOOP else 0
    return len(without_loop(ids)) < len(ids) or often > len(ids) / 2


def _without(logits, numbers):
    logits = logits.copy()
    logits[numbers] = -np.inf
    return logits


def greedy(step, logits, state, most, end, allow_repeats=True):
    """The likeliest token each time, of N texts at once: for each `(numbers, their log probabilities)`, `end` the last.

    Args as of `beam_tree`, with logits `(N, V)`, and as of Decoding; deterministic.
    """
    rows, texts = np.arange(len(logits)), [([], []) for _ in range(len(logits))]
    for place in range(most):
        if not allow_repeats:
            logits = np.stack([_without(own, repeating(texts[row][0])) for row, own in zip(rows, logits, strict=True)])
        own = log_softmax(logits)
        numbers = own.argmax(axis=1)
        for row, number, log in zip(rows, numbers, own[np.arange(len(own)), numbers], strict=True):
            texts[row][0].append(int(number))
            texts[row][1].append(float(log))
        going = np.flatnonzero(numbers != end)
        if not len(going) or place == most - 1:
            break
        rows = rows[going]
        logits, state = step(numbers[going], taken(state, going))
    return texts


def taken(state, rows):
    """The state of some rows, in this order."""
    return [tuple(part[rows] for part in layer) for layer in state]


def log_softmax(logits):
    """Log probabilities along the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
