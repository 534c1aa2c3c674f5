"""Which row of a file names the columns: by the names we know, by being unlike all below it, or below a title."""

import re
from itertools import pairwise

from nlp_models.datasets import limits
from nlp_models.datasets.fields import OTHER_NAMES, PAIR_NAMES, Label, Text
from nlp_models.datasets.source import SAMPLE

KNOWN_NAMES = {*Text().known_as, *Label().known_as}
COLUMN_NAMES = KNOWN_NAMES | PAIR_NAMES | OTHER_NAMES
NUMBER = re.compile(r"[-+]?\d[\d,.]*%?")
NAME = re.compile(r"[^\W\d][\w #()./:*-]{0,29}")  # short, and no punctuation of sentences
LATIN = re.compile(r"[A-Za-z]")
HANGUL = re.compile(r"[가-힣]")
MANY = 20_000  # rows in which a value is looked for
TITLES = 30  # rows above the header, at most
GREETINGS = frozenset(
    ["hi", "hello", "hey", "bye", "goodbye", "yes", "no", "ok", "okay", "thanks", "안녕", "안녕하세요", "네", "아니요"]
)
Rows = list[list[str]]


def header_place(rows: Rows, wanted: tuple[str, ...] = ()) -> int | None:
    """The place of the row that names the columns; None where none does."""
    if wanted and (place := _with_names(rows, wanted)) is not None:
        return place
    below = _below_titles(rows)
    return below if below else 0 if has_header(rows) else None


def _with_names(rows: Rows, wanted: tuple[str, ...]) -> int | None:
    """The first row that holds all these names."""
    asked = {name.strip().casefold() for name in wanted}
    found = ({cell.strip().casefold() for cell in row} for row in rows[: TITLES + 1])
    return next((place for place, cells in enumerate(found) if asked <= cells), None)


def filled(row: list[str]) -> int:
    """How many cells hold something."""
    return sum(1 for cell in row if cell.strip())


def usually_filled(rows: Rows) -> int:
    """As many cells as hold something in most of the first rows."""
    counts = [filled(row) for row in rows[:SAMPLE]]
    return max(sorted(set(counts), reverse=True), key=counts.count, default=0)


def _below_titles(rows: Rows) -> int | None:
    """The place of a header under rows that hold a title or a remark; 0 or None where there are no such rows."""
    usual = usually_filled(rows)
    if usual < 2 or (named(rows[0]) and filled(rows[0]) > 1):
        return None
    place = next((n for n, row in enumerate(rows[: TITLES + 1]) if filled(row) > max(1, usual // 2)), 0)
    return place if place and filled(rows[place]) >= usual - 1 and has_header(rows[place:]) else None


def named(row: list[str]) -> int:
    """How many cells are names of columns that we know."""
    return sum(cell.strip().lower() in COLUMN_NAMES for cell in row)


def has_header(rows: Rows) -> bool:
    """Whether the first row names the columns: by a name we know, or by being unlike what stands below it."""
    first, rest = [cell.strip().lower() for cell in rows[0]], rows[1:]
    known = [n for n, cell in enumerate(first) if cell in KNOWN_NAMES]
    if any(_stands_again(rest, n, first[n]) <= len(rest) / 20 for n in known):  # y and class may be values, too
        return True
    if sum(cell in PAIR_NAMES for cell in first) > 1 or (
        len(first) > 1 and all(cell in COLUMN_NAMES for cell in first)
    ):  # a single one may be a word that somebody says
        return True
    return len(first) <= limits.COLUMNS and _unlike_the_rest(first, rest[:SAMPLE], rest[:MANY])


def _stands_again(rest: Rows, n: int, name: str) -> int:
    """How many rows have a column's name for its value."""
    return sum(len(row) > n and row[n].strip().lower() == name for row in rest)


def _unlike_the_rest(first: list[str], sample: Rows, rest: Rows) -> bool:
    """Whether these cells are names, and the columns below them hold labels, numbers, sentences or other letters."""
    below = [[row[n].strip().lower() for row in sample if n < len(row) and row[n].strip()] for n in range(len(first))]
    if not any(first) or any(len(cell) > 40 for cell in first) or len(set(first)) < len(first):
        return False
    counted = [n for n, values in enumerate(below) if values and all(map(NUMBER.fullmatch, values))]
    rising = [n for n in counted if is_index(below[n])]
    if any(NUMBER.fullmatch(cell) or not (cell or n in rising) for n, cell in enumerate(first)):
        return False
    return (
        _above_labels(first, rest)
        or any((len(below[n]) > 4 or n in rising) and _is_name(first[n]) for n in counted)
        or _above_text(first, below)
    )


def _above_labels(first: list[str], rest: Rows) -> bool:
    """Whether some columns hold labels, and none of them what stands above it."""
    if len(first) < 2:
        return False
    below = [[row[n].strip().lower() for row in rest if n < len(row)] for n in range(len(first))]
    labels = [n for n, values in enumerate(below) if 2 <= len(set(values)) <= min(50, len(values) / 2)]
    return bool(labels) and all(first[n] not in below[n] for n in labels)


def _is_name(cell: str) -> bool:
    """Whether a cell may be a name above numbers; `nan` and `-` stand for a number that is missing."""
    return bool(NAME.fullmatch(cell)) and cell not in ("nan", "none", "null", "na", "n/a")


def _above_text(first: list[str], below: list[list[str]]) -> bool:
    """Whether names in one alphabet stand above texts in another, or single words above sentences only."""
    named = all(NAME.fullmatch(cell) and cell not in GREETINGS for cell in first if cell)
    if not named or not all(below) or min(map(len, below)) < 8:
        return False
    for own, other in ((LATIN, HANGUL), (HANGUL, LATIN)):
        texts = [
            n for n, values in enumerate(below) if 2 * sum(bool(other.search(value)) for value in values) > len(values)
        ]
        if (
            texts
            and all(own.search(first[n]) and not other.search(first[n]) for n in texts)
            and not _said_below(first, below)
        ):
            return True
    sentences = [n for n, values in enumerate(below) if sum(" " in value for value in values) >= 0.98 * len(values)]
    single = all(" " not in first[n] for n in sentences)
    return bool(sentences) and single and len(sentences) >= len(first) / 2 and not _said_below(first, below)


def _said_below(first: list[str], below: list[list[str]]) -> bool:
    """Whether a cell of the first row is a value, too."""
    return any(cell and cell in values for cell, values in zip(first, below, strict=True))


def is_index(values: list[str]) -> bool:
    """Whether they count: 0, 1, 2 … or 1, 2, 3 …"""
    if len(values) < 3 or not all(len(value) < 12 and value.isascii() and value.isdigit() for value in values[:SAMPLE]):
        return False
    numbers = [int(value) for value in values[:SAMPLE]]
    return all(after == before + 1 for before, after in pairwise(numbers))
