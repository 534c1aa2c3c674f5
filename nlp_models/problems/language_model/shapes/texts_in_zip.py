"""A zip of several texts, a corpus: read one after the other in order of their names."""

from collections.abc import Sequence
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import cleaned, decode
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.datasets.zips import ending, in_order, left_out, may_be_table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("texts in a zip")
TABLES = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".yml", ".yaml")  # read by their own shapes
MOST_SHEETS = 200


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """A zip in which more bytes are texts, by their names, than tables."""
    if not source.is_zip or source.is_workbook or not (texts := _texts(source)):
        return None
    tables = [name for name in source.files if ending(name) in TABLES]
    if sum(source.sizes[name] for name in tables) > sum(source.sizes[name] for name in texts):
        return None
    return Sighting(0.9, Message(mark("a zip of {count} texts"), {"count": len(texts)}))


def read(source: Source, how: How) -> Table:
    """A row a line, an empty one between texts; what is no text is left out and told."""
    rows, numbers, read, encodings, budget = [], [], [], [], limits.Budget()
    for name, data in source.each_member(in_order(_texts(source))):
        try:
            text, encoding = decode(data, how.encoding)
        except DataError:
            continue
        lines = _lines(text)
        if not lines:
            continue
        read.append(name)
        encodings.append(encoding)
        rows += [("",)] * bool(rows)
        for line in lines:
            budget.row([line])
            rows.append((line,))
    if not rows:
        raise DataError("No file of this zip can be read as text.")
    numbers = list(range(1, len(rows) + 1))
    return Table(
        ("text",),
        rows,
        numbers,
        "txt",
        max(set(encodings), key=encodings.count),
        header=False,
        sheets=tuple(read[:MOST_SHEETS]),
        notes=_told(source, read),
        guess={"text": "text"},
    )


def _told(source: Source, read: Sequence[str]) -> tuple[Message, ...]:
    """In which order the texts stand, and what was left out."""
    values = {"count": len(read), "first": read[0][-100:], "last": read[-1][-100:]}
    order = Message(mark("{count} texts of the zip are read one after the other, from {first} to {last}."), values)
    taken = set(read)
    others = [name for name in source.names if name not in taken]
    return (order, *[left_out(others)] * bool(others))


def _texts(source: Source) -> list[str]:
    """Files that may be running text, by their names."""
    return [name for name in source.files if may_be_table(name) and ending(name) not in TABLES]


def _lines(text: str) -> list[str]:
    """The lines of a text without empty ones before and after it."""
    text = cleaned(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.rstrip() for line in text.split("\n")]
    filled = [place for place, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []
