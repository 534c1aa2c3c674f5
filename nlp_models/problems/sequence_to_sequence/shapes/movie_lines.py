"""Lines of films as Cornell gives them: `L100 +++$+++ u1 +++$+++ m0 +++$+++ MIRA +++$+++ text`, alone or in their zip."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.talk import Said, plain, talk_table

TITLE = mark("film lines with +++$+++")

CUT = "+++$+++"
NUMBERED = re.compile(r"\s*\D?\d+\s*$")
NUMBER = re.compile(r"\d+")
MOST_DIGITS = 12
LINES, CONVERSATIONS = "movie_lines.txt", "movie_conversations.txt"
UNFITTING = mark("Not a number, a speaker and a text between the marks")
EMPTY = mark("A line without words")


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where the marks cut nearly every line, or the zip holds that file."""
    because = Message(mark("{mark} cuts the lines; each begins with its number"), {"mark": CUT})
    if source.is_zip:
        return Sighting(1.0, because) if _member(source, LINES) else None
    fitting = sum(_cells(line) is not None for line in source.sample)
    return Sighting(1.0, because) if fitting >= 0.9 * len(source.sample) else None


def read(source: Source, how: How) -> Table:
    """Lines in the order of their numbers: one answers the line before where the numbers follow each other in one film."""
    lines_in = _readable(source, LINES) if source.is_zip else source
    left: dict[str, list[int]] = {}
    found = _lines(lines_in, left)
    listed = _member(source, CONVERSATIONS) if source.is_zip else None
    said = _listed(found, source.member(listed)) if listed else _in_order(found)
    return replace(talk_table(said, lines_in, how, "txt", left), speakers=())  # they are made up


def _lines(source: Source, left: dict[str, list[int]]) -> dict[int, tuple[str, Said]]:
    """`(film, what is said)` by number."""
    found, budget = {}, limits.Budget()
    for row, line in enumerate(source.lines, 1):
        if not line.strip():
            continue
        if (cells := _cells(line)) is None:
            left.setdefault(UNFITTING, []).append(row)
        elif not (text := plain(cells[-1])):
            left.setdefault(EMPTY, []).append(row)
        else:
            budget.row((text,))
            found[int(NUMBER.search(cells[0])[0])] = (
                cells[2] if len(cells) > 4 else "",
                Said(_speaker(cells), text, row),
            )
    return found


def _cells(line: str) -> list[str] | None:
    """The fields of a line; None where it is none of these."""
    cells = [cell.strip() for cell in line.split(CUT, 4)]
    return cells if len(cells) >= 3 and NUMBERED.match(cells[0]) and len(cells[0]) <= MOST_DIGITS else None


def _speaker(cells: list[str]) -> str:
    """The name where there is one, with the number that tells two of a name apart left out."""
    return cells[3] if len(cells) > 4 and cells[3] else cells[1]


def _in_order(found: dict[int, tuple[str, Said]]) -> list[Said]:
    """A gap in the numbers, or another film, begins a new talk."""
    said, last = [], (None, None)
    for number in sorted(found):
        film, one = found[number]
        follows = last[0] is not None and number == last[0] + 1 and film == last[1]
        said.append(Said(one.who, one.text, one.row, begins=not follows))
        last = number, film
    return said


def _listed(found: dict[int, tuple[str, Said]], conversations: Source) -> list[Said]:
    """As the other file of the zip lists them, a conversation a line."""
    said = []
    for numbers in _conversations(conversations):
        known = [found[number][1] for number in numbers if number in found]
        said += [Said(one.who, one.text, one.row, begins=not place) for place, one in enumerate(known)]
    return said


def _conversations(source: Source) -> Iterator[list[int]]:
    for line in source.lines:
        yield [int(number) for number in NUMBER.findall(line.rpartition(CUT)[2]) if len(number) <= MOST_DIGITS]


def _member(source: Source, name: str) -> str | None:
    """The file of a zip that is called so, in whatever folder."""
    return next((found for found in source.names if found.rpartition("/")[2].lower() == name), None)


def _readable(source: Source, name: str) -> Source:
    return source.member(_member(source, name))
