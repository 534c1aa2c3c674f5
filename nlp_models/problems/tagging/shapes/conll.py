"""The CoNLL family: a word on every line with its tags, in any column order, CoNLL-U, KLUE's letters. -> A row a sentence.

A cell holds a sentence's words, or its tags, with spaces between.
"""

import re
from collections.abc import Sequence
from typing import Any

from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.entities import are_entities
from nlp_models.text.vocabulary import SPACE

TITLE = mark("CoNLL, a word a line")

NAMES = (".conll", ".conllu", ".bio", ".iob", ".iob2", ".conll2003")
CONLL_U = ("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc")
UPOS = frozenset(
    [
        "ADJ",
        "ADP",
        "ADV",
        "AUX",
        "CCONJ",
        "DET",
        "INTJ",
        "NOUN",
        "NUM",
        "PART",
        "PRON",
        "PROPN",
        "PUNCT",
        "SCONJ",
        "SYM",
        "VERB",
        "X",
        "_",
    ]
)
CHUNKS = frozenset(["NP", "VP", "PP", "ADVP", "SBAR", "ADJP", "PRT", "CONJP", "INTJ", "LST", "UCP"])
SETTING = re.compile(r"#+ \s*([\w.]+)\s*[=:] (.*)")  # `# part = train`, `## 컬럼명 : CHAR	NE_TAG`
SPACES = re.compile(r"\s")
COLUMN_LINES = ("global.columns", "컬럼명", "columns")
SAMPLE = 2_000  # lines looked at to find separator and width
NEARLY_ALL = 0.9
MOST_LETTERS = 40  # of a word in a file that is not called CoNLL
TOLD = 5  # lines named in an error


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By its name, or blocks of lines that are equally many short cells."""
    if not source.is_text:
        return None
    if source.name.endswith(NAMES):
        return Sighting(1.0, Message(mark("a name of the CoNLL family: a word on every line")))
    if looks_like_words(source.lines[:SAMPLE]):
        return Sighting(0.9, Message(mark("a word on every line, sentences parted by empty lines")))
    return None


def read(source: Source, how: How) -> Table:
    """A row a sentence; DataError names the lines that do not fit."""
    return _sentences(source.lines, source.encoding)


def looks_like_words(lines: list[str]) -> bool:
    """Whether a word and its tags stand on each line: blocks of equally many short cells, parted by empty lines."""
    some = lines[:SAMPLE]
    filled = [line for line in some if line.strip() and not line.startswith("#")]
    if len(filled) < 3 or not any(not line.strip() for line in some[:-1]):
        return False
    cut = _cutter(filled)
    widths = [len(cut(line)) for line in filled]
    width = max(set(widths), key=widths.count)
    steady = sum(own == width for own in widths) >= NEARLY_ALL * len(filled)
    short = sum(len(cut(line)[0]) <= MOST_LETTERS for line in filled) >= NEARLY_ALL * len(filled)
    return steady and short and 2 <= width <= 30


def _sentences(lines, encoding):
    filled = [line for line in lines[:SAMPLE] if line.strip() and not line.startswith("#")]
    cut = _cutter(filled)
    width = _width([cut(line) for line in filled])
    names, sentences, part = None, [_Sentence()], None
    bad = []
    for number, line in enumerate(lines, 1):
        cells = cut(line)
        setting = SETTING.match(line) if line.startswith("#") else None
        if not line.strip() or cells[0] == "-DOCSTART-":
            sentences += [_Sentence()] if sentences[-1].cells else []
        elif line.startswith("#") and (setting or len(cells) != width or " " in cells[0]):
            key, value = setting.groups() if setting else ("", "")
            part = value.strip() if key == "part" else part
            names = value.split() if key in COLUMN_LINES else names
            sentences[-1].part = part
        elif len(cells) != width:
            bad.append(number)
        elif not (width == len(CONLL_U) and re.fullmatch(r"\d+[-.]\d+", cells[0])):  # 1-2, 8.1: no words of their own
            sentences[-1].add(cells, number, part)
    if bad:
        told = {"lines": listed(bad), "width": width}
        raise DataError("These lines do not have {width} columns, as the others do: {lines}.", **told)
    return _table([sentence for sentence in sentences if sentence.cells], width, names, encoding, cut is not str.split)


class _Sentence:
    """What is gathered of one sentence."""

    def __init__(self):
        self.cells, self.lines, self.part = [], [], None

    def add(self, cells, line, part):
        self.cells.append(cells)
        self.lines.append(line)
        self.part = self.part or part


def _cutter(filled):
    """A function that cuts a line: at tabs, where nearly all have one, else at spaces."""
    tabs = sum("\t" in line for line in filled) >= NEARLY_ALL * max(1, len(filled))
    return _at_tabs if tabs else str.split


def _at_tabs(line):
    cells = line.split("\t")
    return cells[:-1] if len(cells) > 2 and not cells[-1].strip() else cells  # a tab too many at the end


def _width(cut):
    widths = [len(cells) for cells in cut]
    width = max(sorted(set(widths)), key=widths.count, default=0)
    if width < 2:
        raise DataError("Each line needs a word and its tag, parted by a tab or a space.")
    return width


def _table(sentences, width, names, encoding, tabs):
    if not sentences:
        raise DataError("This file is empty.")
    whole = [[cell if cell and not SPACES.search(cell) else SPACE.join(cell.split()) or (SPACE if cell else "") for cell in cells]
             for sentence in sentences for cells in sentence.cells]  # fmt: skip
    names = names if names and len(names) == width else _names(whole, width)
    ends, rows, start = [], [], 0
    marked = any(sentence.part for sentence in sentences)
    for sentence in sentences:
        end = start + len(sentence.cells)
        cells = [" ".join(cell or EMPTY for cell in column) for column in zip(*whole[start:end], strict=True)]
        rows.append((*cells, sentence.part or "train") if marked else tuple(cells))
        ends.append(sentence.lines[0])
        start = end
    columns = tuple([name.lower() for name in names] + (["part"] if marked else []))
    lines = [sentence.lines for sentence in sentences]
    return Table(columns, rows, ends, "conll", encoding, "\t" if tabs else " ", False, word_lines=lines)


EMPTY = "\u2205"  # stands for a cell with nothing in it, so that words and tags stay in step; told by the validator


def _names(cells, width):
    """Names of the columns by what stands in them; of two alike, the later one is numbered."""
    if width == len(CONLL_U) and all(re.fullmatch(r"\d+", row[0]) for row in cells[:SAMPLE]):
        return list(CONLL_U)
    values = [{row[n] for row in cells} for n in range(width)]
    word = max(range(width), key=lambda n: (len(values[n]), -n))
    names = ["word" if n == word else _name(own, n) for n, own in enumerate(values)]
    if width > 1 and not set(names) & {"entity", "upos"} and word != width - 1:
        names[-1] = "tags"
    return [f"{name} ({n + 1})" if name in names[:n] else name for n, name in enumerate(names)]


def _name(values, number):
    if values <= UPOS:
        return "upos"
    if are_entities(values):
        return "chunk" if {value[2:] for value in values if value != "O"} <= CHUNKS else "entity"
    return f"column {number + 1}"


def listed(numbers: Sequence[int]) -> str:
    """The first numbers, in words fit for a sentence."""
    return ", ".join(map(str, numbers[:TOLD])) + (" …" if len(numbers) > TOLD else "")
