"""Sentences of the recall lab out of one's own text: its words are the keys, its sentences stand between key and blank.

own = own_sentences(text, keys=["Paris", "Rome"], frame="Remember *. ... It was ___", others="Forget *.")
own.drawn(16, 64, generator).ids      # as of a Language of sentences.py, which it stands in for

Between the sentences stand lists of other key words: a text by itself has so few of them that even a SimpleRNN keeps the one it
has read (measured: benchmarks/README.md, "Recall").
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nlp_models.errors import DataError
from nlp_models.labs.recall.sentences import DISTANCES, Drawn

KEYS = 20  # that are proposed: as many as our own sentences have
LEAST_KEYS, MOST_KEYS = 2, 50
SENTENCES, LONGEST = 1_000, max(DISTANCES)  # of a text, the first ones; words of a sentence
LETTERS = 2_000  # of a frame
OTHERS, BEFORE = 8, 4  # key words of a list between sentences, and before the right one, so that its place says nothing
SAYS_LITTLE = 5  # Latin letters: what has fewer is mostly "that", "with", "said"
KEY, FILLER, BLANK = "*", ("...", "…"), re.compile(r"_+")
END = re.compile(r"(?<=[.!?…])\s+|\n")
MARKS = ".,;:!?…\"'()[]{}«»“”‘’*_-–"


@dataclass(frozen=True)
class OwnSentences:
    """A key word in a frame, sentences of a text, the blank."""

    keys: list[str]
    frame: str
    sentences: list[list[str]]  # words of each
    others: str = ""  # how a list of other key words stands between the sentences, * for them; empty: there is none

    @cached_property
    def parts(self):
        """`(before the key, the key's own word, before the sentences, before the blank, behind it)` of the frame."""
        return frame_parts(self.frame)

    @property
    def opening(self):
        return self.parts[0]

    @property
    def key(self):
        return self.parts[1]

    @property
    def ending(self):
        return self.parts[4]

    @cached_property
    def listing(self):
        """`(words before a list of other key words, how one of them stands, words behind)`."""
        return others_parts(self.others)

    @cached_property
    def words(self):
        """Every word that can be read; a word's number is its place from 1, the keys come first.

        With other key words about, a key is the same word wherever it stands, without the marks that are written at it.
        """
        before, key, after, closing, _ = self.parts
        keys = self.keys if self.others else [key.replace(KEY, one) for one in self.keys]
        fixed = [*before, *after, *closing, *self.listing[0], *self.listing[2]]
        told = [word for sentence in self.sentences for word in sentence]
        return list(dict.fromkeys([*keys, *fixed, *told]))

    @cached_property
    def numbers(self):
        return {word: number for number, word in enumerate(self.words, 1)}

    @property
    def least(self):
        """The shortest distance: what the frame itself has between key and blank."""
        return len(self.parts[2]) + len(self.parts[3])

    @property
    def key_place(self):
        return len(self.parts[0]) + (self._longest(BEFORE) if self.others else 0)

    @property
    def length(self):
        """Words of the text."""
        return sum(map(len, self.sentences))

    @property
    def distances(self):
        """Those of DISTANCES that the frame allows and the text is long enough for."""
        return tuple(one for one in DISTANCES if 0 <= one - self.least <= self.length)

    def drawn(self, distance, rows, generator):
        """So many sentences of a distance; ValueError where there can be none."""
        if distance - self.least not in range(self.length + 1):
            raise ValueError(f"there is no sentence with {distance} words between")
        answers = generator.integers(0, len(self.keys), rows)
        before, _, after, closing, _ = self.parts
        first = [self._list(self._longest(BEFORE), rows, generator)] if self.others else []
        pieces = [*first, self._fixed(before, rows), answers[:, None] + 1, self._fixed(after, rows)]
        pieces += self._between(distance - self.least, rows, generator)
        return Drawn(np.concatenate([*pieces, self._fixed(closing, rows)], axis=1).astype(np.int32), answers)

    def _between(self, words, rows, generator):
        """What stands between, so many words: sentences, and a list of other key words before each."""
        if not self.others:
            return [self._chosen(lines, rows, generator) for lines in self._filling(words, generator)]
        pieces = []
        while words:
            pieces.append(self._list(min(words, self._longest(OTHERS)), rows, generator))
            words -= pieces[-1].shape[1]
            if words:
                long = len(self.sentences[int(generator.integers(len(self.sentences)))])
                pieces.append(
                    self._chosen(self._of_length[long] if long <= words else self._ends(words), rows, generator)
                )
                words -= pieces[-1].shape[1]
        return pieces

    def _longest(self, keys):
        """Words of a list of so many keys."""
        return len(self.listing[0]) + keys + len(self.listing[2])

    def _list(self, words, rows, generator):
        """A list of other key words, so many words long; what its frame has no room for is left out."""
        before, _, behind = self.listing
        if words <= len(before) + len(behind):
            before, behind = [], []
        keys = generator.integers(1, len(self.keys) + 1, (rows, words - len(before) - len(behind)))
        return np.concatenate([self._fixed(before, rows), keys, self._fixed(behind, rows)], axis=1)

    def _fixed(self, words, rows):
        return np.tile(np.array([self.numbers[word] for word in words], int), (rows, 1))

    def _chosen(self, lines, rows, generator):
        return lines[generator.integers(0, len(lines), rows)]

    def _filling(self, words, generator):
        """Whole sentences, drawn at random, of so many words together; of the first one perhaps the end alone."""
        chosen = []
        while words:
            long = len(self.sentences[int(generator.integers(len(self.sentences)))])
            chosen.append(self._of_length[long] if long <= words else self._ends(words))
            words -= min(long, words)
        return chosen[::-1]

    @cached_property
    def _numbered(self):
        return [np.array([self.numbers[word] for word in sentence]) for sentence in self.sentences]

    @cached_property
    def _of_length(self):
        """`{words: (sentences, words)}`."""
        lengths = {len(one) for one in self._numbered}
        return {long: np.stack([one for one in self._numbered if len(one) == long]) for long in lengths}

    def _ends(self, words):
        """The last words of all sentences that are longer."""
        if words not in self._known_ends:
            self._known_ends[words] = np.stack([one[-words:] for one in self._numbered if len(one) > words])
        return self._known_ends[words]

    @cached_property
    def _known_ends(self):
        return {}

    def read(self, ids):
        """The words of one sentence."""
        return [self.words[number - 1] for number in ids]

    def written(self, ids):
        """The same words as people write them: the key with its marks, commas between other key words."""
        words = self.read(ids)
        if not self.others:
            return words
        keys = [number <= len(self.keys) for number in [*ids, len(self.words)]]
        before, mark, _ = self.listing
        lists = set()
        for place in range(len(words)):  # a list begins behind its first words, and goes on from key to key
            begins = words[place - len(before) : place] == before if before else True
            if keys[place] and place != self.key_place and (begins or place - 1 in lists):
                lists.add(place)
        for place in lists:
            words[place] = f"{words[place]}," if place + 1 in lists else mark.replace(KEY, words[place])
        words[self.key_place] = self.key.replace(KEY, words[self.key_place])
        return words

    def as_json(self):
        """What `from_json` makes the same of."""
        told = {"keys": self.keys, "frame": self.frame, "sentences": [" ".join(one) for one in self.sentences]}
        return told | ({"others": self.others} if self.others else {})


def from_json(told):
    """OwnSentences as they were kept; ValueError where they are not whole."""
    keys, frame, sentences, others = told["keys"], told["frame"], told["sentences"], told.get("others", "")
    if not all(isinstance(one, str) for one in (*keys, *sentences, frame, others)) or not sentences:
        raise ValueError("sentences")
    return OwnSentences(list(keys), frame, [one.split() for one in sentences], others)


def own_sentences(text: str, keys: Iterable[str], frame: str, others: str = "") -> OwnSentences:
    """The sentences of a text in a frame.

    Args:
        frame: with * for the key word, ... for the sentences and ___ for the blank, in this order.
        others: what stands before each sentence, * for some other key words; empty for nothing.

    Raises:
        DataError: a key is not one word, or there are too few; the frame lacks one of the three; others has no *; the text is
            too short.
    """
    frame_parts(frame)
    others_parts(others)
    own = OwnSentences(_checked(keys), frame, sentences_of(text), " ".join(others.split()))
    if len(own.distances) < 2:
        raise DataError(
            "This text is too short: it has {words} words, and at least {least} are needed between key word and blank.",
            words=own.length,
            least=next((one - own.least for one in DISTANCES[1:] if one > own.least), LONGEST),
        )
    return own


def sentences_of(text: str) -> list[list[str]]:
    """The words of every sentence of a text, up to SENTENCES of them; a line ends one, too, and a long one is cut.

    >>> sentences_of("The cat sat. Who saw it?")
    [['The', 'cat', 'sat.'], ['Who', 'saw', 'it?']]
    """
    found = [sentence.split() for sentence in END.split(text)]
    pieces = (words[at : at + LONGEST] for words in found for at in range(0, len(words), LONGEST))
    return [words for words, _ in zip(pieces, range(SENTENCES), strict=False)]


def proposed_keys(text: str, most: int = KEYS) -> list[str]:
    """The words of a text that could be asked for, the commonest first; short ones of Latin letters, which say little, last."""
    counts = Counter(word.strip(MARKS) for sentence in sentences_of(text) for word in sentence)
    words = {word: count for word, count in counts.most_common() if word.replace("-", "").isalpha() and len(word) > 1}
    once = {word.casefold(): word for word in reversed(words)}.values()  # "When" and "when" are one, as it is commoner
    return sorted(once, key=lambda word: (word.isascii() and len(word) < SAYS_LITTLE, -words[word], word))[:most]


def frame_parts(frame: str) -> tuple[list[str], str, list[str], list[str], str]:
    """`(before the key, the key's word, between it and the sentences, between them and the blank, behind it)`; DataError."""
    words = frame[:LETTERS].split()
    keys = [place for place, word in enumerate(words) if KEY in word]
    fillers = [place for place, word in enumerate(words) if word in FILLER]
    blanks = [place for place, word in enumerate(words) if BLANK.search(word)]
    if len(blanks) != 1:
        raise DataError("The frame needs one blank: write ___ where the key word is asked for.")
    if len(keys) != 1 or words[keys[0]].count(KEY) != 1:
        raise DataError("The frame needs one place for the key word: write * there.")
    if len(fillers) != 1:
        raise DataError("The frame needs one place for your sentences: write ... there, with a space on either side.")
    (key,), (filler,), (blank,) = keys, fillers, blanks
    if not key < filler < blank:
        raise DataError("In the frame the key word * comes first, then ... for your sentences, then the blank ___.")
    before, behind = BLANK.split(words[blank], maxsplit=1)
    closing = [*words[filler + 1 : blank], *([before] if before else [])]
    return words[:key], words[key], words[key + 1 : filler], closing, " ".join([behind, *words[blank + 1 :]]).strip()


def others_parts(others: str) -> tuple[list[str], str, list[str]]:
    """`(words before the other key words, how one stands, words behind)`; DataError.

    >>> others_parts("Forget: *. Well,")
    (['Forget:'], '*.', ['Well,'])
    """
    words = others[:LETTERS].split()
    places = [place for place, word in enumerate(words) if KEY in word]
    if words and (len(places) != 1 or words[places[0]].count(KEY) != 1):
        raise DataError("The list of other key words needs one * where they stand, or leave it empty.")
    place = places[0] if words else 0
    return words[:place], "".join(words[place : place + 1]), words[place + 1 :]


def _checked(keys):
    """The keys, each once; DataError where one is not a word."""
    keys = list(dict.fromkeys(key.strip() for key in keys if key.strip()))
    if wrong := next((key for key in keys if len(key.split()) > 1), None):
        raise DataError("A key word is one word, and “{key}” has a space in it.", key=wrong)
    if not LEAST_KEYS <= len(keys) <= MOST_KEYS:
        raise DataError(
            "There must be {least} to {most} different key words, and here are {count}.",
            least=LEAST_KEYS,
            most=MOST_KEYS,
            count=len(keys),
        )
    return keys
