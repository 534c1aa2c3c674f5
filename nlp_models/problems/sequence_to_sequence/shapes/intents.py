"""Intents in JSON: each with patterns that people say and responses to them, which are paired."""

import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.crossed import crossed
from nlp_models.problems.sequence_to_sequence.reading.structured import BEGINNING, intents, values_of

TITLE = mark("intents in JSON")

SAID = re.compile(r'"(?:patterns|utterances|examples)"\s*:\s*["\[]')
ANSWERED = re.compile(r'"(?:responses|answers)"\s*:\s*["\[]')
NAMED = re.compile(r'\s*\{\s*"intents"\s*:\s*[\[{]')


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By the names of its keys."""
    if not source.is_text or not (start := source.text[:BEGINNING]).lstrip().startswith(("{", "[")):
        return None
    if ANSWERED.search(start) and (SAID.search(start) or NAMED.match(start)):
        return Sighting(1.0, Message(mark("JSON that holds intents: patterns and responses")))
    return None


def read(source: Source, how: How) -> Table:
    """Every pattern with every response of its intent."""
    found = [intent for _, value in values_of(source) for intent in intents(value)]
    return crossed(found, source, "json")
