"""Lines of a word-a-row table as cells. Words hold no line breaks, so a line is a row, whatever its quotes do.

>>> cells_of('",",",",O', ",")
[',', ',', 'O']
"""

import csv
import re
from collections.abc import Sequence
from sys import intern

SEPARATORS = ("\t", ",", ";", "|")
UNEVEN = re.compile(r'["\s]')
STEADY = 0.9  # of the lines are as wide as most
MOST_COLUMNS = 60


def cells_of(line: str, separator: str) -> list[str]:
    """The cells of one line; quotes that do not close are letters."""
    if not UNEVEN.search(line):
        return list(map(intern, line.split(separator)))  # a tag is kept once, however many words have it
    if '"' not in line:
        return [cell.strip() for cell in line.split(separator)]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, strict=True))]
    except csv.Error:
        return [cell.strip() for cell in line.split(separator)]


def separator_of(lines: Sequence[str]) -> str | None:
    """What cuts nearly all lines into equally many cells, two at least; None where nothing does."""
    best = max(SEPARATORS, key=lambda separator: _steadiness(lines, separator), default=None)
    return best if lines and _steadiness(lines, best) >= STEADY else None


def width_of(rows: Sequence[Sequence[str]]) -> int:
    """As many cells as most rows have."""
    widths = [len(row) for row in rows]
    return max(sorted(set(widths)), key=widths.count, default=0)


def fitted(cells: list[str], width: int, separator: str, word: int, known: set[str]) -> list[str] | None:
    """Cells of a line that has too many, because a word is or holds a separator; None where that does not explain it."""
    if len(cells) < width:
        # empty cells at the end that an editor left away
        return [*cells, *[""] * (width - len(cells))] if word > 0 or len(cells) == width - 1 > 1 else None
    if not any(map(str.strip, cells[width:])):
        return cells[:width]
    if cells[-1] not in known:
        return None
    return _separators_as_words(cells, width, separator) or _joined(cells, width, separator, word)


def _separators_as_words(cells: list[str], width: int, separator: str) -> list[str] | None:
    """`,,,,O` as `,` `,` `O`: two empty cells on end stand for one separator."""
    found, place = [], 0
    while place < len(cells):
        too_many = len(cells) - place > width - len(found)
        if too_many and cells[place : place + 2] == ["", ""]:
            found.append(separator)
            place += 2
        else:
            found.append(cells[place])
            place += 1
    return found if len(found) == width else None


def _joined(cells: list[str], width: int, separator: str, word: int) -> list[str]:
    """`1,000,CD,O` as `1,000` `CD` `O`: what is too much belongs to the word."""
    end = word + 1 + len(cells) - width
    return [*cells[:word], separator.join(cells[word:end]), *cells[end:]]


def _steadiness(lines: Sequence[str], separator: str) -> float:
    widths = [len(cells_of(line, separator)) for line in lines]
    width = max(sorted(set(widths)), key=widths.count, default=0)
    return widths.count(width) / len(widths) if 2 <= width <= MOST_COLUMNS else 0.0
