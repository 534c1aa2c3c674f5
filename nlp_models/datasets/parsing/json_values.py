"""Values of JSON as cells: Records gathers objects, nested keys as `data.text`; `elements` reads an array one by one."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import cleaned
from nlp_models.datasets.parsing.tabular import named_table
from nlp_models.datasets.table import Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

DECODER = json.JSONDecoder(strict=False)  # a line break within a text is no reason to refuse it
WRITER = json.JSONEncoder(ensure_ascii=False).encode
SPACE = re.compile(r"[ \t\n\r]*")
TOLD = 5


def plain(value: Any) -> str:
    """A plain value as a cell: a text as it is, nothing as empty, numbers and truth as JSON writes them."""
    if isinstance(value, str) and value.isprintable():
        return value
    if type(value) is int:
        return str(value)
    text = value if isinstance(value, str) else "" if value is None else WRITER(value)
    return cleaned(text).encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair


def is_plain(value: Any) -> bool:
    """Whether it is a text, number, truth or nothing."""
    return not isinstance(value, dict | list)


class Records:
    """Rows of objects, gathered one by one: the columns met so far, and the keys whose values are more than a cell holds."""

    def __init__(self) -> None:
        self.columns: dict[str, None] = {}
        self.rows: list[tuple[str, ...]] = []
        self.numbers: list[int] = []
        self.left: Counter[str] = Counter()
        self.budget = limits.Budget()

    def add(self, found: dict[str, Any], number: int) -> None:
        """One more row; DataError where there are more columns or cells than are read."""
        cells: dict[str, str] = {}
        self._gather(cells, found, "", 0)
        if not cells.keys() <= self.columns.keys():
            self.columns |= dict.fromkeys(cells)
            limits.check_width(len(self.columns))
        self.budget.row(cells.values())
        limits.check_cells((len(self.rows) + 1) * len(self.columns))
        self.rows.append(tuple([cells.get(column, "").strip() for column in self.columns]))
        self.numbers.append(number)

    def table(self, kind: str, encoding: str | None) -> Table:
        """All rows, as wide as the last; DataError where none holds anything."""
        if not self.columns and self.left:
            raise DataError(
                "The JSON holds lists within lists where a text and its label are needed: {columns}.",
                columns=self._told(list(self.left)),
            )
        width = len(self.columns)
        for place, row in enumerate(self.rows):
            if len(row) < width:
                self.rows[place] = row + ("",) * (width - len(row))
        return replace(named_table(list(self.columns), self.rows, self.numbers, kind, encoding), notes=self._notes())

    def _notes(self) -> tuple[Message, ...]:
        """What was left out, in a sentence."""
        left = [key for key in self.left if key not in self.columns]
        if not left:
            return ()
        told = {"columns": self._told(left)}
        return (Message(mark("These hold more than a plain value and were left out: {columns}"), told),)

    @staticmethod
    def _told(names: list[str]) -> str:
        return ", ".join(names[:TOLD]) + (" …" if len(names) > TOLD else "")

    def _gather(self, cells: dict[str, str], found: dict[str, Any], before: str, depth: int) -> None:
        for key, value in found.items():
            name = before + plain(key)
            if isinstance(value, list | dict):
                value = _unwrapped(value)
            if not isinstance(value, list | dict) or (isinstance(value, list) and all(map(is_plain, value))):
                cells[name] = plain(value)
            elif isinstance(value, dict) and depth < limits.DEPTH:
                self._gather(cells, value, name + ".", depth + 1)
            elif len(self.left) < limits.COLUMNS:
                self.left[name] += 1


def _unwrapped(value: Any) -> Any:
    """A list of one is its value, an empty one nothing, `{"choices": [...]}` what was chosen."""
    for _ in range(limits.DEPTH):
        if isinstance(value, list) and len(value) < 2:
            value = value[0] if value else None
        elif isinstance(value, dict) and list(value) == ["choices"]:
            value = value["choices"]
        else:
            break
    return value


class Json:
    """A JSON text of which one value is held at a time; what is longer than a window is no row of a table."""

    WINDOW = 4 * 2**20

    def __init__(self, text: str) -> None:
        self.text = text
        self.base, self.window = 0, ""

    def value(self, place: int) -> tuple[Any, int]:
        """`(value, place after it)`; DataError names the line where it is not JSON."""
        place = spaces(self.text, place)
        for base in (self.base, place):
            if base != self.base or not self.window:
                self.base, self.window = base, self.text[base : base + self.WINDOW]
            whole = base + len(self.window) == len(self.text)
            try:
                found, end = DECODER.raw_decode(self.window, place - base)
                if whole or end < len(self.window):  # at its very end a number may go on
                    return found, base + end
            except json.JSONDecodeError as error:
                if whole:
                    raise not_json(self.text, base + error.pos) from None
            except (ValueError, RecursionError, IndexError):
                if whole or base == place:
                    raise not_json(self.text, place) from None
        return self._too_long(place)

    def _too_long(self, place: int) -> tuple[Any, int]:
        """Of a value that does not fit into the window: a mistake in it, or its length, told."""
        try:
            DECODER.raw_decode(self.window, 0)
        except json.JSONDecodeError as error:
            if error.pos < len(self.window) - limits.CELL_LETTERS and not error.msg.startswith("Unterminated"):
                raise not_json(self.text, place + error.pos) from None
        raise DataError(
            "A value in this JSON has more than {limit} letters; a list of objects is needed.", limit=self.WINDOW
        )


def whole_value(text: str, place: int) -> Any:
    """All that stands there at once; DataError where it is more than fits into memory."""
    if max(text.count("{") + text.count("["), text.count('"') // 2, text.count(",")) > limits.CELLS // 2:
        raise DataError("This file has more than {limit} cells; at most so many are read.", limit=limits.CELLS // 2)
    try:
        return DECODER.raw_decode(text, place)[0]
    except json.JSONDecodeError as error:
        raise not_json(text, error.pos) from None
    except (ValueError, RecursionError):
        raise not_json(text, place) from None


def not_json(text: str, place: int) -> DataError:
    """The line that is not JSON."""
    return DataError("Line {line} is not JSON.", line=text.count("\n", 0, place) + 1)


def elements(source: Json, place: int, end: list[int]) -> Iterator[Any]:
    """The values of the array that begins at `place`, one held at a time; `end` receives the place after it."""
    text = source.text
    place = spaces(text, place + 1)
    while text[place : place + 1] != "]":
        value, place = source.value(place)
        yield value
        place = _after_comma(text, place, "]")
    end.append(place + 1)


def members(source: Json, place: int, end: list[int]) -> Iterator[tuple[str, int, list[int]]]:
    """`(key, place of its value, [])` of the object that begins at `place`; that list must be given the place after it."""
    text = source.text
    place = spaces(text, place + 1)
    while text[place : place + 1] != "}":
        key, place = source.value(place)
        place = spaces(text, place)
        if not isinstance(key, str) or text[place : place + 1] != ":":
            raise not_json(text, place)
        after: list[int] = []
        yield key, spaces(text, place + 1), after
        place = _after_comma(text, after[-1], "}")
    end.append(place + 1)


def spaces(text: str, place: int) -> int:
    """The place of what follows white space."""
    found = SPACE.match(text, place)
    return found.end() if found else place


def _after_comma(text: str, place: int, close: str) -> int:
    """The place of what follows a value: the next one, or the closing bracket; a comma too many is no error."""
    place = spaces(text, place)
    if text[place : place + 1] == ",":
        return spaces(text, place + 1)
    if text[place : place + 1] != close:
        raise not_json(text, place)
    return place
