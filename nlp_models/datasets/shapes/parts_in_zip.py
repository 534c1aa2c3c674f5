"""Train, validation and test files in one zip -> one Table with a column `part`; each is read by whatever shape knows it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.fields import Picture
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.datasets.zips import ending, joined, left_out, may_be_table, part_of, pattern_of
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("train and test files in a zip")
PARTS = ("train", "validation", "test")
MOST_FILES = 100  # with a part in their name; more are texts in folders


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """A zip with files of at least two parts by their names, train among them."""
    if not source.is_zip or source.is_workbook or are_for_captions(source, fields):
        return None
    found = _by_part(source)
    if "train" not in found or len(found) < 2 or sum(map(len, found.values())) > MOST_FILES:
        return None
    files = {"parts": ", ".join(part for part in PARTS if part in found)}
    return Sighting(0.92, Message(mark("a zip of files whose names say their part: {parts}"), files))


def read(source: Source, how: How) -> Table:
    """The rows of the parts' files that have the same columns; what else the zip holds is told."""
    how = replace(how, shape=None)
    chosen = _chosen(source)
    first = source.table(chosen["train"][0], how)
    tables, taken = [], []
    for part, files in chosen.items():
        for file in files:
            table = first if file == chosen["train"][0] else alike(first, source.table(file, like(first, how)))
            if table is not None:
                tables.append((file, part, table))
                taken.append(file)
    others = [name for name in source.names if name not in taken]
    table = joined(tables, "part")
    notes = (*table.notes, *[left_out(others)] * bool(others))
    return replace(table, notes=notes, sheets=tuple(source.files[:MOST_FILES]))


def are_for_captions(source: Source, fields: Sequence[Any]) -> bool:
    """Whether a zip holds pictures and the task asks for some; elsewhere a logo among tables is left out."""
    return any(isinstance(field, Picture) for field in fields) and any(map(limits.is_picture, source.names))


def like(first: Table, how: How) -> How:
    """To read another file as the first one was."""
    header = how.header if how.header is not None else (first.header or None)
    return replace(how, shape=first.shape, separator=how.separator or first.separator, header=header)


def alike(first: Table, table: Table) -> Table | None:
    """A Table with the columns of the first, in its order; None where it lacks one."""
    if not first.header and not table.header:  # whatever such columns are called
        return table if len(table.columns) == len(first.columns) else None
    places = {column.strip().lower(): place for place, column in reversed([*enumerate(table.columns)])}
    names = [column.strip().lower() for column in first.columns]
    if not set(names) <= set(places):
        return None
    wanted = [places[name] for name in names]
    if wanted == list(range(len(table.columns))):
        return table
    return replace(table, rows=[tuple([row[place] for place in wanted]) for row in table.rows], columns=first.columns)


def _by_part(source: Source) -> dict[str, list[str]]:
    """Names of files that may hold rows, by part."""
    found: dict[str, list[str]] = {}
    for name in source.files:
        if may_be_table(name) and (part := part_of(name)):
            found.setdefault(part, []).append(name)
    return found


def _chosen(source: Source) -> dict[str, list[str]]:
    """The files to read of every part: those called like the largest to learn from, else the largest of its kind."""
    found = _by_part(source)
    if not found.get("train"):
        raise DataError("No file of this zip is called train.")
    first = max(found["train"], key=lambda name: source.sizes[name])
    chosen = {}
    for part in (part for part in PARTS if part in found):
        same = [name for name in found[part] if pattern_of(name) == pattern_of(first)]
        kind = [name for name in found[part] if ending(name) == ending(first)]
        chosen[part] = sorted(same) or [max(kind or found[part], key=lambda name: source.sizes[name])]
    return chosen
