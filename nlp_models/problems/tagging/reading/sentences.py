"""A Table whose rows are sentences: made of words in step with their tags, however a file held them.

A cell holds a sentence's words, or its tags, with spaces between; a space within a word is "▁".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp_models.datasets.table import Table
from nlp_models.text.vocabulary import SPACE

SPACES = re.compile(r"\s")
EMPTY = "\u2205"  # stands for a cell with nothing in it, so that words and tags stay in step; told by the validator
TOLD = 5  # lines named in an error


@dataclass
class Sentence:
    """What is gathered of one sentence: a list of cells a word, and the lines they stand on."""

    cells: list[Sequence[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    part: str | None = None

    def add(self, cells: Sequence[str], line: int, part: str | None = None) -> None:
        """One more word."""
        self.cells.append(cells)
        self.lines.append(line)
        self.part = self.part or part


def table_of_sentences(sentences: Iterable[Sentence], names: Sequence[str], kind: str, **told: Any) -> Table:
    """A row a sentence; the last column is its part, where any sentence has one. `told`: other fields of a Table."""
    sentences = list(sentences)
    marked = any(sentence.part for sentence in sentences)
    rows = []
    for sentence in sentences:
        cells = tuple(map(joined, zip(*sentence.cells, strict=True)))
        rows.append((*cells, sentence.part or "train") if marked else cells)
    firsts = [sentence.lines[0] for sentence in sentences]
    columns = (*numbered(names), *["part"] * marked)
    return Table(columns, rows, firsts, kind, word_lines=[sentence.lines for sentence in sentences], **told)


def joined(cells: Sequence[str]) -> str:
    """Words or tags with spaces between."""
    plain = " ".join(cells)
    return plain if len(plain.split()) == len(cells) == plain.count(" ") + 1 else " ".join(map(as_token, cells))


def as_token(cell: str) -> str:
    """A word or tag fit to stand between spaces."""
    if cell and not SPACES.search(cell):
        return cell
    return SPACE.join(cell.split()) or (SPACE if cell else EMPTY)


def numbered(names: Sequence[str]) -> list[str]:
    """Names of columns; of two alike, the later one is numbered."""
    return [f"{name} ({n + 1})" if name in names[:n] else name for n, name in enumerate(names)]


def listed(numbers: Sequence[int]) -> str:
    """The first numbers, in words fit for a sentence."""
    return ", ".join(map(str, numbers[:TOLD])) + (" …" if len(numbers) > TOLD else "")
