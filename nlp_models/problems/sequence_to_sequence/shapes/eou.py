"""A dialogue a line, each thing said ended by `__eou__`, as DailyDialog gives them."""

from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.talk import Said, talk_table

TITLE = mark("dialogues with __eou__")

ENDS = ("__eou__", "__EOU__", "<eou>", "</eou>", "[EOU]")
TURN_ENDS = ("__eot__", "__EOT__")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where nearly every line has that mark."""
    if not source.is_text or (end := _end(source.sample)) is None:
        return None
    return Sighting(1.0, Message(mark("{mark} ends what is said; a line is a dialogue"), {"mark": end}))


def read(source: Source, how: How) -> Table:
    """Of every line, each text that answers the one before it."""
    end, said = _end(source.sample) or ENDS[0], []
    for row, line in enumerate(source.lines, 1):
        texts = [text for text in map(str.strip, _turns(line, end)) if text]
        said += [Said("", text, row, begins=not place) for place, text in enumerate(texts)]
    return talk_table(said, source, how, "txt")


def _turns(line: str, end: str) -> list[str]:
    """What is said in turn; where turns have a mark of their own, texts within one are joined."""
    turn = next((mark for mark in TURN_ENDS if mark in line), None)
    return line.replace(end, " ").split(turn) if turn else line.split(end)


def _end(sample: list[str]) -> str | None:
    """The mark that nearly every line has."""
    return next((end for end in ENDS if sum(end in line for line in sample) >= 0.9 * len(sample)), None)
