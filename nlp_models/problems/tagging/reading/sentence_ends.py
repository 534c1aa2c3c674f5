"""Where sentences end in a file that does not say so: where the numbers of words begin anew, else after . ? and !"""

import re
from collections.abc import Sequence
from itertools import pairwise

from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.reading.sentences import Sentence

MARK = re.compile(r"[.?!。？！…]+")
SHORTENED = re.compile(r"(?:\w\.)+|(?:mr|mrs|ms|dr|prof|st|vs|etc|no|jr|sr|co|inc|ltd|corp)\.", re.IGNORECASE)
MARKS = (".", "?", "!", "。", "？", "！")
CLOSING = frozenset(["''", "”", "’", "»", ")", "]", "-RRB-"])
QUOTES = ('"', "'")  # which open and close
CUT_AT_MARKS = mark("The file does not say where sentences end; they were cut after . ? and !")
CUT_AT_NUMBERS = mark("Sentences begin where the number of the word begins anew")


def cut_anew(one: Sentence, word: int, index: int | None = None) -> tuple[list[Sentence], list[Message]]:
    """One long run of words as sentences, and what to tell; where nothing shows an end, as it was."""
    if index is not None:
        places = [n for n, row in enumerate(one.cells) if n and row[index].strip() in ("0", "1")]
        if _restarts(one, index, places):
            return _pieces(one, places), [Message(CUT_AT_NUMBERS)]
    words = [row[word] for row in one.cells]
    continued = [any(cell[:2].upper() in ("I-", "E-", "L-", "M-") for cell in row) for row in one.cells]
    places = [place for place in ends(words) if place < len(words) and not continued[place]]
    return (_pieces(one, places), [Message(CUT_AT_MARKS)]) if places else ([one], [])


def ends(words: Sequence[str]) -> list[int]:
    """Places after which a sentence begins: after a mark that stands alone, else after words that carry one."""
    alone = any(MARK.fullmatch(word) for word in words)
    found, closed, quotes = [], False, 0
    for place, word in enumerate(words):
        closing = word in CLOSING or MARK.fullmatch(word) or (word in QUOTES and quotes % 2)
        if closed and not closing:
            found.append(place)
            closed, quotes = False, 0
        quotes += word in QUOTES
        closed = closed or bool(MARK.fullmatch(word) if alone else _ends_a_sentence(word))
    return found


def _ends_a_sentence(word: str) -> bool:
    bare = word.rstrip("\"'”’)]»")
    return bare[-1:] in MARKS and any(map(str.isalpha, bare)) and not SHORTENED.fullmatch(bare)


def _restarts(one: Sentence, index: int, places: list[int]) -> bool:
    """Whether a column counts the words of every sentence."""
    numbers = [as_count(row[index]) for row in one.cells]
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return bool(places) and steps >= 0.9 * (len(numbers) - 1 - len(places))


def as_count(cell: str) -> int:
    """A cell as a whole number; -1 where it is none."""
    cell = cell.strip().removesuffix(".0")
    return int(cell) if cell.isdecimal() and len(cell) < 10 else -1


def _pieces(one: Sentence, places: list[int]) -> list[Sentence]:
    bounds = [0, *places, len(one.cells)]
    return [Sentence(one.cells[start:end], one.lines[start:end], one.part) for start, end in pairwise(bounds)]
