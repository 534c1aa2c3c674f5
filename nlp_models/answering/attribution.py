"""What each word did to an answer, by three measures, for every kind that can be asked: each says whether its parts add up.

>>> found = integrated_gradients(predictor, "not a good film", "positive")
>>> [word for word, _ in found.parts]
['not', 'a', 'good', 'film']
>>> found.adds_up, found.unit
(True, 'log-odds')

What is asked about (`target`): a label of a classifier; `(place of a word, tag)` of a tagger; the number of a token that
might come next of a language model; of a network that writes, the place of a word among those that it wrote (its own words
before it are given; of a captioner they are asked, too, and the picture is the first word).
"""

import importlib
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nlp_models.answering.predictor import Predictor
from nlp_models.errors import DataError

AT_ONCE = 32  # texts whose states fit the processor's cache
FIRST_PIECES, POINTS = 8, 3  # of the way from nothing to the text, and of each piece
BEGINNING = 1.5  # a power: short pieces where little is read yet, since most happens there
ROUNDS, HALVED = 24, 4  # times that pieces are cut in halves at most, and so many of them; most texts need none
LITTLE = 0.1  # of the largest gap: pieces that leave less wait
CLOSE_SHARE, CLOSE = 0.01, 0.005  # of the whole, or in log-odds

Floats = NDArray[np.floating[Any]]
Target = str | int | tuple[int, str]


class Asked(Protocol):
    """A text and an answer to it that is asked about: a kind's `attribution.Asked`."""

    words: list[str]  # those that were read, W
    places: NDArray[np.integer[Any]]  # which of the words each token is part of, from 0 (T,)
    embedded: Floats  # what the first layer reads (T, E)

    def probabilities(self, hidden: NDArray[np.bool_]) -> Floats:
        """Of the answer, N times, each time with some words unknown, `hidden (N, W)`: `(N,)`."""
        ...

    def slopes(self, shares: Floats, dtype: type) -> tuple[Floats, Floats, Floats]:
        """`(log-odds (N,), their gradients (N, T, E), what other parts of each word push (N, W))` of the answer where every
        vector that is read, and what is read beside them, is this share of itself."""
        ...

    def stretched(self) -> Floats:
        """How fast the log-odds rise while what is read of each word beside its vectors is stretched `(W,)`."""
        ...


@dataclass(frozen=True)
class Attribution:
    """What each word did to an answer, and whether that is all of it."""

    parts: list[tuple[str, float]]  # every word that was read, and what it did
    whole: float  # how far the answer with all words is from the answer with none of them
    unit: str  # "probability" or "log-odds"
    work: int  # times the network read the text, there or back

    @property
    def gap(self) -> float:
        """What the parts leave of the whole; 0 where they add up."""
        return self.whole - sum(part for _, part in self.parts)

    @property
    def adds_up(self) -> bool:
        """Within 1 % or 0.005, whichever is larger."""
        return abs(self.gap) <= max(CLOSE_SHARE * abs(self.whole), CLOSE)


def occlusion(predictor: Predictor, text: str, target: Target) -> Attribution:
    """How much the probability of the target falls when one word becomes unknown.

    Zeiler & Fergus 2014, on words. Positive: the word speaks for the target. Where spelling is read, it goes too.
    """
    asked = ask(predictor, text, target)
    count = len(asked.words)
    if not count:
        return Attribution([], 0.0, "probability", 0)
    hidden = np.concatenate([np.zeros((1, count), bool), np.eye(count, dtype=bool), np.ones((1, count), bool)])
    full, *without, none = asked.probabilities(hidden).tolist()
    parts = [(word, full - one) for word, one in zip(asked.words, without, strict=True)]
    return Attribution(parts, full - none, "probability", len(hidden))


def gradient_times_input(predictor: Predictor, text: str, target: Target) -> Attribution:
    """How fast the log-odds of the target rise while one word's embeddings are stretched.

    That is embedding · gradient, summed over the word's tokens (Shrikumar et al. 2016) and, where spelling is read, its
    n-grams. Log-odds, because a probability near 0 or 1 hardly has a slope.
    """
    asked = ask(predictor, text, target)
    if not asked.words:
        return Attribution([], 0.0, "log-odds", 0)
    scores, gradients, _ = asked.slopes(np.asarray([1.0, 0.0]), np.float64)
    pushed = _by_word(asked, (asked.embedded * gradients[0]).sum(axis=-1)) + asked.stretched()
    parts = list(zip(asked.words, pushed.tolist(), strict=True))
    return Attribution(parts, float(scores[0] - scores[1]), "log-odds", 4)


def integrated_gradients(predictor: Predictor, text: str, target: Target) -> Attribution:
    """What each word adds to the log-odds of the target on the way from nothing read to the text.

    Sundararajan et al. 2017, from vectors of zeros along a straight line. The line is cut in pieces, and where a piece
    leaves most (a network whose largest states change places has corners there) in halves, until all adds up.
    """
    asked = ask(predictor, text, target)
    if not asked.words:
        return Attribution([], 0.0, "log-odds", 0)
    ends = (np.linspace(0, 1, FIRST_PIECES + 1) ** BEGINNING).tolist()
    scores: dict[float, float] = {}
    pieces, work = _pieces(asked, list(pairwise(ends)), scores), POINTS * FIRST_PIECES
    for _ in range(ROUNDS):
        found = _summed(asked, pieces, work + len(scores))
        if found.adds_up:
            break
        pieces.sort(key=lambda piece: -abs(piece.gap))
        worst = [piece for piece in pieces[:HALVED] if abs(piece.gap) > LITTLE * abs(pieces[0].gap)]
        halves = [(one.start, (one.start + one.end) / 2, one.end) for one in worst]
        pieces = _pieces(asked, [half for three in halves for half in pairwise(three)], scores) + pieces[len(worst) :]
        work += 2 * POINTS * len(worst)
    return _summed(asked, pieces, work + len(scores))


@dataclass(frozen=True)
class Influence:
    """What is lost of each written word's probability when one that was read becomes unknown."""

    read: list[str]
    written: list[str]
    lost: Floats  # (written, read); positive: the word spoke for it


def influence(predictor: Predictor, text: str) -> Influence:
    """Occlusion for all that a network wrote at once; DataError where it wrote nothing, or is of a kind that does not write."""
    if not hasattr(of_kind(predictor).Asked, "of_each_written"):
        raise DataError("This network does not write, so there is no written word to ask about.")
    asked: Any = ask(predictor, text, 0)
    count = len(asked.words_of_all)
    full, *without = asked.of_each_written(np.concatenate([np.zeros((1, count), bool), np.eye(count, dtype=bool)]))
    return Influence(asked.words_of_all, asked.written, full[:, None] - np.stack(without, axis=1))


def ask(predictor: Predictor, text: str, target: Target) -> Asked:
    """A question to a network; DataError where its kind cannot be asked."""
    return of_kind(predictor).asked(predictor, text, target)


def of_kind(predictor: Predictor) -> ModuleType:
    """The `attribution.py` of a network's kind; DataError where it has none."""
    name = type(predictor.network).__module__.rpartition(".")[0] + ".attribution"
    if find_spec(name) is None:
        raise DataError("For this network it cannot be told what each single word did.")
    return importlib.import_module(name)


@dataclass(frozen=True)
class _Piece:
    """A piece of the way: what each word adds on it, and what that leaves of how far the answer moves."""

    start: float
    end: float
    pushed: Floats  # (W,)
    moved: float

    @property
    def gap(self) -> float:
        return self.moved - float(self.pushed.sum())


def _pieces(asked: Asked, spans: list[tuple[float, float]], scores: dict[float, float]) -> list[_Piece]:
    """A _Piece for each `(start, end)` of the way, by Gauss-Legendre points; log-odds at their ends are kept in `scores`."""
    nodes, weights = np.polynomial.legendre.leggauss(POINTS)
    starts, lengths = np.asarray(spans)[:, 0], np.diff(spans)[:, 0]
    inner = (starts[:, None] + lengths[:, None] * (nodes + 1) / 2).ravel()
    new = sorted({end for span in spans for end in span} - scores.keys())
    score, pushed = _pushed(asked, np.concatenate([new, inner]))
    scores |= dict(zip(new, score.tolist(), strict=False))
    by_piece = pushed[len(new) :].reshape(len(spans), POINTS, -1)
    added = np.einsum("pnw,n,p->pw", by_piece, weights / 2, lengths)
    return [
        _Piece(start, end, own, scores[end] - scores[start]) for (start, end), own in zip(spans, added, strict=True)
    ]


def _pushed(asked: Asked, shares: Floats) -> tuple[Floats, Floats]:
    """`(log-odds (N,), embedding · gradient of each word (N, W))` at these places of the way."""
    scores, pushed = [], []
    for start in range(0, len(shares), AT_ONCE):
        score, gradients, beside = asked.slopes(shares[start : start + AT_ONCE], np.float32)
        by_token = np.einsum("nte,te->nt", gradients, asked.embedded)
        scores.append(score)
        pushed.append(np.stack([_by_word(asked, own) for own in by_token]) + beside)
    return np.concatenate(scores).astype(np.float64), np.concatenate(pushed)


def _summed(asked: Asked, pieces: list[_Piece], points: int) -> Attribution:
    total = np.sum([piece.pushed for piece in pieces], axis=0)
    parts = list(zip(asked.words, total.tolist(), strict=True))
    return Attribution(parts, sum(piece.moved for piece in pieces), "log-odds", 2 * points)


def _by_word(asked: Asked, by_token: Floats) -> Floats:
    return np.bincount(asked.places, by_token, minlength=len(asked.words)).astype(np.float64)
