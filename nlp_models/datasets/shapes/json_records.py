"""JSON: an array of objects, an object that holds one, or columns by name, as pandas and annotation tools write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from nlp_models.datasets.parsing.annotations import annotated
from nlp_models.datasets.parsing.json_arrays import Array, Arrays, table_of_array, together
from nlp_models.datasets.parsing.json_values import DECODER, Json, Records, not_json, spaces, whole_value
from nlp_models.datasets.shapes import json_lines
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("a JSON file")

OBJECTS = re.compile(r'\s*\[\s*\{\s*["}]')
VALUES = re.compile(r'\s*\[\s*(?=[\["])')  # of lists, or of texts: what may also be the beginning of prose
NAME = ".json"
PROGRAMS = (".py", ".js", ".md", ".tex", ".html")  # texts that may begin with a bracket
LOOK = 100_000  # letters


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """An opening bracket with what JSON has after it."""
    if not source.is_text or source.name.endswith(PROGRAMS):
        return None
    start = source.text[:LOOK]
    if OBJECTS.match(start) or json_lines.OBJECT.match(start) or _begins_with_a_value(start):
        others = json_lines.recognise(source, fields) and len(source.sample) > 1
        return Sighting(0.5 if others else 0.95, Message(mark("a JSON array, or an object that holds one")))
    return Sighting(0.6, Message(mark("a name that says JSON"))) if source.name.endswith(NAME) else None


def _begins_with_a_value(start: str) -> bool:
    """Whether a list or a text stands after the opening bracket, and a comma or bracket after that."""
    if not (found := VALUES.match(start)):
        return False
    try:
        _, place = DECODER.raw_decode(start, found.end())
    except (ValueError, RecursionError):
        return False
    return start[spaces(start, place) :][:1] in (",", "]")


def read(source: Source, how: How) -> Table:
    """A row an element of the best array there is; its number is the element's, from 1."""
    arrays, place = Arrays(), spaces(source.text, 0)
    end = _walked(arrays, source.text, place)
    if source.text[spaces(source.text, end) :]:
        return _one_after_another(source.text, place, source.encoding)
    if (whole := together(arrays.found)) and not how.sheet:
        return replace(whole, encoding=source.encoding)
    best = arrays.best(how.sheet)
    if best is None or (best.rows < 2 and source.text[place] == "{" and not how.sheet):
        return _object_alone(source.text, place, source.encoding)
    return _told(table_of_array(best, how, source.encoding), best, arrays)


def _walked(arrays: Arrays, text: str, place: int) -> int:
    """The place after the first value; DataError where values lie in each other deeper than is sensible."""
    try:
        return arrays.walk(Json(text), place)
    except RecursionError:
        raise not_json(text, place) from None


def _told(table: Table, best: Array, arrays: Arrays) -> Table:
    """The Table with the names of the lists that could be read instead."""
    if len(arrays.found) < 2:
        return table
    values = {"count": len(arrays.found), "name": best.name}
    note = Message(mark("The JSON holds {count} lists; '{name}' was read"), values)
    return replace(
        table, notes=(note, *table.notes), sheet=best.name, sheets=tuple(array.name for array in arrays.found)
    )


def _object_alone(text: str, place: int, encoding: str | None) -> Table:
    """An object without arrays: columns by name and then by row, or rows by name, as pandas writes them; else one row."""
    value = whole_value(text, place)
    if not isinstance(value, dict) or not value:
        raise DataError(
            'This JSON holds no list of texts; a list of objects such as {{"text": …, "label": …}} is needed.'
        )
    inner = list(value.values())
    rows: Sequence[Any] | Iterator[Any] = [value]
    if len(inner) > 1 and all(isinstance(one, dict) and one for one in inner):
        rows = _turned(value) if _is_of_columns(inner) else inner
    records = Records()
    for number, one in enumerate(rows, 1):
        records.add(annotated(one), number)
    return records.table("json", encoding)


def _is_of_columns(inner: list[dict[str, Any]]) -> bool:
    """Whether objects are columns, `{"0": …, "1": …}` each: the same keys, all numbers."""
    return all(key.isdigit() for key in inner[0]) and all(one.keys() == inner[0].keys() for one in inner)


def _turned(columns: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Columns of rows -> rows of columns."""
    for row in next(iter(columns.values())):
        yield {name: column[row] for name, column in columns.items()}


def _one_after_another(text: str, place: int, encoding: str | None) -> Table:
    """Objects that follow each other without a comma, over several lines each."""
    records, json = Records(), Json(text)
    while (place := spaces(text, place)) < len(text):
        value, after = json.value(place)
        if not isinstance(value, dict):
            raise not_json(text, place)
        records.add(annotated(value), len(records.rows) + 1)
        place = after
    return records.table("json", encoding)
