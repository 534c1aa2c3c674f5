"""JSON of annotation tools that mark places in a text: doccano, Label Studio, spaCy, Prodigy and the like. -> Words and tags.

{"text": "Anna flew.", "label": [[0, 4, "PER"]]}
"""

from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.reading.places import table_of_places
from nlp_models.problems.tagging.reading.records import first_records, records, unfolded
from nlp_models.problems.tagging.reading.spans import Span, spans_in

TITLE = mark("JSON with places marked in texts")

# fmt: off
TEXTS = ("text", "content", "sentence", "document", "form", "raw", "raw_text", "source", "body", "review", "문장", "본문", "텍스트")
PLACES = ("label", "labels", "entities", "spans", "ents", "annotations", "annotation", "completions", "ner", "NE", "ne", "entity",
          "named_entities", "tags", "result", "predictions", "개체명")
# fmt: on
UNMARKED = ("annotations", "completions", "predictions")  # empty, they say that nobody has looked at the text yet
ENOUGH = 0.8  # of the records hold a text


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By objects with a text and places marked in it."""
    if not source.is_text or not (first := first_records(source)):
        return None
    found = [_text_and_spans(one) for _, one in unfolded(list(enumerate(first, 1)))]
    read = [pair for pair in found if pair]
    if len(read) < ENOUGH * len(found) or not any(spans for _, spans in read):
        return None
    return Sighting(0.98, Message(mark("JSON of texts with places marked from letter to letter")))


def read(source: Source, how: How) -> Table:
    """A row a text, or a sentence of a long one."""
    found = ((number, _text_and_spans(one), _part(one)) for number, one in unfolded(records(source)))
    return table_of_places(found, "json", encoding=source.encoding)


def _part(one: Any) -> str:
    return str(one.get("part") or one.get("split") or "") if isinstance(one, dict) else ""


def _text_and_spans(one: Any) -> tuple[str, list[Span]] | None:
    """What a record says; None where it has no text, or nothing that might be a list of places."""
    if isinstance(one, list):
        if len(one) == 2 and isinstance(one[0], str) and isinstance(one[1], dict | list):
            places = one[1] if isinstance(one[1], list) else _places(one[1])
            return (one[0], spans_in(places)) if places is not None else None
        return None
    if not isinstance(one, dict):
        return None
    if one.get("answer") in ("reject", "ignore"):  # of Prodigy
        return None
    text, places = _text(one), _places(one)
    return (text, spans_in(places)) if text and places is not None else None


def _text(one: dict[str, Any]) -> str:
    inner = one.get("data")
    if isinstance(inner, str):
        return inner
    for place in (one, inner if isinstance(inner, dict) else {}):
        if text := next((place[key] for key in TEXTS if isinstance(place.get(key), str) and place[key].strip()), ""):
            return text
    strings = [value for value in (inner or {}).values() if isinstance(value, str)] if isinstance(inner, dict) else []
    return max(strings, key=len, default="")


def _places(one: dict[str, Any]) -> list[Any] | None:
    """The list of places, wherever the tool keeps it; the first with any in it. A list that may only be classes is none."""
    known = [one[key] for key in PLACES if isinstance(one.get(key), list)]
    inner = [
        whole for found in known for whole in found if isinstance(whole, dict) and isinstance(whole.get("result"), list)
    ]
    inner = [whole["result"] for whole in inner if not whole.get("was_cancelled")]
    none_yet = [one[key] for key in PLACES if one.get(key) == [] and key not in UNMARKED]
    return next((found for found in [*inner, *known] if spans_in(found)), None) or next(iter([*inner, *none_yet]), None)
