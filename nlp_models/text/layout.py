"""How a text lies on the page: indentation and empty lines, kept where a poem or a program has them.

>>> layout = Layout.of(["def f(x):", "    return x", "", "print(f(2))"])
>>> layout.lines(["def f(x):", "    return x", "", "", "print(f(2))"])
['def f(x):', '⇥ return x', '', 'print(f(2))']
>>> layout.written("⇥ return x")
'    return x'
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
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
        filled = [text for text in texts if text.strip()]
        widths = [columns(text) for text in filled]
        indented = [text for text, width in zip(filled, widths, strict=True) if width >= LEAST_COLUMNS]
        kept = len(indented) > INDENTED * len(filled) and max(Counter(widths).values()) < ALIKE * len(filled)
        return cls(_unit(widths, indented) if kept else "", len(texts) - len(filled) > EMPTY * len(texts))

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
        kept: list[str] = []
        for line in map(self.marked, lines):
            if line.strip():
                kept.append(line)
            elif self.empty_lines and kept and kept[-1]:
                kept.append("")
        return kept

    def written(self, line: str) -> str:
        """A marked line as it is written."""
        signs = LEVELS.match(line) if self.indent else None
        return self.indent * signs[0].count(LEVEL) + line[signs.end() :] if signs else line


PLAIN = Layout()


def columns(line: str) -> int:
    """How far a line is indented; a tab goes on to the next of every four columns."""
    line = line.expandtabs(TAB)
    return len(line) - len(line.lstrip())


def _unit(widths: Sequence[int], indented: Sequence[str]) -> str:
    """The commonest step from a line to one further in, as spaces or as a tab."""
    if sum(text.startswith("\t") for text in indented) * 2 > len(indented):
        return "\t"
    steps = Counter(after - before for before, after in pairwise(widths) if after - before >= LEAST_COLUMNS)
    steps = steps or Counter(width for width in widths if width >= LEAST_COLUMNS)
    return " " * min(min(steps, key=lambda step: (-steps[step], step)), 16)
