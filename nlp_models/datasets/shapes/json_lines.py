"""JSON lines: an object on every line."""

import json
import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.parsing.annotations import annotated
from nlp_models.datasets.parsing.json_values import DECODER, Json, Records
from nlp_models.datasets.shapes.delimited import lines_of
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("JSON lines")

NAMES = (".jsonl", ".ndjson", ".jsonlines")
OBJECT = re.compile(r'\s*\{\s*["}]')


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By its name, or a first line that is a whole object; of one line it may be an object that holds a list, too."""
    if not source.is_text or not source.sample:
        return None
    first, *others = source.sample
    by_name = source.name.endswith(NAMES) and not first.lstrip().startswith("[")
    if by_name or (OBJECT.match(first) and is_object(first)):
        return Sighting(0.95 if others or by_name else 0.9, Message(mark("a JSON object on every line")))
    return None


def is_object(line: str) -> bool:
    """Whether a line is an object from its beginning to its end."""
    try:
        return len(line) <= limits.CELL_LETTERS and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read(source: Source, how: How) -> Table:
    """A row an object; a key that one lacks is an empty cell."""
    records = Records()
    for number, line in enumerate(lines_of(source.text), 1):
        if line.strip():
            records.add(annotated(_object(line, number)), number)
    return records.table("jsonl", source.encoding)


def _object(line: str, number: int) -> dict[str, Any]:
    """The object on a line; DataError names the line that holds none."""
    if len(line) > Json.WINDOW:
        raise DataError(
            "A value in this JSON has more than {limit} letters; a list of objects is needed.", limit=Json.WINDOW
        )
    try:
        found = DECODER.decode(line)
    except (ValueError, RecursionError):
        raise DataError("Line {line} is not JSON.", line=number) from None
    if not isinstance(found, dict):
        raise DataError("Line {line} is not a JSON object, as the others are.", line=number)
    return found
