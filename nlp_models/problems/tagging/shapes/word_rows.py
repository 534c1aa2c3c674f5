"""A table with a word on every row: csv, tsv or a workbook; sentences by number, by empty rows, or cut at . ? and !

Sentence #,Word,POS,Tag
Sentence: 1,Anna,NNP,B-per
,flew,VBD,O
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.fields import PART_NAMES
from nlp_models.datasets.shapes import workbook
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.reading.sentence_ends import MARK, cut_anew
from nlp_models.problems.tagging.reading.sentences import Sentence, listed, table_of_sentences
from nlp_models.problems.tagging.reading.sheets import first_rows_of_sheets
from nlp_models.problems.tagging.reading.tag_styles import restyled_table
from nlp_models.problems.tagging.reading.word_cells import cells_of, fitted, separator_of, width_of
from nlp_models.problems.tagging.reading.word_columns import Roles, header_place, roles_of

TITLE = mark("a table with a word on every row")
SEPARATED = True  # a person may say by what
LOOKED_AT = 500  # rows, to know the shape
WEIGHED = 20_000  # rows, to know what the columns are
LONG = 60  # words of a group on average: then it is a document of several sentences
LENIENT = How(skip_bad_rows=True)
PARTED = mark("a word on every row, sentences parted by empty rows")
NO_TABLE = re.compile(r'\s*(\{|\[\s*[{\["])|#+ ')  # JSON; the comments of CoNLL


@dataclass
class Grid:
    """Rows of cells with their numbers in the file; `breaks` are places of rows before which an empty one stands."""

    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    names: list[str] | None = None
    header_row: int | None = None
    skipped: tuple[Skipped, ...] = ()
    separator: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()

    def add(self, cells: list[str], number: int) -> None:
        """One more row; an empty one parts."""
        if not any(cells) or cells[0].startswith("-DOCSTART-"):
            self.breaks.add(len(self.rows))
        else:
            self.rows.append(cells)
            self.numbers.append(number)


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """By single words in one column and their tags in another."""
    if source.is_workbook:
        grids = _sheets_looked_at(source)
    elif not source.is_text or NO_TABLE.match(source.sample[0]):
        return None
    else:
        grids = [grid] if (grid := _grid_of_lines(source.lines[:LOOKED_AT], LENIENT)) else []
    seen = [sighting for grid in grids if (sighting := _seen(grid, source.is_workbook))]
    return max(seen, key=lambda sighting: sighting.confidence, default=None)


def read(source: Source, how: How) -> Table:
    """A row a sentence; DataError names the rows that do not fit."""
    grid = _grid_of_workbook(source, how) if source.is_workbook else _grid_of_lines(source.lines, how)
    roles = roles_of(grid.rows[:WEIGHED], grid.names, how.sentence) if grid and grid.rows else None
    if roles is None:
        raise DataError("This is no table with a word and its tag on every row.")
    names = grid.names or _names(grid, roles)
    sentences, notes = _sentences(grid, roles)
    kept = roles.kept
    if len(kept) < len(names):
        take = itemgetter(*kept)  # two at least: words and tags
        for sentence in sentences:
            sentence.cells = list(map(take, sentence.cells))
    table = table_of_sentences(sentences, [names[n] or f"column {n + 1}" for n in kept], "words", **_told(source, grid))
    guess = {"text": table.columns[kept.index(roles.word)], "label": table.columns[kept.index(roles.tags[0])]}
    guess |= {"part": "part"} if table.columns[-1] == "part" and roles.part is not None else {}
    return restyled_table(table, guess, notes)


def _told(source: Source, grid: Grid) -> dict[str, Any]:
    """What a Table says of how it was read."""
    encoding = None if source.is_workbook else source.encoding
    return {
        "encoding": encoding,
        "separator": grid.separator,
        "header": grid.names is not None,
        "header_row": grid.header_row,
        "skipped": grid.skipped,
        "sheet": grid.sheet,
        "sheets": grid.sheets,
    }


def _seen(grid: Grid, sure: bool) -> Sighting | None:
    """How sure it is that a grid holds a word a row."""
    if len(grid.rows) < 3 or (roles := roles_of(grid.rows, grid.names)) is None or not (roles.entities or roles.named):
        return _parted(grid) if len(grid.rows) > 2 else None
    by = _evidence(grid, roles)
    if by is None:
        return None
    confidence, because = by
    return Sighting(1.0 if sure else confidence, because)


def _evidence(grid, roles):
    if roles.sentence:
        name = grid.names[roles.sentence[-1]] if grid.names else f"column {roles.sentence[-1] + 1}"
        return 0.92, Message(mark("a word on every row; '{column}' numbers the sentences"), {"column": name})
    confidence = 0.92 if grid.names else 0.89
    if grid.breaks:
        return confidence, Message(PARTED)
    if roles.index is not None:
        return confidence, Message(mark("a word on every row; its number begins anew in every sentence"))
    if roles.entities or any(MARK.fullmatch(row[roles.word]) for row in grid.rows):
        return 0.88, Message(mark("a word and its tag on every row"))
    return None


def _parted(grid: Grid) -> Sighting | None:
    """Blocks of a word and few different tags without a header: a table of texts has no empty rows again and again."""
    roles = roles_of(grid.rows, grid.names)
    if roles is None or 20 * len(grid.breaks) < len(grid.rows) or len({row[roles.tags[0]] for row in grid.rows}) > 100:
        return None
    return Sighting(0.85, Message(PARTED))


def _grid_of_lines(lines: list[str], how: How) -> Grid | None:
    """Lines cut at the separator that a person gives or that recurs most evenly."""
    some = [line for line in lines[:LOOKED_AT] if line.strip()]
    separator = how.separator or separator_of(some)
    if not separator:
        return None
    grid, budget = Grid(separator=separator), limits.Budget()
    for number, line in enumerate(lines, 1):
        cells = cells_of(line, separator) if line.strip() else []
        budget.row(cells)
        grid.add(cells, number)
    grid.breaks -= {len(grid.rows)}
    _fit(grid, how)
    _name(grid, how)
    return grid


def _grid_of_workbook(source: Source, how: How) -> Grid:
    """A sheet's rows: the one that a person names, else the first that holds a word a row."""
    title = how.sheet or next((grid.sheet for grid in _sheets_looked_at(source) if _seen(grid, True)), None)
    table = workbook.read(source, How(header=False, sheet=title))
    grid = Grid(sheet=table.sheet or title, sheets=table.sheets)
    before = table.line_numbers[0] - 1 if table.line_numbers else 0
    for number, row in zip(table.line_numbers, table.rows, strict=True):
        if number > before + 1:
            grid.breaks.add(len(grid.rows))  # empty rows are not in the table
        grid.add(list(row), number)
        before = number
    _name(grid, how)
    return grid


def _sheets_looked_at(source: Source) -> list[Grid]:
    """The first rows of the first sheets that hold any."""
    grids = []
    for title, rows in first_rows_of_sheets(source):
        grid = Grid(sheet=title)
        for number, row in enumerate(rows, 1):
            grid.add(row, number)
        grid.breaks -= {0, len(grid.rows)}
        _name(grid, How())
        grids += [grid] * bool(grid.rows)
    return grids


def _name(grid: Grid, how: How) -> None:
    """Take the header, and what stands above it, off the rows."""
    place = header_place(grid.rows) if grid.rows and how.header is None else None
    if how.header is True:
        place = 0
    elif how.header not in (None, False):
        place = next((n for n, number in enumerate(grid.numbers) if number == how.header), None)
    if place is None:
        grid.breaks -= {0}
        return
    grid.names, grid.header_row = [cell.strip() for cell in grid.rows[place]], grid.numbers[place]
    grid.rows, grid.numbers = grid.rows[place + 1 :], grid.numbers[place + 1 :]
    grid.breaks = {n - place - 1 for n in grid.breaks if n > place + 1}


def _fit(grid: Grid, how: How) -> None:
    """All rows as wide as most; those that are not are mended, left out if a person says so, or told together."""
    width = width_of(grid.rows[:WEIGHED])
    limits.check_width(width)
    if all(len(row) == width for row in grid.rows):
        return
    whole = [row for row in grid.rows[:WEIGHED] if len(row) == width]
    roles = roles_of(whole, None)
    word, known = (roles.word, {row[-1] for row in whole}) if roles else (0, set())
    mended = [row if len(row) == width else fitted(row, width, grid.separator, word, known) for row in grid.rows]
    bad = [number for number, row in zip(grid.numbers, mended, strict=True) if row is None]
    if bad and not how.skip_bad_rows:
        raise DataError(
            "These lines do not have {width} columns, as the others do: {lines}.", lines=listed(bad), width=width
        )
    grid.skipped = (Skipped(tuple(bad), Message(mark("not as many columns as the others"))),) if bad else ()
    _leave_out(grid, mended)


def _leave_out(grid: Grid, mended: list[list[str] | None]) -> None:
    """Only the rows that fit; breaks stay where they were between them."""
    places, kept = {}, 0
    for n, row in enumerate(mended):
        places[n] = kept
        kept += row is not None
    grid.breaks = {places[n] for n in grid.breaks if n in places}
    grid.numbers = [number for number, row in zip(grid.numbers, mended, strict=True) if row is not None]
    grid.rows = [row for row in mended if row is not None]


def _sentences(grid: Grid, roles: Roles) -> tuple[list[Sentence], list[Message]]:
    """Rows gathered by number and empty rows; one long run, and documents, are cut at the ends of their sentences."""
    sentences, before, now = [Sentence()], None, [""] * len(roles.sentence)
    for n, (row, number) in enumerate(zip(grid.rows, grid.numbers, strict=True)):
        if any(row[place] for place in roles.sentence):  # an empty cell: as the one above
            now = [row[place] or was for place, was in zip(roles.sentence, now, strict=True)]
        if sentences[-1].cells and (n in grid.breaks or now != before):
            sentences.append(Sentence())
        before = now
        if row[roles.word] or any(row[place] for place in roles.tags):
            part = PART_NAMES.get(row[roles.part].strip().lower()) if roles.part is not None else None
            sentences[-1].add(row, number, part)
    sentences = [sentence for sentence in sentences if sentence.cells]
    words = sum(len(sentence.cells) for sentence in sentences)
    if len(sentences) == 1 or (roles.documents and words > LONG * len(sentences)):
        cut = [cut_anew(sentence, roles.word, roles.index) for sentence in sentences]
        notes = list({note.text: note for _, values in cut for note in values}.values())
        return [piece for pieces, _ in cut for piece in pieces], notes
    return sentences, []


def _names(grid: Grid, roles: Roles) -> list[str]:
    """Names of columns that have none in the file."""
    names = [f"column {n + 1}" for n in range(len(grid.rows[0]))]
    names[roles.word] = "word"
    names[roles.tags[0]] = "entity" if roles.entities else "tags"
    return names
