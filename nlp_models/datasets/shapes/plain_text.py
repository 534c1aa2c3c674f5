"""Plain text: every line is a text, whatever commas or tabs are in it."""

from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.fields import Text
from nlp_models.datasets.shapes import delimited
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.datasets.tabular import has_header
from nlp_models.messages import Message, mark

TITLE = mark("plain text")

TABLES = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json")  # names that promise columns


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Sure where only a text is asked for and no known header stands in the first line; else what is left."""
    if not source.is_text or (only_text := _only_text(fields)) is None:
        return None
    if only_text and not source.name.endswith(TABLES) and not delimited.names_columns(source.sample[0]):
        return Sighting(0.9, Message(mark("a text, read line by line")))
    return Sighting(0.2, Message(mark("no separator recurs evenly, so every line is a text")))


def read(source: Source, how: How) -> Table:
    """A row a line, without its spaces at the end; indentation and empty lines within the text are kept."""
    lines = source.lines
    first, last = _filled_ends(lines)
    rows = [(line.rstrip(),) for line in lines[first : last + 1]]
    header = has_header([[line] for line in source.sample]) if how.header is None else bool(how.header)
    numbers = list(range(first + 1, last + 2))
    column = rows[0][0].strip() if header else "text"
    rows, numbers = (rows[1:], numbers[1:]) if header else (rows, numbers)
    return Table(
        (column or "text",), rows, numbers, "txt", source.encoding, None, header, first + 1 if header else None
    )


def _only_text(fields: Sequence[Any]) -> bool | None:
    return all(type(field) is Text for field in fields)


def _filled_ends(lines: list[str]) -> tuple[int, int]:
    """Places of the first and the last line that hold something."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    return filled[0], filled[-1]
