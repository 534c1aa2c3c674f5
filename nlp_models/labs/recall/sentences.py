"""Sentences with a key word, so many words after it, and the blank where it has to be known again; from sentences.toml.

>>> one = language("symbols").drawn(4, 1, np.random.default_rng(0))
>>> one.ids.shape   # (rows, words): four words, the key, the four between it and the blank
(1, 9)
"""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

LANGUAGES = ("ko", "en", "symbols")
DISTANCES = (2, 4, 8, 16, 32, 64)  # words between the key word and the blank


@dataclass(frozen=True)
class Drawn:
    """Some sentences of one distance."""

    ids: np.ndarray  # (rows, words) of what is read, from 1
    answers: np.ndarray  # (rows,) which of the keys


@dataclass(frozen=True)
class Language:
    """The words that sentences are made of."""

    keys: list[str]
    opening: list[list[str]]  # as a clause
    key: str  # how a key stands in its sentence
    after: list[str]
    closing: list[str]
    ending: str  # behind the blank; nobody reads it
    clauses: list[list[list[str]]]  # of each the places, of each the words that may stand there
    follows: list[str] | None = None  # before which a place has no comma; None: nobody sets commas

    @cached_property
    def words(self):
        """Every word that can be read; a word's number is its place from 1."""
        keys = [self.key.format(key=key) for key in self.keys]
        places = [word for clause in (self.opening, *self.clauses) for place in clause for word in place]
        return list(dict.fromkeys([*keys, *self.after, *self.closing, *places]))

    @cached_property
    def numbers(self):
        return {word: number for number, word in enumerate(self.words, 1)}

    @property
    def least(self):
        """The shortest distance there is a sentence for."""
        return len(self.after) + len(self.closing)

    @property
    def distances(self):
        """Those that there are sentences of."""
        return DISTANCES

    @property
    def key_place(self):
        """Which word of a sentence the key is."""
        return len(self.opening)

    def drawn(self, distance, rows, generator):
        """So many sentences of a distance, all clauses of the same lengths in each; ValueError where there can be none."""
        answers = generator.integers(0, len(self.keys), rows)
        middle = [place for clause in self._clauses(distance - self.least, generator) for place in clause]
        columns = [
            *self._chosen(self.opening, rows, generator),
            answers + 1,
            *self._fixed(self.after, rows),
            *self._chosen(middle, rows, generator),
            *self._fixed(self.closing, rows),
        ]
        return Drawn(np.stack(columns, axis=1).astype(np.int32), answers)

    def _fixed(self, words, rows):
        return [np.full(rows, self.numbers[word]) for word in words]

    def _chosen(self, places, rows, generator):
        return [generator.choice([self.numbers[word] for word in place], rows) for place in places]

    def _clauses(self, words, generator):
        """Clauses of so many words together, drawn at random."""
        chosen = []
        if words not in self._sums(max(words, 0)):
            raise ValueError(f"there is no sentence with {words + self.least} words between")
        while words:
            fitting = [clause for clause in self.clauses if words - len(clause) in self._sums(words)]
            chosen.append(fitting[int(generator.integers(len(fitting)))])
            words -= len(chosen[-1])
        return chosen

    def _sums(self, most):
        """How many words clauses can have together, up to so many."""
        sums = {0}
        for words in range(1, most + 1):
            if any(words - len(clause) in sums for clause in self.clauses):
                sums.add(words)
        return sums

    def read(self, ids):
        """The words of one sentence, as they are read."""
        return [self.words[number - 1] for number in ids]

    def written(self, ids):
        """The same words as people write them: a comma between places, a full stop before the last sentence."""
        words = self.read(ids)
        if self.follows is None:
            return words
        last = len(words) - len(self.closing) - 1  # before the last sentence
        return [
            f"{word.rstrip(',.')}." if place == last else self._with_comma(word, after)
            for place, (word, after) in enumerate(zip(words, [*words[1:], ""], strict=True))
        ]

    def _with_comma(self, word, after):
        return f"{word}," if word in self.keys and after not in ("", *self.follows) else word


@cache
def language(name):
    """The Language of one of LANGUAGES."""
    data = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))[name]
    keys = [data["key"].format(key=key) for key in data["keys"]]
    opening, *clauses = [
        [keys if place == "*" else place.split("|") for place in clause]
        for clause in (data["opening"], *data["clauses"])
    ]
    fixed = {part: data[part].split() for part in ("after", "closing")}
    follows = data["follows"].split() if "follows" in data else None
    return Language(
        data["keys"], opening, data["key"], ending=data["ending"], clauses=clauses, follows=follows, **fixed
    )
