"""Plain lines as a dialogue: each answers the one before, a new one begins after an empty line."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from nlp_models.datasets.shapes import plain_text
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark

TITLE = mark("a dialogue, line by line")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where plain text is all that is left."""
    if plain_text.recognise(source, fields) is None:
        return None
    return Sighting(0.25, Message(mark("no separator recurs evenly, so each line answers the one before")))


def read(source: Source, how: How) -> Table:
    """A Table of `question` and `answer`."""
    return pairs_of(plain_text.read(source, how))


def pairs_of(table: Table) -> Table:
    """A Table of lines as one of pairs."""
    lines = list(zip(table.rows, table.line_numbers, strict=True))
    turns = [
        (said, answer, row) for ((said,), _), ((answer,), row) in pairwise(lines) if said.strip() and answer.strip()
    ]
    rows, numbers = [(said, answer) for said, answer, _ in turns], [row for *_, row in turns]
    return replace(table, columns=("question", "answer"), rows=rows, line_numbers=numbers)
