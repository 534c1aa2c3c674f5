"""What would have turned an answer: the fewest words exchanged for neighbours of theirs that flip it.

>>> found = counterfactuals(predictor, "not a good film")
>>> found.answer, found.flips[0].answer
('negative', 'positive')

Of a network that writes it is one of its words that turns: with its own words before that place given, it writes another one
there. Its place is the first word of content unless it is said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, islice, zip_longest
from typing import Any, Protocol

from numpy.typing import NDArray

from nlp_models.answering.attribution import of_kind
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.probe import neighbours
from nlp_models.errors import DataError
from nlp_models.safety import word_filter
from nlp_models.text.shown import content_place, shown_all
from nlp_models.text.vocabulary import PADDING, UNKNOWN

NEIGHBOURS = 12  # of each word
ASKED_FOR = 3 * NEIGHBOURS  # among which there are pieces of words, which nobody would write
MOST_TEXTS = 600  # that are answered on the way, whatever the text holds
MOST_NUMBERS = 4_000_000  # tokens of these texts times units: what is read in three seconds
MOST_WORDS = 60  # that are exchanged; those behind are left as they are
MOST_REPLACED = 5  # at once
PAIRED = 8  # words that are tried two by two
MOST_TOLD = 16  # texts that seem to turn a written word, each written anew to see whether they do

Exchange = tuple[int, str]  # a word's place, and what stands there instead
# what was exchanged, the number of the answer, and the probability of every answer
Answered = tuple[list[Exchange], int, NDArray[Any]]
Replaced = list[tuple[int, str, str]]  # a word's place, the word, what stands there instead


@dataclass(frozen=True)
class Flip:
    """A text that is answered otherwise."""

    replaced: Replaced
    text: str
    answer: str  # of a network that writes the word that stands in that place then; "" where the answer ends before it
    probability: float  # of this answer; of a written word given its own words before it
    writes: str = ""  # the whole of what is written for this text, nothing given; "" of a network that does not write


@dataclass(frozen=True)
class Counterfactuals:
    """What was found: none where `flips` is empty; as few words exchanged in each as in the first."""

    answer: str  # to the text as it is
    flips: list[Flip]  # the surest first
    tried: int  # texts that were answered
    probability: float = 0.0  # of the answer to the text as it is


def counterfactuals(
    predictor: Predictor,
    text: str,
    place: int | None = None,
    most: int = 5,
    progress: Callable[[float], None] | None = None,
) -> Counterfactuals:
    """The fewest words exchanged for neighbours of theirs that turn a classifier's label, a tagger's tag of the word in
    `place`, the word that a language model holds likeliest to come, or the word that a network wrote in `place`.

    DataError of a network that reads pictures: see problems/captioning/covering.py.
    """
    search = _Search(predictor, text, place, most, progress)
    if not search.asked.words:
        return Counterfactuals("", [], 0)
    ones = search.answers([[]] + [[one] for one in search.exchanges()])
    flips = search.singles(ones) or search.flips(search.pairs()) or search.rows()
    return Counterfactuals(search.asked.name(search.first), flips, search.tried, float(ones[0][2][search.first]))


class _Asked(Protocol):
    """What is asked of a network, and how that is told."""

    @property
    def words(self) -> list[str]:
        """Those that may be exchanged."""
        ...

    @property
    def tokens(self) -> int:
        """How many are read and written for a text."""
        ...

    @property
    def first(self) -> int | None:
        """The number of the answer that is to turn; None: the one to the text as it is."""
        ...

    def answered(self, texts: list[str], /) -> list[tuple[int, NDArray[Any]]]:
        """`[(number of the answer, probabilities of all)]`."""
        ...

    def name(self, number: int) -> str: ...

    def flip(self, replaced: Replaced, text: str, number: int, probability: float) -> Flip | None:
        """What is told of a text that is answered with this number; None where it does not turn after all."""
        ...


class _Search:
    """A text, its words' neighbours, and how sure the answer is with some of them."""

    def __init__(
        self, predictor: Predictor, text: str, place: int | None, most: int, progress: Callable[[float], None] | None
    ) -> None:
        self.predictor, self.told, self.progress, self.tried = predictor, most, progress, 0
        self.asked = _asked(predictor, text, place)
        self.most = max(1, min(MOST_TEXTS, MOST_NUMBERS // (self.asked.tokens * predictor.config.recipe.units)))
        self.first, self.best = 0, []

    def exchanges(self) -> list[Exchange]:
        """Every neighbour of every word, the nearest of all words first, as many as may be tried."""
        by_word = [
            [(at, name) for name in self.whole_words(word)]
            for at, word in enumerate(self.asked.words[:MOST_WORDS])
            if any(map(str.isalnum, word))
        ]
        found = [one for rank in zip_longest(*by_word) for one in rank if one is not None]
        return found[: self.most * 3 // 4]

    def whole_words(self, word: str) -> list[str]:
        """The neighbours of a word that are words themselves, not pieces within one."""
        tokenize = self.predictor.problem.vocabulary.tokenize
        near = [name for name, _ in neighbours(self.predictor, word, ASKED_FOR)]
        return [name for name in near if len(tokenize(name)) == 1][:NEIGHBOURS]

    def answers(self, chosen: list[list[Exchange]]) -> list[Answered]:
        """Probabilities of every answer with these words exchanged, of as many as there is work left."""
        found = []
        for start in range(0, min(len(chosen), self.most - self.tried), 64):
            own = chosen[start : min(start + 64, self.most - self.tried + start)]
            answered = self.asked.answered([self.text(one) for one in own])
            found += [(one, *given) for one, given in zip(own, answered, strict=True)]
            self.tried += len(own)
            if self.progress:
                self.progress(self.tried / self.most)
        return found

    def text(self, exchanged: list[Exchange]) -> str:
        words = list(self.asked.words)
        for at, name in exchanged:
            words[at] = in_its_place(words[at], name)
        return " ".join(words)

    def singles(self, answered: list[Answered]) -> list[Flip]:
        """Those that turn it by themselves; beside, keep of each word what moves it most, the strongest word first."""
        (_, number, whole), *ones = answered
        self.first = number if self.asked.first is None else self.asked.first
        best: dict[int, tuple[float, Exchange]] = {}
        for (exchange,), _, probabilities in ones:
            sure = float(probabilities[self.first])
            if sure < best.get(exchange[0], (float(whole[self.first]), exchange))[0]:
                best[exchange[0]] = (sure, exchange)
        self.best = [exchange for _, exchange in sorted(best.values())]
        return self.flips(ones)

    def pairs(self) -> list[Answered]:
        return self.answers([list(pair) for pair in combinations(self.best[:PAIRED], 2)])

    def rows(self) -> list[Flip]:
        """Three words, four and so on, the strongest together; of those that turn it the fewest."""
        for count in range(3, MOST_REPLACED + 1):
            if found := self.flips(self.answers([list(own) for own in combinations(self.best[: count + 2], count)])):
                return found
        return []

    def flips(self, answered: list[Answered]) -> list[Flip]:
        """Those that are answered otherwise, the surest first, as many as are told."""
        turned = [one for one in answered if one[1] != self.first]
        turned.sort(key=lambda one: -float(one[2][one[1]]))
        told = (self.flip(*one) for one in turned[:MOST_TOLD])
        return sorted(islice(filter(None, told), self.told), key=lambda flip: -flip.probability)

    def flip(self, exchanged: list[Exchange], number: int, probabilities: NDArray[Any]) -> Flip | None:
        replaced = [(at, self.asked.words[at], name) for at, name in sorted(exchanged)]
        return self.asked.flip(replaced, self.text(exchanged), number, float(probabilities[number]))


def in_its_place(word: str, name: str) -> str:
    """Another word between the signs that stand around a word: a full stop ends a sentence whatever ends it."""
    letters = [at for at, letter in enumerate(word) if letter.isalnum()]
    return word[: letters[0]] + name + word[letters[-1] + 1 :] if letters else name


@dataclass(frozen=True)
class _Named:
    """One of several answers that all have a name."""

    words: list[str]
    tokens: int
    names: Any  # by number
    answered: Callable[[list[str]], list[tuple[int, NDArray[Any]]]]
    first: int | None = None

    def name(self, number: int) -> str:
        return self.names[number]

    def flip(self, replaced: Replaced, text: str, number: int, probability: float) -> Flip:
        return Flip(replaced, text, self.names[number], probability)


@dataclass(frozen=True)
class _Written:
    """A word that was written: answer 0 is that it is still the likeliest in its place, 1 that another one is."""

    predictor: Predictor
    words: list[str]
    tokens: int
    ids: list[int]  # of all that was written
    own: list[int]  # places of this word's tokens among them
    place: int  # of the word
    word: str
    first: int | None = 0  # several candidates may have written a word that is not the likeliest

    def answered(self, texts: list[str]) -> list[tuple[int, NDArray[Any]]]:
        scores, likeliest = of_kind(self.predictor).word_scores(self.predictor, texts, self.ids, self.own)
        return [(int(not most), own) for own, most in zip(scores, likeliest, strict=True)]

    def name(self, number: int) -> str:
        return self.word

    def flip(self, replaced: Replaced, text: str, number: int, probability: float) -> Flip | None:
        read, upto = self.predictor.problem.read, self.own[-1] + 1
        then = read(text, self.predictor, forced=self.ids[: self.own[0]])
        if then.ids[:upto] == self.ids[:upto]:
            return None
        words, probabilities = then.said_words[self.place :], then.word_probabilities[self.place :]
        word, sure = (words[0], probabilities[0]) if words else ("", 1.0 - probability)
        return Flip(replaced, text, word, sure, self.all_written(text))

    def all_written(self, text: str) -> str:
        (reply,) = self.predictor.problem.replies([text], self.predictor)
        return word_filter().masked(self.predictor.problem.text(reply.ids))


def _asked(predictor: Predictor, text: str, place: int | None) -> _Asked:
    """What is asked of a network of this kind."""
    problem, tokens = predictor.problem, max(1, len(predictor.tokens_read(text)[0]))
    if hasattr(problem, "target_vocabulary"):
        return _written(predictor, text, place, tokens)
    if hasattr(problem, "split") and place is not None:
        words = problem.split(text)
        if not 0 <= place < len(words or [""]):
            raise DataError("There is no word in this place.")

        def tags(texts: list[str]) -> list[tuple[int, NDArray[Any]]]:
            given = predictor.network.answers(problem.encode([problem.split(text) for text in texts]))
            return [(int(one.numbers[place]), one.tag_probabilities[place]) for one in given]

        return _Named(words, tokens, problem.labels, tags)
    words = problem.words_in(text)
    if predictor.config.labels:
        return _Named(words, tokens, predictor.config.labels, lambda texts: _likeliest(predictor(texts)))
    if hasattr(problem, "foretold"):
        return _Named(words, tokens, _Shown(predictor), lambda texts: _likeliest(_writable(predictor(texts))))
    raise DataError("This network reads no words that could be exchanged.")


def _written(predictor: Predictor, text: str, place: int | None, tokens: int) -> _Written:
    answer, vocabulary = predictor.read(text), predictor.problem.target_vocabulary
    if place is None:
        place = content_place(vocabulary, [[answer.ids[at] for at in own] for own in answer.places])
    if not 0 <= place < len(answer.said_words):
        raise DataError("It wrote no word in this place.")
    own = answer.places[place]
    words = predictor.problem.words_in(text)[: len(answer.words)]
    return _Written(predictor, words, tokens + own[-1] + 1, answer.ids, own, place, answer.said_words[place])


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
