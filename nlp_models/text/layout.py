"""How a text lies on the page: indentation and empty lines, kept where a poem or a program has them.

>>> layout = Layout.of(["def f(x):", "    return x", "", "print(f(2))"])
>>> layout.lines(["def f(x):", "    return x", "", "", "print(f(2))"])
['def f(x):', '⇥ return x', '', 'print(f(2))']
>>> layout.written("⇥ return x")
'    return x'
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nlp_models.errors import BundleError

LEVEL = "⇥"  # one level of indentation, before the words of a line
LEVELS = re.compile(rf"(?:{LEVEL}\s*)+")
MOST_LEVELS = 12
TAB = 4  # columns
LEAST_COLUMNS = 2  # one space alone is a slip
INDENTED, ALIKE = 0.1, 0.95  # of the lines: fewer are a quotation, and where all stand alike nothing is said by it
EMPTY = 0.02  # of the lines
UNITS = re.compile(r"\t| {2,16}|")


@dataclass(frozen=True)
class Layout:
    """`indent`: what a level is written as, "" where none is kept; `empty_lines`: whether these are kept."""

    indent: str = ""
    empty_lines: bool = False

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Layout":
        """What these lines, in their order, say by their layout."""
        widths, tabs = array("L"), 0
        for text in texts:
            if text.strip():
                widths.append(columns(text))
                tabs += widths[-1] >= LEAST_COLUMNS and text.startswith("\t")
        indented = sum(width >= LEAST_COLUMNS for width in widths)
        kept = indented > INDENTED * len(widths) and max(Counter(widths).values()) < ALIKE * len(widths)
        unit = _unit(widths, 2 * tabs > indented) if kept else ""
        return cls(unit, len(texts) - len(widths) > EMPTY * len(texts))

    @classmethod
    def from_json(cls, data: Any) -> "Layout":
        """What a vocabulary.json says of it; raises BundleError where that is none."""
        if data is None:
            return PLAIN
        indent = data.get("indent") if isinstance(data, dict) else None
        if not isinstance(indent, str) or not UNITS.fullmatch(indent):
            raise BundleError("The vocabulary of this bundle cannot be read.")
        return cls(indent, data.get("empty_lines") is True)

    def marked(self, line: str) -> str:
        """A line with a sign for each level before it, where these are kept."""
        if not self.indent:
            return line
        levels = min(columns(line) // columns(self.indent + "."), MOST_LEVELS)
        return f"{LEVEL * levels} {line.strip()}" if levels else line.strip()

    def lines(self, lines: Iterable[str]) -> list[str]:
        """Lines as they are read: marked; of several empty ones in a row one is left, or none."""
        return list(self.each_line(lines))

    def each_line(self, lines: Iterable[str]) -> Iterator[str]:
        """The same, one after another."""
        before = ""
        for line in map(self.marked, lines):
            if line.strip():
                yield (before := line)
            elif self.empty_lines and before:
                yield (before := "")

    def written(self, line: str) -> str:
        """A marked line as it is written."""
        signs = LEVELS.match(line) if self.indent else None
        return self.indent * signs[0].count(LEVEL) + line[signs.end() :] if signs else line


PLAIN = Layout()


def columns(line: str) -> int:
    """How far a line is indented; a tab goes on to the next of every four columns."""
    line = line.expandtabs(TAB)
    return len(line) - len(line.lstrip())


def _unit(widths: Sequence[int], by_tabs: bool) -> str:
    """The commonest step from a line to one further in, as spaces or as a tab."""
    if by_tabs:
        return "\t"
    steps = Counter(after - before for before, after in pairwise(widths) if after - before >= LEAST_COLUMNS)
    steps = steps or Counter(width for width in widths if width >= LEAST_COLUMNS)
    return " " * min(min(steps, key=lambda step: (-steps[step], step)), 16)
