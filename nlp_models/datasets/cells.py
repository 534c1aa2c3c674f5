"""Cells: a column of a large table that stays on disk; read a stretch at a time, never held as a whole.

write(Path("column"), cells)       # in the child that reads a file
cells = read(Path("column"))       # a list of a small column or of few different cells, else Cells
picked(cells, [0, 7, 9])           # some of them, still on disk
Writer(file).add(some)             # a column that is written as it comes, into a file without a name say
"""

import json
import os
from abc import abstractmethod
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Self, overload

import numpy as np

LARGE = 4 * 2**20  # bytes; a column of fewer is a list of strings, which costs a web process a few of them
STRETCH = 4_096  # cells that are read at a time
MANY = 20_000  # cells; of more it is looked whether few different ones recur
FEW = 1_000  # different cells, as labels are: kept once each, for all rows that have them
ENDS, CODES, KNOWN = ".ends", ".codes", ".known"


class Stored(Sequence[str]):
    """A column of which no cell is in memory; what it holds is read anew each time."""

    @abstractmethod
    def stretches(self) -> Iterator[list[str]]:
        """Its cells from the first to the last, some at a time."""

    @abstractmethod
    def at(self, place: int) -> str:
        """The cell at a place from 0 on."""

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self.stretches())

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return list(picked(self, range(*place.indices(len(self)))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self.at(place % len(self))


class Cells(Stored):
    """Cells that lie one after another in a file, which may be removed meanwhile; `ends` counts its bytes, uint32."""

    def __init__(self, file: BinaryIO, ends: "np.ndarray") -> None:
        self._file, self._ends = file, ends

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Those that `write` left."""
        file = open(path, "rb", buffering=0)  # noqa: SIM115  as long as somebody holds the cells
        return cls(file, np.fromfile(f"{path}{ENDS}", "<u4"))

    def __len__(self) -> int:
        return len(self._ends)

    def at(self, place: int) -> str:
        return self.between(place, place + 1)[0]

    def between(self, first: int, last: int) -> list[str]:
        """The cells from one place up to another."""
        ends = self._ends[first:last].tolist()
        start = int(self._ends[first - 1]) if first else 0
        data = os.pread(self._file.fileno(), ends[-1] - start, start) if ends else b""
        begins = [start, *ends[:-1]]
        if data.isascii():
            text = data.decode("ascii")
            return [text[begin - start : end - start] for begin, end in zip(begins, ends, strict=True)]
        parts = (data[begin - start : end - start] for begin, end in zip(begins, ends, strict=True))
        return [part.decode("utf-8", "replace") for part in parts]

    def stretches(self) -> Iterator[list[str]]:
        for first in range(0, len(self), STRETCH):
            yield self.between(first, min(first + STRETCH, len(self)))


class Picked(Stored):
    """Cells at some places of a column on disk, a few of them said anew."""

    def __init__(self, cells: Cells, places: "np.ndarray", instead: Mapping[int, str] | None = None) -> None:
        self.cells, self.places, self.instead = cells, places, dict(instead or {})

    def __len__(self) -> int:
        return len(self.places)

    def at(self, place: int) -> str:
        return self.instead[place] if place in self.instead else self.cells.at(int(self.places[place]))

    def stretches(self) -> Iterator[list[str]]:
        for first in range(0, len(self), STRETCH):
            places = self.places[first : first + STRETCH]
            found = self._at_places(places)
            if self.instead:
                found = [self.instead.get(place, cell) for place, cell in enumerate(found, first)]
            yield found

    def _at_places(self, places: "np.ndarray") -> list[str]:
        """Read together where they lie near each other."""
        low, high = int(places.min()), int(places.max())
        if high - low > 4 * STRETCH:
            return [self.cells.at(place) for place in places.tolist()]
        near = self.cells.between(low, high + 1)
        return [near[place - low] for place in places.tolist()]


def picked(values: Sequence[str], places: Sequence[int]) -> Sequence[str]:
    """The cells at these places; of a column on disk one that lies there, too."""
    if isinstance(values, Cells):
        return Picked(values, np.fromiter(places, np.int32, len(places)))
    if isinstance(values, Picked):
        there, said = np.fromiter(places, np.int32, len(places)), values.instead
        instead = {new: said[old] for new, old in enumerate(places) if old in said} if said else {}
        return Picked(values.cells, values.places[there], instead)
    return [values[place] for place in places]


def changed(values: Sequence[str], instead: Mapping[int, str]) -> Sequence[str]:
    """The same cells, but for those at these places."""
    if isinstance(values, Cells):
        return Picked(values, np.arange(len(values), dtype=np.int32), instead)
    if isinstance(values, Picked):
        return Picked(values.cells, values.places, values.instead | {**instead})
    return [instead.get(place, cell) for place, cell in enumerate(values)]


class Writer:
    """A column that is written as it comes, `add` by `add`."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.total, self.ends = file, 0, array("I")
        self.codes: array[int] | None = array("H")  # by which few different cells are known; None of many
        self.known: dict[str, int] = {}

    def add(self, cells: Sequence[str]) -> None:
        """More of its cells."""
        encoded = [cell.encode("utf-8", "replace") for cell in cells]  # half a surrogate pair cannot be written
        for part in encoded:
            self.total += len(part)
            self.ends.append(self.total)
        self.file.write(b"".join(encoded))
        self._count(cells)

    def _count(self, cells: Sequence[str]) -> None:
        if self.codes is None:
            return
        number = self.known.setdefault
        self.codes.extend([number(cell, len(self.known)) for cell in cells] if len(self.known) <= FEW else ())
        if len(self.known) > FEW:
            self.codes = None

    @property
    def holds_few(self) -> bool:
        """Whether it is large and holds few different cells."""
        return self.codes is not None and (len(self.ends) > MANY or self.total > LARGE)

    def column(self) -> Sequence[str]:
        """What was written, from the file: a list where it is small or holds few different cells."""
        self.file.flush()
        if self.holds_few and self.codes is not None:
            known = list(self.known)
            return list(map(known.__getitem__, self.codes))
        cells = Cells(self.file, np.asarray(self.ends, np.uint32))
        return cells if self.total > LARGE else list(cells)


def write(path: Path, cells: Sequence[str]) -> int:
    """Write a column for `read`; gives its bytes."""
    with open(path, "wb") as file:
        writer = Writer(file)
        for stretch in _stretches(cells):
            writer.add(stretch)
    Path(f"{path}{ENDS}").write_bytes(np.asarray(writer.ends, "<u4").tobytes())
    if writer.holds_few:
        told = json.dumps(list(writer.known), ensure_ascii=False).encode("utf-8", "replace")
        Path(f"{path}{CODES}").write_bytes(np.asarray(writer.codes, "<u2").tobytes())
        Path(f"{path}{KNOWN}").write_bytes(told)
    return writer.total


def link(written: Path, path: Path) -> None:
    """The same column under another name, without writing it again."""
    for end in ("", ENDS, CODES, KNOWN):
        if Path(f"{written}{end}").exists():
            os.link(f"{written}{end}", f"{path}{end}")


def read(path: Path) -> Sequence[str]:
    """What `write` wrote: a list where it is small or holds few different cells."""
    if Path(f"{path}{KNOWN}").exists():
        known = json.loads(Path(f"{path}{KNOWN}").read_bytes())
        return list(map(known.__getitem__, np.fromfile(f"{path}{CODES}", "<u2").tolist()))
    cells = Cells.opened(path)
    return cells if path.stat().st_size > LARGE else list(cells)


def write_numbers(path: Path, numbers: Iterable[int]) -> None:
    """Write whole numbers for `read_numbers`."""
    path.write_bytes(np.fromiter(numbers, "<i8").tobytes())


def read_numbers(path: Path) -> Sequence[int]:
    """A list of a few; of many a range where they count, else an array."""
    numbers = np.fromfile(path, "<i8")
    if len(numbers) <= MANY:
        return numbers.tolist()
    counting = bool((np.diff(numbers) == 1).all())
    return range(int(numbers[0]), int(numbers[-1]) + 1) if counting else array("q", numbers.tobytes())


def _stretches(cells: Iterable[str]) -> Iterator[list[str]]:
    left = iter(cells)
    while stretch := list(islice(left, STRETCH)):
        yield stretch


def picked_numbers(numbers: Sequence[int], places: Sequence[int]) -> Sequence[int]:
    """Those at these places: many in an array."""
    chosen = (numbers[place] for place in places)
    return list(chosen) if len(places) <= MANY else array("q", chosen)
