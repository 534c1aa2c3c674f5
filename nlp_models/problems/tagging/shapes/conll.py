"""The CoNLL family: a word on every line with its tags, in any column order, CoNLL-U, KLUE's letters. -> A row a sentence.

A cell holds a sentence's words, or its tags, with spaces between. Cells parted by commas: word_rows.py.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.entities import are_entities
from nlp_models.problems.tagging.reading.sentence_ends import as_count, cut_anew
from nlp_models.problems.tagging.reading.sentences import Sentence, as_token, listed, table_of_sentences
from nlp_models.problems.tagging.reading.tag_styles import UPOS, are_of_entities, look_like_entities, restyled_table
from nlp_models.problems.tagging.reading.word_columns import CHUNKS, WORDS, header_place

TITLE = mark("CoNLL, a word a line")

NAMES = (".conll", ".conllu", ".bio", ".iob", ".iob2", ".conll2003")
CONLL_U = ("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc")
SETTING = re.compile(r"#+ \s*([\w.]+)\s*[=:] (.*)")  # `# part = train`, `## 컬럼명 : CHAR	NE_TAG`
COLUMN_LINES = ("global.columns", "컬럼명", "columns")
DOCUMENT = "-DOCSTART-"
SAMPLE = 2_000  # lines looked at to find separator and width
NEARLY_ALL = 0.9
MOST_LETTERS = 40  # of a word in a file that is not called CoNLL
WITH_SPACES = mark("Lines whose word holds a space: {count}; what stands before the last columns was read as the word")
NOT_AS_WIDE = mark("not as many columns as the others")

Cutter = Callable[[str], list[str]]


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By its name, or blocks of lines that are equally many short cells."""
    if not source.is_text:
        return None
    lines = source.lines[:SAMPLE]
    if source.name.endswith(NAMES) and not _at_commas(lines):
        return Sighting(1.0, Message(mark("a name of the CoNLL family: a word on every line")))
    if looks_like_words(lines):
        return Sighting(0.9, Message(mark("a word on every line, sentences parted by empty lines")))
    if _tagged_throughout(lines):
        return Sighting(0.86, Message(mark("a word and its tag on every line")))
    return None


def read(source: Source, how: How) -> Table:
    """A row a sentence; DataError names the lines that do not fit."""
    lines = source.lines
    filled = [line for line in lines[:SAMPLE] if line.strip() and not line.startswith("#")]
    cut = _cutter(filled)
    found = _gathered(lines, cut, _width([cut(line) for line in filled]), how)
    if not found.sentences:
        raise DataError("This file is empty.")
    names = found.names if found.names and len(found.names) == found.width else _names(found)
    notes = list(found.notes)
    if len(found.sentences) == 1 and len(found.sentences[0].cells) > 1:
        word = next((n for n, name in enumerate(names) if name.lower() in ("form", "word", "token", "char")), 0)
        found.sentences, told = cut_anew(found.sentences[0], word, _counting(found))
        notes = [*notes, *told]
    table = table_of_sentences(
        found.sentences,
        [name.lower() for name in names],
        "conll",
        encoding=source.encoding,
        separator="\t" if cut is _at_tabs else " ",
        header=found.header_row is not None,
        header_row=found.header_row,
        skipped=found.skipped,
    )
    return restyled_table(table, _guess(table), notes)


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


@dataclass
class _Found:
    """What was gathered of a file."""

    width: int
    sentences: list[Sentence]
    names: list[str] | None = None
    header_row: int | None = None
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Message, ...] = ()


def _tagged_throughout(lines: list[str]) -> bool:
    """Whether the last or the first cell of nearly every line is a tag of an entity, though no line is empty."""
    filled = [line for line in lines if line.strip() and not line.startswith("#")]
    cut = _cutter(filled)
    cells = [found for line in filled if len(found := cut(line)) > 1]
    if len(filled) < 3 or len(cells) < NEARLY_ALL * len(filled):
        return False
    widths = [len(found) for found in cells]
    if max(map(widths.count, set(widths))) < NEARLY_ALL * len(widths):
        return False
    return any(look_like_entities({found[place] for found in cells[1:]}) for place in (-1, 0))


def _gathered(lines: list[str], cut: Cutter, width: int, how: How) -> _Found:
    found, part = _Found(width, [Sentence()]), None
    odd, budget = [], limits.Budget()
    header = _header_line(lines, cut, width, how)
    for number, line in enumerate(lines, 1):
        cells = cut(line)
        budget.row(cells)
        setting = SETTING.match(line) if line.startswith("#") else None
        if not line.strip() or cells[0] == DOCUMENT:
            found.sentences += [Sentence()] if found.sentences[-1].cells else []
        elif line.startswith("#") and (setting or len(cells) != width or " " in cells[0]):
            key, value = setting.groups() if setting else ("", "")
            part = value.strip() if key == "part" else part
            found.names = value.split() if key in COLUMN_LINES else found.names
            found.sentences[-1].part = part
        elif number == header:
            found.names, found.header_row = cells, number
        elif len(cells) != width:
            odd.append((number, cells, found.sentences[-1], len(found.sentences[-1].cells), part))
        elif not (width == len(CONLL_U) and re.fullmatch(r"\d+[-.]\d+", cells[0])):  # 1-2, 8.1: no words of their own
            found.sentences[-1].add(cells, number, part)
    _mend(found, odd, cut, how)
    found.sentences = [sentence for sentence in found.sentences if sentence.cells]
    return found


def _header_line(lines: list[str], cut: Cutter, width: int, how: How) -> int | None:
    """The number of the line that names the columns."""
    if how.header is False:
        return None
    if how.header not in (None, True):
        return int(how.header)
    first = [
        (number, cells)
        for number, line in enumerate(lines[:SAMPLE], 1)
        if line.strip() and not line.startswith("#") and len(cells := cut(line)) == width and cells[0] != DOCUMENT
    ]
    place = (0 if how.header else header_place([cells for _, cells in first])) if first else None
    return first[0][0] if place == 0 else None


def _mend(found: _Found, odd: list[tuple], cut: Cutter, how: How) -> None:
    """Lines with too many cells, whose word holds a space, get their word back; other odd lines are told, or left out."""
    known = {cells[-1] for sentence in found.sentences for cells in sentence.cells}
    holds_space, bad = 0, []
    for number, cells, sentence, place, part in reversed(odd):  # from the end: places before stay what they are
        more = len(cells) - found.width
        if cut is str.split and more > 0 and look_like_entities(known) and look_like_entities({cells[-1]}):
            sentence.cells.insert(place, [" ".join(cells[: more + 1]), *cells[more + 1 :]])
            sentence.lines.insert(place, number)
            sentence.part = sentence.part or part
            holds_space += 1
        else:
            bad.append(number)
    bad.reverse()
    if bad and not how.skip_bad_rows:
        told = {"lines": listed(bad), "width": found.width}
        raise DataError("These lines do not have {width} columns, as the others do: {lines}.", **told)
    found.skipped = (Skipped(tuple(bad), Message(NOT_AS_WIDE)),) if bad else ()
    found.notes = (Message(WITH_SPACES, {"count": holds_space}),) if holds_space else ()


def _cutter(filled: list[str]) -> Cutter:
    """A function that cuts a line: at tabs, where nearly all have one, else at spaces."""
    tabs = sum("\t" in line for line in filled) >= NEARLY_ALL * max(1, len(filled))
    return _at_tabs if tabs else str.split


def _at_tabs(line: str) -> list[str]:
    cells = line.split("\t")
    return cells[:-1] if len(cells) > 2 and not cells[-1].strip() else cells  # a tab too many at the end


def _at_commas(lines: list[str]) -> bool:
    """Whether neither tabs nor spaces cut nearly all lines, but commas do."""
    filled = [line for line in lines if line.strip() and not line.startswith(("#", DOCUMENT))]
    cut = _cutter(filled)
    alone = sum(len(cut(line)) == 1 for line in filled)
    return bool(filled) and alone >= NEARLY_ALL * len(filled) <= sum("," in line or ";" in line for line in filled)


def _width(cut: list[list[str]]) -> int:
    widths = [len(cells) for cells in cut]
    width = max(sorted(set(widths)), key=widths.count, default=0)
    if width < 2:
        raise DataError("Each line needs a word and its tag, parted by a tab or a space.")
    return width


def _counting(found: _Found) -> int | None:
    """The column that may count the words of a sentence: the first, where it holds numbers."""
    return 0 if all(as_count(cells[0]) >= 0 for cells in found.sentences[0].cells) else None


def _guess(table: Table) -> dict[str, str]:
    """The column of words, and that of entities where there is one."""
    words = [name for name in WORDS if name in table.columns]
    guess = {"text": words[0]} if words else {}
    for name in table.columns:
        counts = Counter(tag for cell in table.values(name)[:SAMPLE] for tag in cell.split(" "))
        if name not in (guess.get("text"), "part") and not name.startswith("chunk") and are_of_entities(counts):
            return guess | {"label": name}
    return guess


def _names(found: _Found) -> list[str]:
    """Names of the columns by what stands in them."""
    cells = [[as_token(cell) for cell in row] for sentence in found.sentences for row in sentence.cells]
    width = found.width
    if width == len(CONLL_U) and all(re.fullmatch(r"\d+", row[0]) for row in cells[:SAMPLE]):
        return list(CONLL_U)
    values = [{row[n] for row in cells} for n in range(width)]
    counted = [n for n in range(width) if all(as_count(value) >= 0 for value in values[n])]
    word = max(
        (n for n in range(width) if n not in counted or len(counted) == width), key=lambda n: (len(values[n]), -n)
    )
    names = ["word" if n == word else _name(own, n) for n, own in enumerate(values)]
    if width > 1 and not set(names) & {"entity", "upos"} and word != width - 1:
        names[-1] = "tags"
    return names


def _name(values: set[str], number: int) -> str:
    if values <= UPOS:
        return "upos"
    if are_entities(values) or look_like_entities(values):
        return "chunk" if {value[2:] for value in values if value != "O"} <= CHUNKS else "entity"
    return f"column {number + 1}"
