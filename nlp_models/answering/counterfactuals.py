"""What would have turned an answer: the fewest words exchanged for neighbours of theirs that flip it.

>>> found = counterfactuals(predictor, "not a good film")
>>> found.answer, found.flips[0].answer
('negative', 'positive')
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, zip_longest
from typing import Any

from numpy.typing import NDArray

from nlp_models.answering.predictor import Predictor
from nlp_models.answering.probe import neighbours
from nlp_models.errors import DataError
from nlp_models.text.shown import shown_all
from nlp_models.text.vocabulary import PADDING, UNKNOWN

NEIGHBOURS = 12  # of each word
MOST_TEXTS = 600  # that are answered on the way, whatever the text holds
MOST_NUMBERS = 4_000_000  # tokens of these texts times units: what is read in three seconds
MOST_WORDS = 60  # that are exchanged; those behind are left as they are
MOST_REPLACED = 5  # at once
PAIRED = 8  # words that are tried two by two

Exchange = tuple[int, str]  # a word's place, and what stands there instead
# what was exchanged, the number of the answer, and the probability of every answer
Answered = tuple[list[Exchange], int, NDArray[Any]]


@dataclass(frozen=True)
class Flip:
    """A text that is answered otherwise."""

    replaced: list[tuple[int, str, str]]  # a word's place, the word, what stands there instead
    text: str
    answer: str
    probability: float  # of this answer


@dataclass(frozen=True)
class Counterfactuals:
    """What was found: none where `flips` is empty; as few words exchanged in each as in the first."""

    answer: str  # to the text as it is
    flips: list[Flip]  # the surest first
    tried: int  # texts that were answered


def counterfactuals(
    predictor: Predictor,
    text: str,
    place: int | None = None,
    most: int = 5,
    progress: Callable[[float], None] | None = None,
) -> Counterfactuals:
    """The fewest words exchanged for neighbours of theirs that turn a classifier's label, a tagger's tag of the word in
    `place`, or the word that a language model holds likeliest to come. DataError of networks that write."""
    search = _Search(predictor, text, place, progress)
    if not search.words:
        return Counterfactuals("", [], 0)
    ones = search.answers([[]] + [[one] for one in search.exchanges()])
    flips = search.singles(ones) or search.flips(search.pairs()) or search.flips(search.rows())
    return Counterfactuals(search.names[search.first], flips[:most], search.tried)


class _Search:
    """A text, its words' neighbours, and how sure the answer is with some of them."""

    def __init__(
        self, predictor: Predictor, text: str, place: int | None, progress: Callable[[float], None] | None
    ) -> None:
        self.predictor, self.place, self.progress, self.tried = predictor, place, progress, 0
        tokens = max(1, len(predictor.tokens_read(text)[0]))
        self.most = max(1, min(MOST_TEXTS, MOST_NUMBERS // (tokens * predictor.config.recipe.units)))
        self.names, self.answered = _answering(predictor, place)
        self.words = predictor.problem.split(text) if place is not None else predictor.problem.words_in(text)
        self.first, self.best = 0, []

    def exchanges(self) -> list[Exchange]:
        """Every neighbour of every word, the nearest of all words first, as many as may be tried."""
        by_word = [
            [(at, name) for name, _ in neighbours(self.predictor, word, NEIGHBOURS)]
            for at, word in enumerate(self.words[:MOST_WORDS])
            if any(map(str.isalnum, word))
        ]
        found = [one for rank in zip_longest(*by_word) for one in rank if one is not None]
        return found[: self.most * 3 // 4]

    def answers(self, chosen: list[list[Exchange]]) -> list[Answered]:
        """Probabilities of every answer with these words exchanged, of as many as there is work left."""
        found = []
        for start in range(0, min(len(chosen), self.most - self.tried), 64):
            own = chosen[start : min(start + 64, self.most - self.tried + start)]
            answered = self.answered([self.text(one) for one in own])
            found += [(one, *given) for one, given in zip(own, answered, strict=True)]
            self.tried += len(own)
            if self.progress:
                self.progress(self.tried / self.most)
        return found

    def text(self, exchanged: list[Exchange]) -> str:
        words = list(self.words)
        for at, name in exchanged:
            words[at] = name
        return " ".join(words)

    def singles(self, answered: list[Answered]) -> list[Flip]:
        """Those that turn it by themselves; beside, keep of each word what moves it most, the strongest word first."""
        (_, self.first, whole), *ones = answered
        best: dict[int, tuple[float, Exchange]] = {}
        for (exchange,), _, probabilities in ones:
            sure = float(probabilities[self.first])
            if sure < best.get(exchange[0], (float(whole[self.first]), exchange))[0]:
                best[exchange[0]] = (sure, exchange)
        self.best = [exchange for _, exchange in sorted(best.values())]
        return self.flips(ones)

    def pairs(self) -> list[Answered]:
        return self.answers([list(pair) for pair in combinations(self.best[:PAIRED], 2)])

    def rows(self) -> list[Answered]:
        """Three words, four and so on, the strongest together; of those that turn it the fewest."""
        for count in range(3, MOST_REPLACED + 1):
            found = self.answers([list(own) for own in combinations(self.best[: count + 2], count)])
            if self.flips(found):
                return found
        return []

    def flips(self, answered: list[Answered]) -> list[Flip]:
        """Those that are answered otherwise, the surest first."""
        turned = [one for one in answered if one[1] != self.first]
        turned.sort(key=lambda one: -float(one[2][one[1]]))
        return [
            Flip(
                [(at, self.words[at], name) for at, name in sorted(own)],
                self.text(own),
                self.names[number],
                float(p[number]),
            )
            for own, number, p in turned
        ]


def _answering(predictor: Predictor, place: int | None) -> tuple[Any, Callable[[list[str]], Any]]:
    """`(what the answers are called, texts -> [(number of the answer, probabilities of all)])`."""
    problem = predictor.problem
    if place is not None:

        def tags(texts: list[str]) -> list[tuple[int, NDArray[Any]]]:
            given = predictor.network.answers(problem.encode([problem.split(text) for text in texts]))
            return [(int(one.numbers[place]), one.tag_probabilities[place]) for one in given]

        return problem.labels, tags
    if predictor.config.labels:
        return predictor.config.labels, lambda texts: _likeliest(predictor(texts))
    if hasattr(problem, "foretold"):
        return _Shown(predictor), lambda texts: _likeliest(_writable(predictor(texts)))
    raise DataError("What this network writes is not one answer that could turn.")


def _likeliest(probabilities: NDArray[Any]) -> list[tuple[int, NDArray[Any]]]:
    return list(zip(probabilities.argmax(axis=1).tolist(), probabilities, strict=True))


def _writable(probabilities: NDArray[Any]) -> NDArray[Any]:
    probabilities[:, [PADDING, UNKNOWN]] = 0  # nobody can write an unknown word
    return probabilities


@dataclass(frozen=True)
class _Shown:
    """The names of a language model's tokens, as they may be shown."""

    predictor: Predictor

    def __getitem__(self, number: int) -> str:
        return shown_all(self.predictor.problem.vocabulary, [number])[0]
