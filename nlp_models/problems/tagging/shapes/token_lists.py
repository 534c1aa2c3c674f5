"""JSON with lists of words and of their tags: {"tokens": ["Anna", "flew"], "ner_tags": ["B-PER", "O"]}, or pairs of both."""

from collections.abc import Mapping, Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.reading.lists import Value, parse_list, table_of_lists, which
from nlp_models.problems.tagging.reading.records import clean, first_records, records, unfolded
from nlp_models.problems.tagging.reading.spans import STARTS

TITLE = mark("JSON with lists of words and tags")

PAIR = ("word", *(f"column {n}" for n in range(2, 11)))
ENOUGH = 0.8  # of the records hold both


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By a list of words and one of tags in every object."""
    if not source.is_text or not (first := first_records(source)):
        return None
    found = [(number, values) for number, one in unfolded(list(enumerate(first, 1))) if (values := _lists(one))]
    if len(found) < ENOUGH * len(first) or not all(which(found)):
        return None
    return Sighting(0.97, Message(mark("JSON with a list of words and a list of their tags")))


def read(source: Source, how: How) -> Table:
    """A row a sentence."""
    every = unfolded(records(source))
    found = [(number, values) for number, one in every if (values := _lists(one))]
    if not found:
        raise DataError("This file holds no lists of words and their tags.")
    table = table_of_lists(found, "json", encoding=source.encoding)
    without = tuple(number for number, one in every if not _lists(one))
    more = (Skipped(without, Message(mark("no list of words or tags"))),) if without else ()
    return type(table)(**{**vars(table), "skipped": (*table.skipped, *more)})


def _lists(one: Any) -> dict[str, Value] | None:
    """The texts and flat lists of a record by their keys; None where there is no list."""
    if isinstance(one, list):
        return _pairs(one)
    if not isinstance(one, dict):
        return None
    found: dict[str, Value] = {}
    for key, value in one.items():
        if isinstance(value, str):
            found[clean(key)] = parse_list(value) or clean(value)
        elif isinstance(value, list) and (flat := _flat(value)):
            found |= {clean(key): flat}
        elif isinstance(value, list) and (pairs := _pairs(value)):
            found |= pairs
    return found if any(isinstance(value, list) for value in found.values()) else None


def _flat(value: list[Any]) -> list[str] | None:
    """A list of words or numbers."""
    if all(isinstance(item, str | int) and not isinstance(item, bool) for item in value):
        return [clean(item) for item in value]
    return None


def _pairs(value: list[Any]) -> dict[str, Value] | None:
    """`[["Anna", "B-PER"], ...]`, or objects with a word and its tag, as lists side by side."""
    if not value:
        return None
    if all(isinstance(item, list) and 2 <= len(item) == len(value[0]) <= 10 for item in value):
        value = [dict(zip(PAIR, item, strict=False)) for item in value]
    if not all(isinstance(item, Mapping) and not set(STARTS) & set(item) for item in value):
        return None  # what begins at a letter is a place in a text: marked_places.py
    keys = [key for key in value[0] if all(isinstance(item.get(key), str) for item in value)]
    return {clean(key): [clean(item[key]) for item in value] for key in keys} if len(keys) > 1 else None
