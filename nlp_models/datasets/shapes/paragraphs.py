"""A text whose lines are cut at a width, as a book's are: its paragraphs, a row each."""

from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.parsing.wrapped import paragraphs_of, width_of
from nlp_models.datasets.shapes import plain_text
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark

TITLE = mark("text, its lines joined to paragraphs")

LINES = 2_000  # looked at


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where plain text is read, and its lines are cut at a width; offered, since the lines of a book may be wanted, too."""
    seen = plain_text.recognise(source, fields)
    if seen is None or seen.confidence < 0.9:
        return None
    start = source.text[: 2**18].split("\n")[:LINES]
    if (width := width_of(start)) is None:
        return None
    return Sighting(
        0.5, Message(mark("lines cut at about {width} letters, paragraphs between empty lines"), {"width": width})
    )


def read(source: Source, how: How) -> Table:
    """A row a paragraph, its lines joined by spaces."""
    blocks = paragraphs_of(source.lines)
    rows = [(" ".join(line.strip() for line in block),) for _, block in blocks]
    numbers = [place + 1 for place, _ in blocks]
    told = Message(
        mark("{lines} lines were joined to {count} paragraphs"),
        {"lines": f"{sum(len(block) for _, block in blocks):,}", "count": f"{len(rows):,}"},
    )
    return Table(("text",), rows, numbers, "txt", source.encoding, None, False, notes=(told,))
