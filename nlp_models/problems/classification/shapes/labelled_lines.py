"""Lines that begin with their label: fastText's `__label__good text`, TREC's `DESC:manner text`, or `good: text`."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

MARKED = re.compile(r"(?:^|(?<=\s))__label__(\S+)")
AT_START = re.compile(r"\s*((?:__label__\S+[\s,]+)+)(.*)", re.DOTALL)
AT_END = re.compile(r"(.*?)((?:[\s,]+__label__\S+)+)\s*$", re.DOTALL)
DETAILED = re.compile(r"([^\W\d_][\w-]{0,30}):([^\W\d_][\w-]{0,30})\s+(\S.*)")
NAMED = re.compile(r"([\w][\w-]{0,30}):\s+(\S.*)")
NEARLY_ALL = 0.95  # of the lines
MOST_LABELS = 50
RECURS = 5  # lines of a label on average; names before colons in prose are many
LONGEST = 20_000  # letters of a line that are looked at for marks at its end


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Nearly all lines with a label as fastText marks it, or with one of a few recurring words and a colon."""
    if not source.is_text:
        return None
    lines = source.sample
    if sum("__label__" in line and bool(MARKED.search(line[:LONGEST])) for line in lines) > 0.8 * len(lines):
        return Sighting(1.0, Message(mark("labels marked as __label__, as fastText reads them")))
    if found := _colon_labels(lines):
        values = {"labels": ", ".join(found[:6])}
        return Sighting(0.9, Message(mark("lines that begin with a label and a colon: {labels}"), values))
    return None


def read(source: Source, how: How) -> Table:
    """A row a line: its label and text, and a column with more where a line says more of its label."""
    numbered = [(number, line) for number, line in enumerate(source.lines, 1) if line.strip()]
    marked = sum("__label__" in line for _, line in numbered) > len(numbered) / 2
    cut = _marked if marked else _detailed if _is_detailed(source.sample) else _named
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
        return Table(("label", "text"), rows, numbers, "txt", source.encoding, header=False, skipped=skipped, guess=guess)  # fmt: skip
    third = "all labels" if marked else "fine"
    if marked:
        note = Message(mark("{count} lines have several labels; the first is taken."), {"count": several})
    else:
        note = Message(mark("The label is the word before the colon; the column {column} has the whole."), {"column": third})  # fmt: skip
    return Table(
        ("label", "text", third), rows, numbers, "txt", source.encoding, header=False, skipped=skipped, notes=(note,), guess=guess,
    )  # fmt: skip


def _marked(line: str) -> tuple[str, str, str] | None:
    """`(first label, text, all labels)` of a fastText line, its labels at the start or at the end."""
    if found := AT_START.match(line + " "):
        labels, text = found[1], found[2]
    elif "__label__" in line and (found := AT_END.match(line[-LONGEST:])):
        labels, text = found[2], line[: len(line) - len(line[-LONGEST:])] + found[1]
    else:
        return None
    names = [name.rstrip(",") for name in MARKED.findall(labels.replace(",", " "))]
    return (names[0], text.strip(), " ".join(names)) if names else None


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
        if 2 <= len(counts) <= MOST_LABELS and RECURS * len(counts) <= max(len(found), 2 * RECURS) and _are_labels(counts):
            return [label for label, _ in counts.most_common()]
    return []


def _are_labels(counts: Counter) -> bool:
    """Not hours, verses or web addresses."""
    return not all(label.isdigit() for label in counts) and not {"http", "https"} & set(counts)
