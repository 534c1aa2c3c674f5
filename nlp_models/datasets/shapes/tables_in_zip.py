"""Several tables in one zip: those like the largest become one Table with a column `file`; the others can be chosen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nlp_models.datasets.shapes.parts_in_zip import alike, are_for_captions, like
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.datasets.zips import ending, in_order, joined, left_out
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("tables in a zip")
TABLES = (
    "", ".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".conll", ".conllu", ".bio", ".iob", ".iob2", ".data",
    ".dat", ".yml", ".yaml", ".tmx", ".text", ".md", ".log",
)  # fmt: skip
MOST_FILES = 200


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """What is left of zips: some files that may be tables."""
    if not source.is_zip or source.is_workbook or are_for_captions(source, fields):
        return None
    found = _tables(source)
    if not 0 < len(found) <= MOST_FILES:
        return None
    return Sighting(0.3, Message(mark("a zip of {count} files that may be tables"), {"count": len(found)}))


def read(source: Source, how: How) -> Table:
    """The largest file, and those with the same columns; what else the zip holds is told."""
    how = replace(how, shape=None)
    found = _tables(source)
    if not found:
        raise DataError("This zip holds no table.")
    largest = max(found, key=lambda name: source.sizes[name])
    first = source.table(largest, how)
    same = [name for name in found if ending(name) == ending(largest)]
    read = {name: first if name == largest else _read(source, name, first, how) for name in in_order(same)}
    tables = [(name, name.rpartition("/")[2], table) for name, table in read.items() if table is not None]
    others = [name for name in source.names if read.get(name) is None]
    table = joined(tables, "file") if len(tables) > 1 else first
    sheet = None if len(tables) > 1 else largest
    return replace(table, notes=(*table.notes, *[left_out(others)] * bool(others)), sheet=sheet, sheets=tuple(found))


def _read(source: Source, name: str, first: Table, how: How) -> Table | None:
    """Another table with the columns of the first; None where it is none."""
    try:
        return alike(first, source.table(name, like(first, how)))
    except DataError:
        return None


def _tables(source: Source) -> list[str]:
    return [name for name in source.files if ending(name) in TABLES]
