"""JSON lines: a flat object on every line."""

import json
import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import STRAY
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.datasets.tabular import table_of
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("JSON lines")

NAMES = (".jsonl", ".ndjson")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By its name, or an object's opening bracket."""
    if not source.is_text:
        return None
    if source.name.endswith(NAMES) or re.match(r'\s*(\[\s*)?\{\s*["}]', source.text):
        return Sighting(0.95, Message(mark("a JSON object on every line")))
    return None


def read(source: Source, how: How) -> Table:
    """A row an object; a key that one lacks is an empty cell."""
    objects, numbers, columns, budget = [], [], {}, limits.Budget()
    for number, line in enumerate(source.lines, 1):
        if line.strip():
            objects.append(_json_object(line, number))
            numbers.append(number)
            columns |= dict.fromkeys(objects[-1])
            limits.check_width(len(columns))
            budget.row([""] * len(columns))
    rows = [[one.get(column, "") for column in columns] for one in objects]
    return table_of([list(columns), *rows], [0, *numbers], "jsonl", How(header=True), source.encoding)


def _json_object(line: str, number: int) -> dict[str, str]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise DataError("Line {line} is not JSON.", line=number) from None
    if not isinstance(found, dict):
        raise DataError("Line {line} is not a flat JSON object.", line=number)
    if nested := next((key for key, value in found.items() if isinstance(value, dict | list)), None):
        raise DataError("Line {line} holds more than a plain value under '{key}'.", line=number, key=nested)
    return {_plain(key): _plain(value) for key, value in found.items()}


def _plain(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    return STRAY.sub(" ", text).encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair
