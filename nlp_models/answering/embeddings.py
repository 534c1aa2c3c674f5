"""The words as a network has them: its tables of embeddings, what lies near a word, and all of them on a flat map.

>>> table = tables(predictor)["read"]
>>> nearest(table, "awful")[0]
('horrible', 0.83...)
>>> flattened(table.vectors[table.commonest(400)]).shares   # of what sets the points apart, along either axis
(0.27..., 0.035...)
"""

import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp_models.answering.predictor import Predictor
from nlp_models.safety import word_filter
from nlp_models.text.vocabulary import END, SPACE, UNKNOWN

Floats = NDArray[np.floating[Any]]
HANGUL = "\u2e80"  # where scripts begin whose single signs are words
WEIGHTS = {"read": "embedding", "written": "decoder/embedding"}


@dataclass(frozen=True, eq=False)
class Table:
    """A vocabulary, and the vector of each of its tokens `(V, E)`."""

    vocabulary: Any
    vectors: Floats

    def ids(self, word: str) -> list[int]:
        """The numbers of the tokens that a word is made of; none of what it does not know."""
        tokens = self.vocabulary.tokenize(word)
        own = [number for token, number, _ in tokens if number != UNKNOWN and token != SPACE]
        return [number for number in own if any(map(str.isalnum, self.vocabulary.tokens[number]))] or own

    def vector(self, word: str) -> Floats | None:
        """Where a word stands `(E,)`, of several tokens their mean; None of an unknown one."""
        own = self.ids(word)
        return self.vectors[own].mean(axis=0) if own else None

    def pieces(self, word: str) -> list[str]:
        """The tokens that a word is made of, as they are shown; of a word that is one token that one."""
        return [shown(self.vocabulary.tokens[number]) for number in self.ids(word)]

    def is_piece(self, number: int) -> bool:
        """Whether a token only stands within words: as a word it would mislead."""
        return self.vocabulary.kind == "subword" and not self.vocabulary.tokens[number].startswith(SPACE)

    def commonest(self, most: int) -> list[int]:
        """Numbers of the tokens that stand first, which are those that came most often; what is no word is left out."""
        words, found = word_filter(), []
        for number in range(END, len(self.vectors)):
            name = shown(self.vocabulary.tokens[number])
            is_word = name.isalnum() and (len(name) > 1 or name > HANGUL)  # one Latin letter is none
            if is_word and words.allows(name):
                found.append(number)
            if len(found) == most:
                break
        return found


@dataclass(frozen=True)
class Plane:
    """The two directions along which points lie furthest apart (principal components, Pearson 1901)."""

    middle: Floats  # (E,)
    axes: Floats  # (E, 2)
    shares: tuple[float, float]  # of the variance, along either

    def places(self, vectors: Floats) -> Floats:
        """Where vectors `(N, E)` lie on it `(N, 2)`."""
        return (vectors - self.middle) @ self.axes


def tables(predictor: Predictor) -> dict[str, Table]:
    """Of what it reads, "read", and of what it writes, "written", as far as the network has them."""
    weights, problem = predictor.network.weights, predictor.problem
    vocabularies = {"read": problem.vocabulary, "written": getattr(problem, "target_vocabulary", problem.vocabulary)}
    return {
        name: Table(vocabularies[name], weights[weight].astype(np.float32, copy=False))
        for name, weight in WEIGHTS.items()
        if weight in weights
    }


def nearest(table: Table, word: str, most: int = 8) -> list[tuple[str, float]]:
    """The tokens whose embeddings point the same way as a word's: `[(token, cosine)]`; empty for an unknown word.

    A word of several tokens stands at the mean of their embeddings, punctuation aside. Pieces that only stand within words
    are left out, and so is the sign that SentencePiece puts for a space.
    """
    middle = table.vector(word)
    if middle is None:
        return []
    vectors, names = table.vectors, table.vocabulary.tokens
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(middle)
    cosines = vectors @ middle / np.maximum(lengths, 1e-9)
    cosines[[0, UNKNOWN, *table.ids(word)]] = -np.inf
    found: dict[str, float] = {}
    # a piece within a word may look like one that begins a word
    seen = {shown(token) for token in (word, *(token for token, *_ in table.vocabulary.tokenize(word)))}
    words = word_filter()
    for number in np.argsort(-cosines):
        name = shown(names[number])
        if len(found) == most or not np.isfinite(cosines[number]):
            break
        if name and name not in seen and not table.is_piece(number) and words.allows(name):
            found.setdefault(name, float(cosines[number]))
    return list(found.items())


def chance(table: Table) -> float:
    """The cosine of the nearest of as many random directions: a neighbour that is no nearer means nothing."""
    tokens, size = table.vectors.shape
    middle = np.sqrt(2 * np.log(tokens))
    # the largest of N normal numbers (Cramér 1946, 28.6); a cosine of random directions deviates by 1/sqrt(size)
    largest = middle - (np.log(np.log(tokens)) + np.log(4 * np.pi)) / (2 * middle)
    return min(1.0, float(largest / np.sqrt(size)))


def flattened(vectors: Floats) -> Plane:
    """The Plane on which N vectors `(N, E)` are seen best; the larger side of either axis points right or up."""
    vectors = vectors.astype(np.float64)
    middle = vectors.mean(axis=0)
    values, directions = np.linalg.eigh((vectors - middle).T @ (vectors - middle))
    axes = np.pad(
        directions[:, ::-1][:, :2], ((0, 0), (0, max(0, 2 - len(middle))))
    )  # vectors of one number lie on a line
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])] < 0, -1, 1)
    first, second, *_ = [*(values[::-1] / max(values.sum(), 1e-12)).tolist(), 0.0]
    return Plane(middle, axes, (first, second))


def shown(token: str) -> str:
    """A token without the sign for a space."""
    return unicodedata.normalize("NFC", token.replace(SPACE, ""))
