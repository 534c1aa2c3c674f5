"""Talk in YAML, alone or several files in a zip: ChatterBot's conversations, Rasa's nlu and domain, intents, questions and answers."""

import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.crossed import crossed
from nlp_models.problems.sequence_to_sequence.reading.rasa import is_rasa, rasa_intents
from nlp_models.problems.sequence_to_sequence.reading.safe_yaml import documents
from nlp_models.problems.sequence_to_sequence.reading.structured import BEGINNING, asked_and_answered, intents, said_in
from nlp_models.problems.sequence_to_sequence.reading.talk import pair_table, talk_table

TITLE = mark("talk in YAML")

NAMES = (".yml", ".yaml")
CONVERSATIONS = re.compile(r"^conversations:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*[ \t]*- ?\n?[ \t]*- ", re.MULTILINE)
RASA = re.compile(
    r"^nlu:[ \t]*\n[ \t]*- (?:intent|lookup|synonym|regex):|^(?:responses|templates):[ \t]*\n[ \t]+\"?utter_",
    re.MULTILINE,
)


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By what it holds; or by the ends of the names."""
    because = Message(mark("a YAML file"))
    if source.is_zip:
        ours = [name for name in source.names if name.lower().endswith(NAMES)]
        return Sighting(0.9, because) if ours and 2 * len(ours) >= len(source.names) else None
    if CONVERSATIONS.search(start := source.text[:BEGINNING]) or RASA.search(start):
        return Sighting(0.97, because)
    return Sighting(0.94, because) if source.name.endswith(NAMES) else None


def read(source: Source, how: How) -> Table:
    """Pairs of whichever of these it is."""
    found = _documents(source)
    if is_rasa(found):
        return _rasa(found, source)
    if any(crossing := [intent for intent in intents(found) if all(intent)]):
        return crossed(crossing, source, "yaml")
    if pairs := _records(found):
        return pair_table(pairs, source, "yaml")
    if said := said_in(list(enumerate(found, 1))):
        return talk_table(said, source, how, "yaml")
    raise DataError(
        "This YAML file holds no conversations, intents, or questions with answers, which a chatbot learns from."
    )


def _documents(source: Source) -> list[Any]:
    """Those of the file, or of every YAML file of a zip."""
    if not source.is_zip:
        return documents(source.text)
    names, found, left = [name for name in source.names if name.lower().endswith(NAMES)], [], limits.YAML_BYTES
    for name, data in source.each_member(names):
        left -= len(data)
        if left < 0:
            raise DataError(
                "This YAML file has {size} MB; at most {limit} MB are read.",
                size=(limits.YAML_BYTES - left) // 2**20,
                limit=limits.YAML_BYTES // 2**20,
            )
        if data.strip():
            found += documents(Source(data, name, source.asked_encoding).text)
    return found


def _rasa(found: list[Any], source: Source) -> Table:
    """Examples of every intent and what answers it."""
    given = rasa_intents(found)
    if not any(texts for texts, _ in given):
        raise DataError(
            "This Rasa file holds responses but not what people say; put nlu.yml and domain.yml in one zip."
        )
    if not any(responses for _, responses in given):
        raise DataError("This Rasa file holds what people say but no responses; put nlu.yml and domain.yml in one zip.")
    return crossed(given, source, "yaml")


def _records(found: list[Any]) -> list[tuple[str, str, int]]:
    """Questions with answers in a list, itself in an object perhaps; or an object of answers by question."""
    lists = [
        held
        for one in found
        for held in ([one] if isinstance(one, list) else one.values() if isinstance(one, dict) else ())
    ]
    pairs = [pair for held in lists if isinstance(held, list) for one in held if (pair := asked_and_answered(one))]
    flat = [*found[0].items()] if not pairs and len(found) == 1 and isinstance(found[0], dict) else []
    if len(flat) > 1 and all(isinstance(answer, str) and " " in question + answer for question, answer in flat):
        pairs = [(question, answer) for question, answer in flat if question and answer]
    return [(*pair, row) for row, pair in enumerate(pairs, 1)]
