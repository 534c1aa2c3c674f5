"""TMX, in which translation programs exchange what they remember: units with a segment in each language -> pairs."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("a translation memory (TMX)")
STARTS = re.compile(r"\s*(<\?xml[^>]{0,200}\?>)?\s*(<!DOCTYPE\s+tmx\b[^>\[]{0,300}>)?\s*<tmx\b")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LOOKED_AT = 5_000  # letters
DECLARED = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
LANGUAGE = ("{http://www.w3.org/XML/1998/namespace}lang", "lang")
CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))  # what a program wrote within a segment, no words
MOST_LANGUAGES = 40
MOST_ELEMENTS = 10_000  # of a side of a unit


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """A text whose first element is tmx."""
    if source.is_text and STARTS.match(COMMENT.sub("", source.text[:LOOKED_AT])):
        return Sighting(1.0, Message(mark("a translation memory (TMX)")))
    return None


def read(source: Source, how: How) -> Table:
    """A row a unit, numbered in order; the two languages of most units first, the others as further columns."""
    units, counts, budget = [], Counter(), limits.Budget()
    for unit in _units(source.text):
        counts.update(unit.keys())
        if len(counts) > MOST_LANGUAGES:
            raise DataError("This translation memory has more than {limit} languages.", limit=MOST_LANGUAGES)
        budget.row([*unit.values()])
        units.append(unit)
    if len(counts) < 2:
        raise DataError("This translation memory has no units in two languages.")
    columns = sorted(counts, key=counts.get, reverse=True)  # of equals the first that was met
    kept = [(number, unit) for number, unit in enumerate(units, 1) if all(unit.get(name) for name in columns[:2])]
    skipped = sorted({*range(1, len(units) + 1)} - {number for number, _ in kept})
    if not kept:
        raise DataError("This translation memory has no units in two languages.")
    rows = [tuple([unit.get(name, "") for name in columns]) for _, unit in kept]
    why = Message(mark("these units lack one of the two languages"))
    return Table(
        tuple(columns),
        rows,
        [number for number, _ in kept],
        "tmx",
        source.encoding,
        header=False,
        skipped=(Skipped(tuple(skipped), why),) if skipped else (),
        guess={"text": columns[0], "label": columns[1]},
    )


def _units(text: str) -> Iterator[dict[str, str]]:
    """`{language: segment}` of every unit; nothing outside the file is ever fetched."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    data = io.BytesIO(DECLARED.sub("", text, count=1).encode("utf-8", "replace"))
    unit, parents, kept = {}, [], 0
    try:
        for event, element in iterparse(data, events=("start", "end")):
            if event == "start":
                parents.append(element)
                kept += 1
                if len(parents) > limits.DEPTH or kept > MOST_ELEMENTS:
                    raise DataError("This translation memory has too much in one unit.")
                continue
            parents.pop()
            name = _plain(element.tag)
            if name == "tuv":
                unit.setdefault(*_segment(element))
            elif name == "tu":
                yield unit
                unit = {}
            if parents and not any(_plain(one.tag) == "tuv" for one in parents):
                parents[-1].remove(element)  # nothing is kept of what was read
                kept = len(parents)
    except (ParseError, DefusedXmlException, ValueError) as error:
        row = getattr(error, "position", (0, 0))[0]
        raise DataError("This translation memory is damaged in row {row}.", row=row) from None


def _segment(element: Any) -> tuple[str, str]:
    """`(language, text)` of one side."""
    language = (
        next((element.get(name) for name in LANGUAGE if element.get(name)), "?").strip().lower().replace("_", "-")
    )
    segments = [one for one in element if _plain(one.tag) == "seg"]
    return language.split("-")[0][:20] or "?", " ".join("".join(_words(segments[0])).split()) if segments else ""


def _words(element: Any) -> Iterator[str]:
    """The text of a segment without a program's codes; at most limits.DEPTH deep."""
    yield element.text or ""
    for inner in element:
        if _plain(inner.tag) not in CODES:
            yield from _words(inner)
        yield inner.tail or ""


def _plain(tag: Any) -> str:
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
