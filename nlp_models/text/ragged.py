"""Ragged: the ids of many texts in one array, on disk where they are many; a list of a million small arrays takes six times as much.

>>> Ragged.of([[3, 1], [2]], size=9)[0]
array([3, 1], dtype=int32)
"""

import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice

import numpy as np

ON_DISK = 4_000_000  # ids; more lie in a file without a name, which goes with the process
TEXTS = 10_000  # that are laid together


class Ragged(Sequence):
    """N texts as ids. `tokens` are all of them, `ends` where each text ends, int64 `(N,)`."""

    def __init__(self, tokens, ends):
        self.tokens, self.ends = tokens, ends

    @classmethod
    def of(cls, texts, size):
        """Those of any texts, given one after another; `size`: all ids are less."""
        written, left = Writer(size), iter(texts)
        while some := list(islice(left, TEXTS)):
            lengths = np.fromiter(map(len, some), np.int64, len(some))
            written.add(np.fromiter(chain.from_iterable(some), written.kind, lengths.sum()), lengths)
        return written.ragged()

    def __len__(self):
        return len(self.ends)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        end = self.ends[place]
        start = self.ends[place - 1] if place not in (0, -len(self)) else 0
        return self.tokens[start:end].astype(np.int32)

    def __iter__(self) -> Iterator[np.ndarray]:
        return map(self.__getitem__, range(len(self)))

    @property
    def lengths(self):
        """How many ids each text has, `(N,)`."""
        return np.diff(self.ends, prepend=0)


class Numbers(dict[str, int]):
    """The numbers of words: of one that was never met before, the next."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class Writer:
    """A Ragged that is written as it comes."""

    def __init__(self, size):
        self.kind = np.uint16 if size <= 2**16 else np.int32
        self.parts, self.lengths, self.count, self.file = [], [], 0, None

    def add(self, tokens: np.ndarray, lengths: np.ndarray | tuple[()] = ()) -> None:
        """The ids of more texts, one after another, and how many each has; a stream has no ends."""
        self.count += len(tokens)
        self.parts.append(tokens.astype(self.kind, copy=False))
        self.lengths.append(np.asarray(lengths, np.int64))
        if self.count > ON_DISK:
            self.file = self.file or tempfile.TemporaryFile()  # noqa: SIM115  as long as the ids are
            self.file.writelines(self.parts)
            self.parts.clear()

    def ragged(self) -> Ragged:
        """All that was added."""
        return Ragged(self.tokens(), np.cumsum(_joined(self.lengths, np.int64)))

    def tokens(self) -> np.ndarray:
        """All ids that were added, one after another: an array, or what is read of the file when it is asked for."""
        if self.file is None:
            return _joined(self.parts, self.kind)
        self.file.writelines(self.parts)
        self.parts.clear()
        self.file.flush()
        return np.memmap(self.file, self.kind, "r")


def lengths_of(ids: Sequence[Sequence[int]]) -> np.ndarray:
    """How many ids each text of a Ragged, or of a list, has: `(N,)`."""
    return ids.lengths if isinstance(ids, Ragged) else np.asarray([len(own) for own in ids])


def _joined(parts, kind):
    return np.concatenate(parts) if parts else np.zeros(0, kind)
