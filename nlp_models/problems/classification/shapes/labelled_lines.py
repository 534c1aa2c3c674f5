"""Lines that begin with their label: fastText's `__label__good text`, TREC's `DESC:manner text`, or `good: text`."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import SAMPLE, Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("lines that begin with their label")
MARK = "__label__"
DETAILED = re.compile(r"([^\W\d_][\w-]{0,30}):([^\W\d_][\w-]{0,30})\s+(\S.*)")
NAMED = re.compile(r"([\w][\w-]{0,30}):\s+(\S.*)")
NEARLY_ALL = 0.95  # of the lines
MOST_LABELS = 50
FEWEST = 8  # lines
RECURS = 4  # lines of a label on average; what stands before colons in prose seldom comes again
LOOKED_AT = 1_000  # letters at either end of a line


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Nearly all lines with a label as fastText marks it, or with one of a few recurring words and a colon."""
    if not source.is_text:
        return None
    lines = source.sample
    if sum(_is_marked(line) for line in lines) > 0.5 * len(lines):
        return Sighting(1.0, Message(mark("labels marked as __label__, as fastText reads them")))
    if found := _colon_labels(lines) or _colon_labels(_spread(source)):
        values = {"labels": ", ".join(found[:6])}
        return Sighting(0.9, Message(mark("lines that begin with a label and a colon: {labels}"), values))
    return None


def read(source: Source, how: How) -> Table:
    """A row a line: its label and text, and a column with more where a line says more of its label."""
    numbered = [(number, line) for number, line in enumerate(source.lines, 1) if line.strip()]
    marked = sum(MARK in line for _, line in numbered) > len(numbered) / 2
    cut = _marked if marked else _detailed if _is_detailed(_spread(source)) else _named
    rows, numbers, bad, budget = [], [], [], limits.Budget()
    for number, line in numbered:
        if (row := cut(line.strip())) is None:
            bad.append(number)
            continue
        budget.row(row)
        rows.append(row)
        numbers.append(number)
    if not rows:
        raise DataError("No line of this file begins with a label.")
    skipped = (Skipped(tuple(bad), Message(mark("these lines have no label"))),) if bad else ()
    return _table(source, rows, numbers, skipped, marked)


def _table(source: Source, rows, numbers, skipped, marked) -> Table:
    """The Table; the third column only where it says more than the first."""
    several = sum(more != label for label, _, more in rows)
    guess = {"text": "text", "label": "label"}
    if not several:
        rows = [(label, text) for label, text, _ in rows]
        return Table(
            ("label", "text"), rows, numbers, "txt", source.encoding, header=False, skipped=skipped, guess=guess
        )
    third = "all labels" if marked else "fine"
    if marked:
        note = Message(mark("{count} lines have several labels; the first is taken."), {"count": several})
    else:
        note = Message(
            mark("The label is the word before the colon; the column {column} has it in full."), {"column": third}
        )
    return Table(
        ("label", "text", third),
        rows,
        numbers,
        "txt",
        source.encoding,
        header=False,
        skipped=skipped,
        notes=(note,),
        guess=guess,
    )


def _is_marked(line: str) -> bool:
    """Whether a line begins or ends with a marked label."""
    begins, ends = line[:LOOKED_AT].split(None, 1)[:1], line[-LOOKED_AT:].rsplit(None, 1)[-1:]
    return any(word.startswith(MARK) and len(word) > len(MARK) for word in (*begins, *ends))


def _marked(line: str) -> tuple[str, str, str] | None:
    """`(first label, text, all labels)` of a fastText line, its labels at the start or else at the end."""
    words = line.split()
    begins = _count_marked(words)
    ends = 0 if begins else _count_marked(words[::-1])
    found = words[:begins] if begins else words[len(words) - ends :] if ends else []
    labels = [name for word in found if (name := word.removeprefix(MARK).strip(","))]
    if not labels:
        return None
    rest = line.split(None, begins)[begins:] if begins else line.rsplit(None, ends)[:1]
    return labels[0], rest[0].strip() if rest else "", " ".join(labels)


def _count_marked(words: Sequence[str]) -> int:
    """How many words at the start are marked labels, or commas between them."""
    taken = takewhile(lambda word: word.startswith(MARK) or word == ",", words)
    return len([*taken]) if words[0].startswith(MARK) else 0


def _spread(source: Source) -> list[str]:
    """Lines from all over a file, which may have all of one label first."""
    lines = source.lines
    return [line for line in lines[:: max(1, len(lines) // SAMPLE)] if line.strip()]


def _detailed(line: str) -> tuple[str, str, str] | None:
    """`(label, text, label with its detail)` of a line as TREC has it."""
    found = DETAILED.match(line)
    return (found[1], found[3], f"{found[1]}:{found[2]}") if found else None


def _named(line: str) -> tuple[str, str, str] | None:
    """`(label, text, label)` of `label: text`."""
    found = NAMED.match(line)
    return (found[1], found[2], found[1]) if found else None


def _is_detailed(lines: Sequence[str]) -> bool:
    return sum(bool(DETAILED.match(line.strip())) for line in lines) > len(lines) / 2


def _colon_labels(lines: Sequence[str]) -> list[str]:
    """The words before colons, the commonest first, where nearly all lines have one and they are few and recur."""
    for form in (DETAILED, NAMED):
        found = [match for line in lines if (match := form.match(line.strip()))]
        if len(found) < NEARLY_ALL * len(lines):
            continue
        counts = Counter(match[1] for match in found)
        if 2 <= len(counts) <= MOST_LABELS and max(FEWEST, RECURS * len(counts)) <= len(found) and _are_labels(counts):
            return [label for label, _ in counts.most_common()]
    return []


def _are_labels(counts: Counter) -> bool:
    """Not hours, verses or web addresses."""
    return not all(label.isdigit() for label in counts) and not {"http", "https"} & set(counts)
