"""records(source): what a JSON file holds, one at a time with its number: lines, an array, or an array within an object.

The number is that of the line, or the place in the array, from 1.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import STRAY
from nlp_models.datasets.fields import PART_NAMES
from nlp_models.datasets.source import Source
from nlp_models.errors import DataError

JSON_START = re.compile(r"\s*[\[{]")
ARRAY_WITHIN = re.compile(r'"[^"\\]{1,60}"\s*:\s*\[\s*(?=[{\[])')
FIRST = 50  # records looked at
WHOLE = 5 * 2**20  # letters of an object that are read at once to find out what it is
DEPTH = 5
WITHIN = ("sentence", "sentences", "document", "documents", "paragraphs", "data", "examples", "items", "rows")

Record = tuple[int, Any]


def first_records(source: Source) -> list[Any]:
    """The first records, without reading a long array to its end; none where it is no JSON."""
    text = source.text
    if not JSON_START.match(text[:200]):
        return []
    if lines := _lines(source.sample[:FIRST]):
        return [record for _, record in lines]
    try:
        if text.lstrip().startswith("{") and len(text) < WHOLE:
            return [record for _, record in _within(json.loads(text))][:FIRST]
        return list(_elements(text))
    except (ValueError, RecursionError):
        return []


def records(source: Source) -> list[Record]:
    """Every record with its number."""
    if len(source.sample) > 1 and _lines(source.sample[:FIRST]):
        return [(number, _parsed(line, number)) for number, line in enumerate(source.lines, 1) if line.strip()]
    try:
        found = list(_within(json.loads(source.text)))
    except (ValueError, RecursionError):
        raise DataError("This looks like JSON, but it is damaged or cut off.") from None
    if len(found) > limits.ROWS:
        raise DataError("This file has more than {limit} rows.", limit=limits.ROWS)
    return found


def clean(text: Any) -> str:
    """A value as a string without what no text may hold; as many letters as before."""
    return STRAY.sub(" ", str(text)).encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair


def _lines(lines: list[str]) -> list[Record]:
    """Records of JSON lines; none where the first line is no whole object or array of its own."""
    found = []
    for number, line in enumerate(lines, 1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            return found if len(found) > 1 or (found and number == len(lines)) else []  # the last may be cut off
        if not isinstance(value, dict | list):
            return []
        found.append((number, value))
    alone = len(lines) == 1 and isinstance(found[0][1], dict) and _is_record(found[0][1])
    return found if len(found) > 1 or alone else []


def _is_record(value: Mapping[str, Any]) -> bool:
    """Whether an object says something itself."""
    return not _arrays(value) and any(isinstance(inner, str | list) for inner in value.values())


def _arrays(value: Mapping[str, Any]) -> bool:
    """Whether an object is a shell around records."""
    return any(
        isinstance(inner, list) and inner and isinstance(inner[0], dict | list) for inner in value.values()
    ) and not any(isinstance(inner, str) and len(inner) > 1 for inner in value.values())


def _parsed(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise DataError("Line {line} is not JSON.", line=number) from None


def _elements(text: str) -> Iterator[Any]:
    """The first elements of an array that begins the text, or of the first array within an object."""
    start = text.find("[") if text.lstrip().startswith("[") else None
    if start is None:
        found = ARRAY_WITHIN.search(text[:20_000])
        start = found.end() - 1 if found else None
        start = None if found is None else text.rfind("[", 0, found.end())
    if start is None:
        return
    decoder, place = json.JSONDecoder(), start + 1
    for _ in range(FIRST):
        while place < len(text) and text[place] in " \n\t,":
            place += 1
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield value


def _within(value: Any, depth: int = 0) -> Iterator[Record]:
    """Records of an array; of an object that holds one; of an object of train and test; of columns side by side."""
    if isinstance(value, list):
        yield from enumerate(value, 1)
        return
    if not isinstance(value, dict) or depth > DEPTH:
        return
    arrays = {
        key: inner
        for key, inner in value.items()
        if isinstance(inner, list) and inner and isinstance(inner[0], dict | list)
    }
    parts = {key: inner for key, inner in arrays.items() if key.lower() in PART_NAMES}
    if not _arrays(value) and (arrays or any(isinstance(inner, str) for inner in value.values())):
        yield 1, value
    elif parts:
        marked = [(key, one) for key, inner in parts.items() for one in inner]
        yield from enumerate(({**one, "part": key} if isinstance(one, dict) else one for key, one in marked), 1)
    elif len(arrays) > 1 and _side_by_side(arrays):
        yield from enumerate((dict(zip(arrays, row, strict=True)) for row in zip(*arrays.values(), strict=True)), 1)
    elif arrays:
        yield from enumerate(max(arrays.values(), key=len), 1)
    else:
        for inner in value.values():
            if found := list(_within(inner, depth + 1)):
                yield from found
                return


def _side_by_side(arrays: Mapping[str, list[Any]]) -> bool:
    """Whether arrays are columns: as long as each other, of lists."""
    return len(set(map(len, arrays.values()))) == 1 and all(isinstance(inner[0], list) for inner in arrays.values())


def unfolded(found: list[Record]) -> list[Record]:
    """Sentences within documents as records of their own, then numbered one after the other."""
    several = [one for _, record in found for one in _inner(record)]
    return list(enumerate(several, 1)) if len(several) > len(found) else found


def _inner(record: Any, depth: int = 0) -> Iterator[Any]:
    """The records that lie in a document; of a sentence itself."""
    lists = [record.get(name) for name in WITHIN] if isinstance(record, dict) and depth < DEPTH else []
    inner = next((value for value in lists if isinstance(value, list) and value and isinstance(value[0], dict)), None)
    for one in inner or ():
        yield from _inner(one, depth + 1)
    if inner is None:
        yield record
