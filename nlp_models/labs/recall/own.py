"""Sentences of the recall lab out of one's own text: its words are the keys, its sentences stand between key and blank.

own = own_sentences(text, keys=["Paris", "Rome"], frame="Remember * ... It was ___")
own.drawn(16, 64, generator).ids      # as of a Language of sentences.py, which it stands in for
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
    def words(self):
        """Every word that can be read; a word's number is its place from 1, the keys come first."""
        before, key, after, closing, _ = self.parts
        fixed = [*before, *after, *closing]
        told = [word for sentence in self.sentences for word in sentence]
        return list(dict.fromkeys([*(key.replace(KEY, one) for one in self.keys), *fixed, *told]))

    @cached_property
    def numbers(self):
        return {word: number for number, word in enumerate(self.words, 1)}

    @property
    def least(self):
        """The shortest distance: what the frame itself has between key and blank."""
        return len(self.parts[2]) + len(self.parts[3])

    @property
    def key_place(self):
        return len(self.parts[0])

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
        pieces = [self._fixed(before, rows), answers[:, None] + 1, self._fixed(after, rows)]
        pieces += [self._chosen(lines, rows, generator) for lines in self._filling(distance - self.least, generator)]
        return Drawn(np.concatenate([*pieces, self._fixed(closing, rows)], axis=1).astype(np.int32), answers)

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

    written = read

    def as_json(self):
        """What `from_json` makes the same of."""
        return {"keys": self.keys, "frame": self.frame, "sentences": [" ".join(one) for one in self.sentences]}


def from_json(told):
    """OwnSentences as they were kept; ValueError where they are not whole."""
    keys, frame, sentences = told["keys"], told["frame"], told["sentences"]
    if not all(isinstance(one, str) for one in (*keys, *sentences)) or not isinstance(frame, str) or not sentences:
        raise ValueError("sentences")
    return OwnSentences(list(keys), frame, [one.split() for one in sentences])


def own_sentences(text: str, keys: Iterable[str], frame: str) -> OwnSentences:
    """The sentences of a text in a frame.

    Args:
        frame: with * for the key word, ... for the sentences and ___ for the blank, in this order.

    Raises:
        DataError: a key is not one word, or there are too few; the frame lacks one of the three; the text is too short.
    """
    frame_parts(frame)
    own = OwnSentences(_checked(keys), frame, sentences_of(text))
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
