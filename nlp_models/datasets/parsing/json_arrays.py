"""Arrays: every list of a JSON text, read one element at a time, so that the one that is most like a table can be chosen."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.parsing.annotations import annotated
from nlp_models.datasets.parsing.headers import COLUMN_NAMES
from nlp_models.datasets.parsing.json_values import Json, Records, elements, is_plain, members, plain
from nlp_models.datasets.parsing.ragged import is_free
from nlp_models.datasets.parsing.tabular import named_table, table_of
from nlp_models.datasets.table import How, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

MOST = 50  # lists of a file; more are the values of its rows
CLASSES = 50


@dataclass
class Array:
    """One list of the file, called by the keys that lead to it: its elements by what they are."""

    name: str
    objects: Records = field(default_factory=Records)
    lists: list[list[str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # of lists and texts
    other: int = 0  # elements that are unlike those before them

    @property
    def rows(self) -> int:
        """How many elements are alike."""
        return max(len(self.objects.rows), len(self.lists), len(self.texts))

    @property
    def worth(self) -> tuple[bool, bool, int]:
        """Objects before lists before plain values, then the longer."""
        return bool(self.objects.rows), bool(self.lists), self.rows

    def take(self, value: Any, number: int) -> list[str]:
        """One more element; its cells, none where it is unlike those before it or an object that counts itself."""
        if isinstance(value, dict) and not self.lists and not self.texts:
            self.objects.add(annotated(value), number)
            return []
        if isinstance(value, list) and all(map(is_plain, value)) and not self.objects.rows and not self.texts:
            limits.check_width(len(value))
            self.lists.append([plain(cell) for cell in value] or [""])
            self.numbers.append(number)
            return self.lists[-1]
        if is_plain(value) and not self.objects.rows and not self.lists:
            self.texts.append(plain(value).strip())
            self.numbers.append(number)
            return self.texts[-1:]
        self.other += 1
        return []


class Arrays:
    """All lists of a file that are not within another."""

    def __init__(self) -> None:
        self.found: list[Array] = []
        self.budget = limits.Budget()

    def walk(self, source: Json, place: int, name: str = "", depth: int = 0) -> int:
        """Read every list at or below a place; the place after it."""
        sign, end = source.text[place : place + 1], []
        if sign == "[":
            self._read(name, elements(source, place, end))
            return end[-1]
        if sign != "{" or depth > limits.DEPTH:
            return source.value(place)[1]
        for key, where, after in members(source, place, end):
            after.append(self.walk(source, where, f"{name}.{plain(key)}" if name else plain(key), depth + 1))
        return end[-1]

    def best(self, asked: str | None) -> Array | None:
        """The one a person asks for, else the one that is most like a table."""
        if asked is None:
            return max(self.found, key=lambda array: array.worth, default=None)
        named = next((array for array in self.found if asked == array.name), None)
        if named is None:
            names = ", ".join(array.name for array in self.found[:5])
            raise DataError("There is no list '{name}' in this JSON; it holds: {names}.", name=asked, names=names)
        return named

    def _read(self, name: str, values: Iterator[Any]) -> None:
        array = Array(name)
        for number, value in enumerate(values, 1):
            self.budget.row(array.take(value, number))
        if array.rows and len(self.found) <= MOST:
            self.found.append(array)


def together(found: list[Array]) -> Table | None:
    """The Table that several lists make: columns of equal length, a table with its header apart, or the texts of classes."""
    if not 2 <= len(found) <= MOST or any(array.objects.rows for array in found):
        return None
    if tables := [array for array in found if array.lists]:
        (body,), width = tables[:1], len(tables[0].lists[0])
        header = next(
            (array.texts for array in found if len(array.texts) == width and array.name.endswith("columns")), None
        )
        if not header or any(len(row) != width for row in body.lists):
            return None
        return _table(header, [tuple(row) for row in body.lists])
    names, columns = [array.name for array in found], [array.texts for array in found]
    equal = len({len(texts) for texts in columns}) == 1
    if equal and len(columns[0]) > 1 and any(name.lower().rpartition(".")[2] in COLUMN_NAMES for name in names):
        return _table(names, list(zip(*columns, strict=True)))
    if len(found) <= CLASSES and all(map(is_free, columns)) and not any(name.lower() in COLUMN_NAMES for name in names):
        rows = [(text, name) for name, texts in zip(names, columns, strict=True) for text in texts]
        return _table(["text", "label"], rows)
    return _table(names, list(zip(*columns, strict=True))) if equal and len(columns[0]) > 1 else None


def table_of_array(array: Array, how: How, encoding: str | None) -> Table:
    """A Table of one list."""
    if array.objects.rows:
        table = array.objects.table("json", encoding)
    elif array.lists:
        table = table_of(array.lists, array.numbers, "json", how, encoding)
    else:
        table = named_table(["text"], [(text,) for text in array.texts], array.numbers, "json", encoding)
    if not array.other:
        return table
    left = Message(mark("{count} entries are unlike the others and were left out"), {"count": f"{array.other:,}"})
    return replace(table, notes=(*table.notes, left))


def _table(columns: list[str], rows: list[tuple[str, ...]]) -> Table:
    return named_table(columns, rows, list(range(1, len(rows) + 1)), "json")
