"""WordFilter: what stands between everything that a network writes and the class that reads it.

    word_filter().masked("what the fuck")        # 'what the ···'

Our lists are `words.*.txt` beside this file. `UNROLLED_WORD_FILTER` names a file of the host, with more words, or is `off`.
"""

import os
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from nlp_models.errors import RunError
from nlp_models.safety.entries import any_of, name_of
from nlp_models.safety.folded import folded

VARIABLE = "UNROLLED_WORD_FILTER"
MASK = "···"
LISTS = sorted(Path(__file__).parent.glob("words.*.txt"))
Span = tuple[int, int]


class WordFilter:
    """Finds listed words in a text.

    Args:
        listed: entries as `entries.expression` takes them.
        allowed: words that are left, also where they are part of a listed one.
    """

    def __init__(self, listed: Iterable[str], allowed: Iterable[str] = ()) -> None:
        self._listed = any_of(listed)
        self._allowed = any_of(allowed)

    def masked(self, text: str) -> str:
        """The text with three dots in the place of every listed word."""
        spans = self._spans(text)
        return _replaced(unicodedata.normalize("NFC", text), spans) if spans else text

    def masked_words(self, words: Sequence[str]) -> list[str]:
        """The same of words in a row, as many as there were: also where a listed word is made of several."""
        text = unicodedata.normalize("NFC", " ".join(words))
        spans, start, kept = self._spans(text), 0, []
        for word in words:
            end = start + len(unicodedata.normalize("NFC", word))
            hidden = any(first < end and last > start for first, last in spans)
            kept.append(MASK if hidden else word)
            start = end + 1
        return kept

    def allows(self, text: str) -> bool:
        """Whether there is no listed word in it."""
        return not self._spans(text)

    def count(self, text: str) -> int:
        """How many listed words are in it."""
        return len(self._spans(text))

    def _spans(self, text: str) -> list[Span]:
        """`(first, last + 1)` of every listed word in the text's NFC form."""
        if self._listed is None or not text:
            return []
        letters, places = folded(unicodedata.normalize("NFC", text))
        left = [found.span() for found in self._allowed.finditer(letters)] if self._allowed else []
        found = [found.span() for found in self._listed.finditer(letters) if found.end() > found.start()]
        kept = [(first, last) for first, last in found if not any(a <= first and last <= b for a, b in left)]
        return [(places[first], places[last - 1] + 1) for first, last in kept]


def word_filter() -> WordFilter:
    """The filter of this host; RunError where its file cannot be read."""
    named = os.environ.get(VARIABLE, "").strip()
    if named.lower() == "off":
        return _filter("", 0.0, off=True)
    return _filter(named, _changed(named) if named else 0.0)


@cache
def _filter(named: str, changed: float, off: bool = False) -> WordFilter:
    """Read again when the file has changed."""
    if off:
        return WordFilter([])
    lines = _lines(Path(named)) if named else []
    allowed = [line[1:].strip() for line in lines if line.startswith("!")]
    gone = {name_of(word) for word in allowed}
    listed = [entry for path in LISTS for entry in _lines(path) if name_of(entry) not in gone]
    return WordFilter([*listed, *(line for line in lines if not line.startswith("!"))], allowed)


def _changed(named: str) -> float:
    try:
        return Path(named).stat().st_mtime
    except OSError as error:
        raise _unreadable(named) from error


def _lines(path: Path) -> list[str]:
    """The entries of a list; a line that begins with # says something about them."""
    try:
        lines = [line.strip() for line in path.read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(str(path)) from error
    lines = [unicodedata.normalize("NFC", line) for line in lines]
    return [line for line in lines if line.strip("*!") and not line.startswith("#")]


def _unreadable(named: str) -> RunError:
    return RunError("The word filter of this host cannot be read: {file}.", file=named)


def _replaced(text: str, spans: Sequence[Span]) -> str:
    kept, end = [], 0
    for first, last in spans:
        kept += [text[end:first], MASK]
        end = last
    return "".join([*kept, text[end:]])
