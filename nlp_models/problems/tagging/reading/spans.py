"""Places marked in a text, from letter to letter -> words and their tags, B-X, I-X and O.

>>> tagged("Anna flew.", [Span(0, 4, "PER")])[:2]
(['Anna', 'flew', '.'], ['B-PER', 'O', 'O'])
"""

import ast
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.entities import OUTSIDE
from nlp_models.problems.tagging.reading.records import clean
from nlp_models.text.words import PIECE

STARTS = ("start", "start_offset", "startOffset", "begin", "start_char", "start_idx", "offset", "from", "s")
ENDS = ("end", "end_offset", "endOffset", "end_char", "end_idx", "to", "e")
LABELS = (
    "label",
    "labels",
    "entity",
    "entity_type",
    "entity_group",
    "tag",
    "type",
    "category",
    "class",
    "name",
    "ner",
    "hypertextlabels",
)
OWN = ("text", "form", "value", "word", "surface", "mention", "quote")
LONGEST = 100_000  # letters of a cell with places
DEEP = ("[[[", "(((", "{{", "[([", "([(")  # such lists are two deep
OPERATORS = re.compile(r"[-+~]\s*[-+~]|\bnot\b|\blambda\b")  # what Python reads one in another
TOLD = {
    "widened": mark("Marked places that begin or end within a word: {count}; the whole word was taken"),
    "overlapping": mark("Marked places that overlap a longer one: {count}; they were left out"),
    "outside": mark("Marked places outside their text: {count}; they were left out"),
    "elsewhere": mark("Marked places whose text is another than the file says: {count}; look at some of them"),
    "inclusive": mark("Marked places that end with the number of their last letter: {count}; it was counted in"),
}


@dataclass(frozen=True)
class Span:
    """Letters `start` to `end` of a text, `end` not among them; `own` is their text as the file repeats it."""

    start: int
    end: int
    label: str
    own: str = ""


def spans_in(value: Any) -> list[Span]:
    """The Spans in a list as annotation tools write them: `[0, 4, "PER"]` or an object each; others are passed over."""
    found = []
    for item in value if isinstance(value, list | tuple) else []:
        found += _points(item) if isinstance(item, dict) and isinstance(item.get("points"), list) else [_span(item)]
    return [span for span in found if span]


def tagged(text: str, spans: Sequence[Span]) -> tuple[list[str], list[str], Counter[str], list[int]]:
    """`(words, tags, what was mended and how often, places of words before which a line ends)`."""
    text = clean(text)
    pieces = list(PIECE.finditer(text))
    begins, ends = [piece.start() for piece in pieces], [piece.end() for piece in pieces]
    tags, counts = [OUTSIDE] * len(pieces), Counter()
    for span in sorted(_placed(text, spans, counts), key=lambda span: (span.start - span.end, span.start)):
        first, last = bisect_right(ends, span.start), bisect_left(begins, span.end)
        if first >= last:
            counts["outside"] += 1
        elif any(tag != OUTSIDE for tag in tags[first:last]):
            counts["overlapping"] += 1
        else:
            kind = "_".join(span.label.split())
            tags[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1)]
            counts["widened"] += begins[first] < span.start or ends[last - 1] > span.end
    lines = [n for n in range(1, len(pieces)) if "\n" in text[ends[n - 1] : begins[n]]] if "\n" in text else []
    return [piece[0] for piece in pieces], tags, counts, lines


def notes_of(counts: Counter[str]) -> list[Message]:
    """What was mended, in sentences."""
    return [Message(sentence, {"count": f"{counts[what]:,}"}) for what, sentence in TOLD.items() if counts[what]]


def written_spans(cell: str) -> list[Span]:
    """The Spans in a cell that writes out such a list, as JSON or as Python prints it; [] where it holds none."""
    if cell[:1] not in ("[", "(") or len(cell) > LONGEST or not cell.strip("[]() "):
        return []
    try:
        return spans_in(json.loads(cell))
    except (ValueError, RecursionError):
        if any(deep in cell for deep in DEEP) or OPERATORS.search(cell):
            return []
    try:
        return spans_in(ast.literal_eval(cell))
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return []


def _placed(text: str, spans: Sequence[Span], counts: Counter[str]) -> Iterator[Span]:
    """Spans without the spaces at their ends, where the file's own words say they are."""
    for span in dict.fromkeys(spans):
        if not 0 <= span.start < span.end:
            span = replace(span, end=span.end + 1) if span.own and span.start == span.end else span
        if span.own and text[span.start : span.end].strip() != span.own.strip():
            inclusive = text[span.start : span.end + 1].strip() == span.own.strip()
            counts["inclusive" if inclusive else "elsewhere"] += 1
            span = replace(span, end=span.end + inclusive)
        marked = text[span.start : span.end] if 0 <= span.start < span.end <= len(text) else ""
        if not marked.strip():
            counts["outside"] += 1
            continue
        start = span.start + len(marked) - len(marked.lstrip())
        yield replace(span, start=start, end=start + len(marked.strip()))


def _span(item: Any) -> Span | None:
    if isinstance(item, list | tuple):
        numbers = [value for value in item[:5] if _is_number(value)]
        names = [value for value in item[:5] if isinstance(value, str)] or [str(number) for number in numbers[2:3]]
        return Span(numbers[0], numbers[1], names[0]) if len(numbers) > 1 and names and names[0].strip() else None
    if not isinstance(item, dict):
        return None
    inner = item["value"] if isinstance(item.get("value"), dict) else item
    start, end = (
        next((_number(inner[key]) for key in keys if _number(inner.get(key)) is not None), None)
        for keys in (STARTS, ENDS)
    )
    label = next((found for key in LABELS if (found := _label(inner.get(key)))), "")
    if start is None or end is None or not label:
        return None
    own = next((inner[key] for key in OWN if isinstance(inner.get(key), str) and inner[key] != label), "")
    return Span(start, end, label, own)


def _points(item: dict[str, Any]) -> list[Span | None]:
    """A label with several places."""
    return [_span({**point, "label": item.get("label")}) for point in item["points"] if isinstance(point, dict)]


def _label(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return clean(value).strip() if isinstance(value, str) or _is_number(value) else ""


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        return int(value)
    return value if _is_number(value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
