"""Texts with places marked in them -> a Table: a row a text, or a sentence of a long one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from nlp_models.datasets.dataset import PART_NAMES
from nlp_models.datasets.limits import Budget
from nlp_models.datasets.table import Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.reading.lists import NUMBERS
from nlp_models.problems.tagging.reading.sentence_ends import ends
from nlp_models.problems.tagging.reading.sentences import Sentence, table_of_sentences
from nlp_models.problems.tagging.reading.spans import Span, notes_of, tagged

LONG = 100  # words; more are a document, of which a network would read the beginning only
CUT = mark("Texts of more than {most} words were cut into sentences; rows are numbered by sentence")
UNMARKED = mark("no text, or nobody has marked anything in it yet")

Marked = tuple[int, tuple[str, Sequence[Span]] | None, str]  # row, text with its places, part


def table_of_places(found: Iterable[Marked], kind: str, **told: Any) -> Table:
    """Words and tags of every text; what was mended is told, texts without places are left out and told."""
    sentences, without, counts, budget = [], [], Counter(), Budget()
    for number, one, part in found:
        words, tags, mended, lines = tagged(*one) if one else ([], [], Counter(), [])
        budget.row([" ".join(words), " ".join(tags)])
        counts += mended
        if not words:
            without.append(number)
            continue
        cut = _cut(words, tags, lines) if len(words) > LONG else [(words, tags)]
        counts["cut"] += len(cut) > 1
        marked = PART_NAMES.get(part.strip().lower())
        for both in cut:
            sentences.append(
                Sentence([list(pair) for pair in zip(*both, strict=True)], [number] * len(both[0]), marked)
            )
    if counts["cut"]:  # a number of its own for each, so that leaving one out leaves the others
        for number, sentence in enumerate(sentences, 1):
            sentence.lines = [number] * len(sentence.lines)
    if not sentences:
        raise DataError("This file holds no text with places marked in it.")
    notes = [*notes_of(counts), *[Message(CUT, {"most": LONG})] * bool(counts["cut"])]
    kinds = {tag[2:] for sentence in sentences for _, tag in sentence.cells if tag != "O"}
    notes += [Message(NUMBERS)] * (bool(kinds) and all(map(str.isdecimal, kinds)))
    guess = {"text": "words", "label": "tags"} | ({"part": "part"} if any(one.part for one in sentences) else {})
    skipped = (Skipped(tuple(without), Message(UNMARKED)),) if without else ()
    told |= {"skipped": (*told.get("skipped", ()), *skipped), "notes": (*told.get("notes", ()), *notes), "guess": guess}
    return table_of_sentences(sentences, ["words", "tags"], kind, **told)


def _cut(words: list[str], tags: list[str], lines: list[int]) -> list[tuple[list[str], list[str]]]:
    """A document as sentences: at line ends and after marks, never within an entity."""
    places = sorted({*ends(words), *lines})
    bounds = [0, *[place for place in places if not tags[place].startswith("I-")], len(words)]
    return [(words[start:end], tags[start:end]) for start, end in pairwise(bounds) if start < end]
