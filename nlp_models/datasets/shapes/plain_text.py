"""Plain text: every line is a text, whatever commas or tabs are in it."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from nlp_models.datasets.fields import Text
from nlp_models.datasets.parsing.headers import KNOWN_NAMES
from nlp_models.datasets.parsing.tabular import check_cells
from nlp_models.datasets.parsing.wrapped import width_of
from nlp_models.datasets.shapes import delimited
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark

TITLE = mark("plain text")

TABLES = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json")  # names that promise columns
LONG_LINE = 500  # letters: a file of a single line as long as this is a text and no list of texts
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|(?<=[。！？])\s*")
WORDS_A_LINE = 25  # where no sentence ends
MANY = 20_000  # lines; the numbers of more are no list


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Sure where only a text is asked for and no known header stands in the first line; else what is left."""
    if not source.is_text or (only_text := _only_text(fields)) is None:
        return None
    if only_text and not source.name.endswith(TABLES) and not delimited.names_columns(source.sample):
        return Sighting(0.9, Message(mark("a text, read line by line")))
    return Sighting(0.2, Message(mark("no separator recurs evenly, so every line is a text")))


def read(source: Source, how: How) -> Table:
    """A row a line, without its spaces at the end; indentation and empty lines within the text are kept."""
    lines = source.taken()
    first, last = filled_ends(lines)
    if first == last and not how.header and len(lines[first]) > LONG_LINE:
        return _sentences(lines[first], source.encoding)
    kept = _less_indented([line.rstrip() for line in lines[first : last + 1]])
    numbers = range(first + 1, last + 2)
    at = _header(source, numbers, how)
    column = kept[at].strip() if at is not None else "text"
    start = 0 if at is None else at + 1
    rows = [(line,) for line in kept[start:]]
    check_cells(rows or [("text",)])
    return Table(
        (column or "text",),
        rows,
        numbers[start:] if len(numbers) > MANY else list(numbers[start:]),
        "txt",
        source.encoding,
        None,
        at is not None,
        None if at is None else numbers[at],
        notes=_notes(kept),
    )


def filled_ends(lines: list[str]) -> tuple[int, int]:
    """Places of the first and the last line that hold something."""
    first = next(place for place, line in enumerate(lines) if line.strip())
    return first, next(place for place in range(len(lines) - 1, -1, -1) if lines[place].strip())


def _only_text(fields: Sequence[Any]) -> bool | None:
    return all(type(field) is Text for field in fields)


def _header(source: Source, numbers: Sequence[int], how: How) -> int | None:
    """The place of the line that names the column: as a person says, or the first where it is a name that we know."""
    if how.header is None:
        first, *rest = [line.strip().lower() for line in source.sample]
        return 0 if rest and first in KNOWN_NAMES and first not in rest else None  # a single word may be a poem's title
    if not how.header:
        return None
    return numbers.index(how.header) if how.header is not True and how.header in numbers else 0


def _less_indented(lines: list[str]) -> list[str]:
    """Lines without the spaces with which all of them begin."""
    spaces = [line[: len(line) - len(line.lstrip())] for line in lines if line]
    least, most = min(spaces), max(spaces)  # what these two share, all share
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(least, most, strict=False)))
    return [line[shared:] for line in lines] if shared else lines


def _sentences(line: str, encoding: str) -> Table:
    """A single long line, cut where its sentences end; where none does, after so many words."""
    cut = [part.strip() for part in SENTENCE_END.split(line) if part.strip()]
    told = Message(mark("The file is one long line; it was cut into {count} sentences"), {"count": f"{len(cut):,}"})
    if len(cut) < len(line) / (20 * LONG_LINE) + 2:
        words = line.split()
        cut = [" ".join(words[start : start + WORDS_A_LINE]) for start in range(0, len(words), WORDS_A_LINE)]
        told = Message(
            mark("The file is one long line without ends of sentences; it was cut every {count} words"),
            {"count": WORDS_A_LINE},
        )
    check_cells([(part,) for part in cut])
    return Table(
        ("text",), [(part,) for part in cut], list(range(1, len(cut) + 1)), "txt", encoding, None, False, notes=(told,)
    )


def _notes(lines: list[str]) -> tuple[Message, ...]:
    """What a person should know of lines that are cut at a width, as in a book."""
    if not (width := width_of(lines)):
        return ()
    return (
        Message(
            mark("Lines are cut at about {width} letters, as in a book; they can be joined to paragraphs"),
            {"width": width},
        ),
    )
