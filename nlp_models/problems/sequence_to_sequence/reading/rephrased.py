"""share_alike(sources, targets): how many pairs say the same in other words, by the letters they share."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

LOOKED_AT = 1_000  # pairs, evenly from the whole
LEAST_LETTERS = 4  # shorter texts are alike by chance
ALIKE = 0.4  # of the pairs of letters in both, twice those they share
LETTERS = re.compile(r"\w")


def share_alike(sources: Sequence[str], targets: Sequence[str]) -> float:
    """The share of pairs whose sides are nearly alike, of those long enough to tell; 0 where none is."""
    step = max(1, len(sources) // LOOKED_AT)
    looked_at = [are_alike(*pair) for pair in zip(sources[::step], targets[::step], strict=True)]
    told = [alike for alike in looked_at if alike is not None]
    return sum(told) / len(told) if told else 0.0


def are_alike(one: str, other: str) -> bool | None:
    """Whether two texts share many pairs of letters, and both ask or neither does; None where one is too short."""
    first, second = _letter_pairs(one), _letter_pairs(other)
    if min(first.total(), second.total()) < LEAST_LETTERS - 1:
        return None
    shared = 2 * (first & second).total() / (first.total() + second.total())
    return shared >= ALIKE and ("?" in one) == ("?" in other)


def _letter_pairs(text: str) -> Counter:
    letters = LETTERS.findall(text[:500].lower())
    return Counter(pairwise(letters))
