"""Instructions in JSON, as Alpaca gives them: instruction, input (which may be empty) and output."""

import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.structured import BEGINNING, asked_and_answered, values_of
from nlp_models.problems.sequence_to_sequence.reading.talk import pair_table

INSTRUCTION, OUTPUT = (
    re.compile(r'"instruction"\s*:\s*"'),
    re.compile(r'"(?:output|response|answer|completion)"\s*:\s*"'),
)

TITLE = mark("instructions in JSON")
ONE_SIDED = mark("An instruction without its output, or the other way round")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By the names of its keys."""
    if not source.is_text or not (start := source.text[:BEGINNING]).lstrip().startswith(("{", "[")):
        return None
    if INSTRUCTION.search(start) and OUTPUT.search(start):
        return Sighting(0.98, Message(mark("JSON that holds instructions and what is put out")))
    return None


def read(source: Source, how: How) -> Table:
    """A pair an object; an input is read after its instruction."""
    values = values_of(source)
    if len(values) == 1 and isinstance(values[0][1], dict):  # an object around the list
        values = next(([*enumerate(held, 1)] for held in values[0][1].values() if isinstance(held, list)), values)
    pairs, left, budget = [], {}, limits.Budget()
    for row, value in values:
        if pair := asked_and_answered(value):
            budget.row(pair)
            pairs.append((*pair, row))
        else:
            left.setdefault(ONE_SIDED, []).append(row)
    if not pairs:
        raise DataError("This JSON file holds no instruction with its output.")
    return pair_table(pairs, source, "json", left)
