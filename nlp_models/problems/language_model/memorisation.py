"""How much of a text was copied: its spans that stand word for word in the text a network learned from.

>>> Source(["the cat sat on the mat"]).copied("a cat sat on the mat today").longest
5
"""

import hashlib
from array import array
from dataclasses import dataclass

import numpy as np

from nlp_models.text.ragged import Numbers

LEAST = 4  # words; shorter spans are phrases that everybody uses
LINE = "\n"  # the end of a line counts as a word, so that no span runs over it by chance


def fingerprint(text):
    """A number for a text, by which one that was learned from is known again without being kept."""
    return int.from_bytes(hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).digest()[:5], "big")


@dataclass(frozen=True)
class Copied:
    """The words of a text and which of them were copied."""

    words: list[str]
    spans: list[tuple[int, int]]  # first word and the one after the last, in order, not overlapping
    longest: int  # words of the longest span found verbatim, however short

    @property
    def share(self):
        """Share of the words that stand in a copied span."""
        return sum(last - first for first, last in self.spans) / max(1, len(self.words))

    @property
    def longest_words(self):
        """The words of the longest span that counts as copied."""
        first, last = max(self.spans, key=lambda span: span[1] - span[0], default=(0, 0))
        return self.words[first:last]


class Source:
    """The training text, every word with the places where it stands; `texts` are gone through once."""

    def __init__(self, texts):
        self.numbers, words = Numbers(), array("i")
        for text in texts:
            words.extend(map(self.numbers.__getitem__, (*text.split(), LINE)))
        stream = np.frombuffer(words, np.int32)
        self.order = np.argsort(stream, kind="stable").astype(np.int32)  # places, word by word
        self.starts = np.concatenate([[0], np.bincount(stream, minlength=len(self.numbers)).cumsum()])
        self.size = len(stream)

    def copied(self, text, least=LEAST):
        """A Copied: the spans of at least `least` words that stand in the training text."""
        words = [word for line in text.split("\n") for word in line.split()]
        lengths = self.matches(words)
        spans, end = [], len(words)
        while end > 0:
            length = int(lengths[end - 1])
            if length >= least:
                spans.append((end - length, end))
            end -= length if length >= least else 1
        return Copied(words, spans[::-1], int(max(lengths, default=0)))

    def matches(self, words):
        """For every word, how many words up to it stand somewhere in the training text in this order: `(W,)`."""
        run = np.zeros(self.size + 1, np.int32)  # at a place: words in a row that match up to the place before it
        longest, before = np.zeros(len(words), np.int32), np.empty(0, np.int64)
        for at, word in enumerate(words):
            number = self.numbers.get(word)
            places = self.order[:0] if number is None else self.order[self.starts[number] : self.starts[number + 1]]
            lengths = run[places] + 1
            run[before] = 0
            before = places + 1
            run[before] = lengths
            longest[at] = lengths.max(initial=0)
        return longest
