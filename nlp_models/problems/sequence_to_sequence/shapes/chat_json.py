"""Conversations in JSON, one or many: messages with role and content, ShareGPT's from and value, lists of texts."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.structured import BEGINNING, said_in, values_of
from nlp_models.problems.sequence_to_sequence.reading.talk import ANSWERS, ASKS, talk_table

HOLDER = re.compile(
    r'"(?:messages|conversations?|dialog(?:ue)?s?|turns|utterances|대화)"\s*:\s*\[\s*(?:\[\s*)?(?P<first>["{])'
)

TITLE = mark("conversations in JSON")
WHO = re.compile(r'"(?:role|from|speaker|author|sender|name|speaker_id|화자)"\s*:\s*(?P<who>"[^"\n]{1,60}"|\d{1,9})')
WHAT = re.compile(r'"(?:content|value|text|utterance|message|발화|대사)"\s*:\s*["\[]')
FLAT = re.compile(r'\s*\[?\s*\{\s*"(?:role|speaker|content|utterance|화자|발화)"\s*:')


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where turns stand in a list of their own, or each line or object is a turn of a speaker who comes again."""
    if not source.is_text or not (start := source.text[:BEGINNING]).lstrip("\ufeff \n\t").startswith(("{", "[")):
        return None
    firsts = {match["first"] for match in HOLDER.finditer(start)}
    turns = (
        Counter(match["who"].strip('"').lower() for match in WHO.finditer(start)) if WHAT.search(start) else Counter()
    )
    if '"' in firsts or (firsts and turns):
        return Sighting(1.0, Message(mark("JSON that holds conversations, turn by turn")))
    again = 2 <= len(turns) <= turns.total() / 2 or (turns.keys() & ASKS and turns.keys() & ANSWERS)
    return (
        Sighting(0.97, Message(mark("JSON that holds one conversation, turn by turn")))
        if again and FLAT.match(start)
        else None
    )


def read(source: Source, how: How) -> Table:
    """Every turn that answers the one before it; what systems and tools say is left out."""
    return talk_table(said_in(values_of(source)), source, how, "json")
