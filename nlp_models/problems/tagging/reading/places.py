"""Texts with places marked in them -> a Table: a row a text, or a sentence of a long one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from nlp_models.datasets.fields import PART_NAMES
from nlp_models.datasets.limits import Budget
from nlp_models.datasets.table import Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.entities import OUTSIDE
from nlp_models.problems.tagging.reading.lists import NUMBERS
from nlp_models.problems.tagging.reading.sentence_ends import ends
from nlp_models.problems.tagging.reading.sentences import joined
from nlp_models.problems.tagging.reading.spans import Span, notes_of, tagged

LONG = 100  # words; more are a document, of which a network would read the beginning only
CUT = mark("Texts of more than {most} words were cut into sentences; rows are numbered by sentence")
UNMARKED = mark("no text, or nobody has marked anything in it yet")

GUESS = {"text": "words", "label": "tags"}

Marked = tuple[int, tuple[str, Sequence[Span]] | None, str]  # row, text with its places, part


def table_of_places(found: Iterable[Marked], kind: str, **told: Any) -> Table:
    """Words and tags of every text; what was mended is told, texts without places are left out and told."""
    rows, numbers, without, kinds, counts, budget = [], [], [], set(), Counter(), Budget()
    for number, one, part in found:
        words, tags, mended, lines = tagged(*one) if one else ([], [], Counter(), [])
        counts += mended
        kinds.update(tags)
        if not words:
            without.append(number)
            continue
        cut = _cut(words, tags, lines) if len(words) > LONG else [(words, tags)]
        counts["cut"] += len(cut) > 1
        for both in cut:
            rows.append((*map(joined, both), PART_NAMES.get(part.strip().lower(), "")))
            numbers.append(number)
            budget.row(rows[-1])
    if not rows:
        raise DataError("This file holds no text with places marked in it.")
    if counts["cut"]:  # a number of its own for each, so that leaving one out leaves the others
        numbers = list(range(1, len(rows) + 1))
    skipped = (Skipped(tuple(without), Message(UNMARKED)),) if without else ()
    told |= {"skipped": (*told.get("skipped", ()), *skipped), "notes": (*told.get("notes", ()), *_notes(counts, kinds))}
    if any(part for _, _, part in rows):
        rows = [(words, tags, part or "train") for words, tags, part in rows]
        return Table(("words", "tags", "part"), rows, numbers, kind, guess={**GUESS, "part": "part"}, **told)
    return Table(("words", "tags"), [row[:2] for row in rows], numbers, kind, guess=GUESS, **told)


def _notes(counts: Counter[str], tags: set[str]) -> list[Message]:
    """What was mended, and that labels which are numbers need names."""
    kinds = {tag[2:] for tag in tags if tag != OUTSIDE}
    named = [Message(NUMBERS)] * (bool(kinds) and all(map(str.isdecimal, kinds)))
    return [*notes_of(counts), *[Message(CUT, {"most": LONG})] * bool(counts["cut"]), *named]


def _cut(words: list[str], tags: list[str], lines: list[int]) -> list[tuple[list[str], list[str]]]:
    """A document as sentences: at line ends and after marks, never within an entity."""
    places = sorted({*ends(words), *lines})
    bounds = [0, *[place for place in places if not tags[place].startswith("I-")], len(words)]
    return [(words[start:end], tags[start:end]) for start, end in pairwise(bounds) if start < end]
