"""read(source, shapes, fields, how): from a stranger's bytes to a Table. Every shape says how sure it is; the surest reads.

A shape is a module (datasets/shapes/, problems/<kind>/shapes/) with two functions:
    recognise(source, fields) -> Sighting | None      quick: looks at the beginning; fields are those of the task
    read(source, how) -> Table                        all of it, every limit counted while reading
and a TITLE, a msgid: what people call such a file.
"""

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from nlp_models.datasets import shapes as shared
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import PLAIN, How, Sighting, Table
from nlp_models.datasets.zips import left_out, listed
from nlp_models.errors import DataError

MOST_SHEETS = 200  # files of a zip to choose among
LEAST = 0.3  # less sure than this, a shape is offered only where nothing surer is


@cache
def shapes_in(package: str) -> dict[str, ModuleType]:
    """The shapes that lie in a package, by name: adding a file adds a shape."""
    path = importlib.import_module(package).__path__
    return {found.name: importlib.import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(path)}


def every_shape(*packages: str) -> dict[str, ModuleType]:
    """The shared shapes and those of these packages, of a kind's own folder say."""
    found = dict(shapes_in(shared.__name__))
    for package in packages:
        found |= shapes_in(package)
    return found


def sightings(source: Source, shapes: Mapping[str, ModuleType], fields: Sequence[Any]) -> dict[str, Sighting]:
    """What the shapes say of a file, the surest first; those that do not know it say nothing."""
    said = {name: shape.recognise(source, fields) for name, shape in shapes.items()}
    known = {name: sighting for name, sighting in said.items() if sighting}
    own_first = reversed(known.items())  # of equally sure ones that of the kind's own folder
    return dict(sorted(own_first, key=lambda pair: -pair[1].confidence))


def read(
    source: bytes | str | Path,
    shapes: Mapping[str, ModuleType],
    fields: Sequence[Any],
    how: How | None = None,
    name: str | None = None,
    limit: int | None = None,
) -> Table:
    """A Table of a path or bytes; DataError says in a sentence why there is none."""
    how = how or How()
    opened = Source(source, name, how.encoding, limit)
    return read_source(opened, shapes, fields, how)


def read_source(opened: Source, shapes: Mapping[str, ModuleType], fields: Sequence[Any], how: How) -> Table:
    """The same of a Source."""
    opened.check()
    check_separator(how.separator)
    opened.read_inner = lambda inner, how: read_source(inner, shapes, fields, how)
    seen = sightings(opened, shapes, fields)
    if how.sheet in opened.names and not opened.is_workbook:  # a file of a zip that a person chose
        table = opened.table(how.sheet, replace(how, sheet=None, shape=None if how.shape in seen else how.shape))
        return replace(table, sheet=how.sheet, sheets=tuple(opened.files[:MOST_SHEETS]))
    asked = _by_separator(how.separator, seen, shapes) if opened.is_text else None
    chosen = how.shape or asked or next(iter(seen), None)
    if chosen is None:
        raise _unknown(opened)
    if chosen not in shapes:
        known = ", ".join(shapes)
        raise DataError("There is no shape of file named {shape}. Known shapes: {known}.", shape=chosen, known=known)
    table = shapes[chosen].read(opened, how)
    others = tuple(name for name, sighting in seen.items() if name != chosen and sighting.confidence >= LEAST)
    because = seen[chosen].because if chosen in seen else None
    notes = (*table.notes, *[left_out(opened.left_out)] * bool(opened.left_out))
    return replace(table, shape=chosen, because=table.because or because, others=others, notes=notes)


def check_separator(separator: str | None) -> None:
    """DataError unless it is a single sign that can part cells."""
    if separator and (len(separator) > 1 or separator in '"\r\n'):
        raise DataError("A separator is a single sign, such as a comma; it cannot be {got}.", got=repr(separator)[:40])


def _by_separator(separator: str | None, seen: Mapping[str, Sighting], shapes: Mapping[str, ModuleType]) -> str | None:
    """The shape that a separator given by a person asks for: the surest of those that have one."""
    if separator is None:
        return None
    if separator == PLAIN:
        return "plain_text"
    return next((name for name in seen if getattr(shapes[name], "SEPARATED", False)), "delimited")


def _unknown(opened: Source) -> DataError:
    """Why no shape knows it."""
    if opened.is_zip:
        found = listed(opened.names)
        if not found:
            return DataError("This zip is empty.")
        return DataError(
            "This zip holds {count} files in no shape that is known here: {found}.",
            count=len(opened.names),
            found=found,
        )
    try:
        return DataError("This text is in no shape that is known here; it begins: {start}.", start=opened.text[:60])
    except DataError as error:
        return error
