"""A workbook's XML, read row by row: only rows that are there, whatever numbers they claim, every limit counted.

openpyxl makes up all rows between two and loads every text first; a small hostile file keeps it busy for ever. The parser is
expat with declarations of entities forbidden, as defusedxml forbids them.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from xml.parsers import expat

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import cleaned
from nlp_models.datasets.parsing.shown_numbers import BUILT_IN, number
from nlp_models.errors import DataError

CHUNK = 2**16
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,10})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MOST_SHEETS = 200


class Enough(Exception):
    """Reading stops here: what was wanted has been seen."""


class Damaged(Exception):
    """The workbook's XML is not as it should be."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook and the file it lies in."""

    name: str
    member: str
    hidden: bool = False


@dataclass
class Rows:
    """Rows of a sheet that hold something, their numbers, cells by column; and the blocks that were merged."""

    cells: list[dict[int, str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # column, row to column, row, from 0 and 1
    beyond: int | None = None  # the number of a row so far off that reading ended there


class Workbook:
    """Texts, formats and sheets of an .xlsx, read from an open zip."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.known = {name.lower().lstrip("/"): name for name in archive.namelist()}
        self.epoch = datetime(1899, 12, 30)
        self.sheets = self._sheets()
        self._texts: list[str] | None = None
        self._formats: list[str] | None = None

    @property
    def texts(self) -> list[str]:
        """The texts that cells refer to."""
        if self._texts is None:
            self._texts = list(self._shared())
        return self._texts

    @property
    def formats(self) -> list[str]:
        """By style: how a number is shown."""
        if self._formats is None:
            self._formats = self._styles()
        return self._formats

    def rows(self, sheet: Sheet, most: int | None = None) -> Rows:
        """The rows of a sheet, `most` at most."""
        reader = _SheetReader(self, most)
        self._parse(sheet.member, reader.start, reader.end, reader.letters)
        return reader.found

    def _sheets(self) -> list[Sheet]:
        targets, found = {}, []

        def relation(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        def sheet(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.epoch = datetime(1904, 1, 1)
            if name == "sheet" and len(found) < MOST_SHEETS:
                key = next((value for key, value in attributes.items() if key.rpartition(" ")[2] == "id"), "")
                found.append(
                    (cleaned(attributes.get("name", "")), key, attributes.get("state", "") in ("hidden", "veryHidden"))
                )

        if "xl/_rels/workbook.xml.rels" in self.known:
            self._parse("xl/_rels/workbook.xml.rels", relation)
        self._parse("xl/workbook.xml", sheet)
        return [
            Sheet(name, member, hidden) for name, key, hidden in found if (member := self._member(targets.get(key)))
        ]

    def _member(self, target: str | None) -> str | None:
        """The file that a relation means, if it is a sheet of cells."""
        if not target:
            return None
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        path = path.lower()
        return path if path in self.known and "chartsheet" not in path else None

    def _shared(self) -> Iterator[str]:
        if "xl/sharedstrings.xml" not in self.known:
            return
        reader = _TextsReader()
        self._parse("xl/sharedstrings.xml", reader.start, reader.end, reader.letters)
        yield from reader.found

    def _styles(self) -> list[str]:
        if "xl/styles.xml" not in self.known:
            return []
        own, styles, within = {}, [], [False]

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "numFmt":
                own[attributes.get("numFmtId")] = attributes.get("formatCode", "")[:200]
            if name == "cellXfs":
                within[0] = True
            if name == "xf" and within[0] and len(styles) < limits.ROWS:
                key = attributes.get("numFmtId", "0")
                styles.append(own.get(key) or BUILT_IN.get(int(key) if key.isdigit() else 0, ""))

        def end(name: str) -> None:
            within[0] = within[0] and name != "cellXfs"

        self._parse("xl/styles.xml", start, end)
        return styles

    def _parse(
        self,
        member: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        letters: Callable[[str], None] | None = None,
    ) -> None:
        """Read one file of the workbook; `start`, `end` get names without their prefix."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text, parser.buffer_size = True, CHUNK
        parser.StartElementHandler = lambda name, attributes: start(name.rpartition(" ")[2], attributes)
        if end:
            parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = letters
        parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = parser.ExternalEntityRefHandler = _forbidden
        try:
            with self.archive.open(self.known[member]) as file:
                while chunk := file.read(CHUNK):
                    parser.Parse(chunk)
                parser.Parse(b"", True)
        except Enough:
            pass
        except expat.ExpatError:
            raise Damaged from None


def _forbidden(*_: object) -> int:
    """Entities are how a small XML grows large, or reads other files."""
    raise Damaged


class _TextsReader:
    """Gathers the texts of sharedStrings.xml; what says how a word is spoken is none of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.letters_read = self.long = 0
        self.parts: list[str] = []
        self.taking = self.aside = False

    def start(self, name: str, _: dict[str, str]) -> None:
        if name == "t":
            self.taking = not self.aside
        elif name == "rPh":
            self.aside = True
        elif name == "si":
            self.parts, self.long = [], 0

    def letters(self, data: str) -> None:
        if self.taking:
            self.letters_read += len(data)
            self.parts.append(data)
            self.long += len(data)
            _check_length(self.long)

    def end(self, name: str) -> None:
        if name == "t":
            self.taking = False
        elif name == "rPh":
            self.aside = False
        elif name == "si":
            self.found.append(_unescaped("".join(self.parts)))
            limits.check_cells(2 * len(self.found))  # a text that no cell shows costs as much
            if self.letters_read > limits.UNPACKED_BYTES:
                raise DataError(
                    "This file unpacks to {size} MB, more than is sensible.", size=self.letters_read // 2**20
                )


class _SheetReader:
    """Gathers the rows of a sheet."""

    def __init__(self, book: Workbook, most: int | None) -> None:
        self.book, self.most, self.found, self.budget = book, most, Rows(), limits.Budget()
        self.row, self.last, self.long, self.cells = 0, 0, 0, {}
        self.column, self.kind, self.style, self.parts, self.taking, self.aside = -1, "", 0, [], False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "v" or name == "t":
            self.taking = not self.aside
        elif name == "c":
            self.parts, self.long, self.kind = [], 0, attributes.get("t", "n")
            self.style = _whole(attributes.get("s", "0"))
            place = PLACE.fullmatch(attributes.get("r", ""))
            self.column = column_of(place[1]) if place else self.column + 1
        elif name == "row":
            self.row = _whole(attributes.get("r", "")) or self.row + 1
            self.cells, self.column = {}, -1
            self._check_row()
        elif name == "rPh":
            self.aside = True
        elif name == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def letters(self, data: str) -> None:
        if self.taking:
            self.parts.append(data)
            self.long += len(data)
            _check_length(self.long)

    def end(self, name: str) -> None:
        if name == "v" or name == "t":
            self.taking = False
        elif name == "c" and self.parts:
            if shown := self._shown("".join(self.parts)):
                self.cells[self.column] = shown
                limits.check_width(self.column + 1)
        elif name == "rPh":
            self.aside = False
        elif name == "row" and self.cells:
            self._take()

    def _check_row(self) -> None:
        """What lies beyond many empty rows is a far-off cell, and no table; rows count upwards."""
        if self.row <= self.last:
            raise Damaged
        if self.row - self.last > limits.EMPTY_ROWS:
            self.found.beyond = self.row
            raise Enough

    def _take(self) -> None:
        self.budget.row(list(self.cells.values()))
        self.found.cells.append(self.cells)
        self.found.numbers.append(self.row)
        self.last = self.row
        if self.most and len(self.found.cells) >= self.most:
            raise Enough

    def _merged(self, ref: str) -> None:
        ends = [found for end in ref.split(":") if (found := PLACE.fullmatch(end))]
        if len(ends) == 2 and len(self.found.merged) < limits.EMPTY_ROWS:
            (first, top), (last, bottom) = (end.groups() for end in ends)
            self.found.merged.append((column_of(first), int(top), column_of(last), int(bottom)))

    def _shown(self, raw: str) -> str:
        """What a cell shows."""
        if self.kind == "s":
            place = _whole(raw)
            if place >= len(self.book.texts):
                raise Damaged
            return self.book.texts[place]
        if self.kind in ("inlineStr", "str"):
            return _unescaped(raw)
        if self.kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        if self.kind != "n":
            return cleaned(raw.strip())  # an error as it is shown, or a date
        styles = self.book.formats
        return number(raw, styles[self.style] if self.style < len(styles) else "", self.book.epoch)


def column_of(letters: str) -> int:
    """`A` -> 0, `AA` -> 26."""
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place - 1


def _whole(text: str) -> int:
    """A whole number of an attribute; 0 where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _check_length(letters: int) -> None:
    """DataError where a cell grows longer than any text."""
    if letters > limits.CELL_LETTERS:
        raise DataError("A cell has more than {limit} letters; is a quote missing?", limit=limits.CELL_LETTERS)


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return cleaned(text.replace("\r\n", "\n").replace("\r", "\n"))
