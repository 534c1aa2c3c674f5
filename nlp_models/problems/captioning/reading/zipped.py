"""with_pictures(source, table): a Table that names pictures of a zip -> the same with the pictures themselves, made small.

What has no picture, and pictures without a caption, are left out and counted. One picture is held at a time; all their
pixels are counted from their heads before any is unpacked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import Skipped, Table
from nlp_models.datasets.zips import listed
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.captioning.pictures import MOST_BYTES, as_text, cost_of

NUMBERED = re.compile(r"#\d+$")
HEAD = 2**16  # bytes in which nearly every picture says its size


def with_pictures(source: Source, table: Table, place: int | None = None) -> Table:
    """The Table with every picture in place of its name, which stands in column `place` or in the one that names most."""
    known = known_names(source)
    place, found = _picture_column(table, known) if place is None else (place, _named(table, place, known))
    if not any(found):
        raise DataError("No row of the captions' file names a picture of the zip.")
    wanted = dict.fromkeys(name for name in found if name)
    count_pixels(source, [*wanted])
    read = {
        name: as_text(data, name) for name, data in source.each_member(wanted, MOST_BYTES + 1, limits.PICTURE_BYTES)
    }
    rows, numbers = [], []
    for row, number, name in zip(table.rows, table.line_numbers, found, strict=True):
        if name:
            rows.append((*row[:place], read[name], *row[place + 1 :]))
            numbers.append(number)
    skipped, notes = (*table.skipped, *_missing(table, place, found)), (*table.notes, *_untold(source, wanted))
    columns = table.columns if table.header else _columns(table, place)
    return replace(table, rows=rows, line_numbers=numbers, columns=columns, skipped=skipped, notes=notes)


def known_names(source: Source) -> dict[str, str]:
    """`{name as captions may write it: file of the zip}`: whole, without folders, without its ending."""
    pictures = {plain(name): name for name in source.names if limits.is_picture(name)}
    known: dict[str, str | None] = {}
    for shorten in (lambda file: file.rpartition(".")[0], lambda file: file):
        seen: dict[str, str | None] = {}
        for whole, name in pictures.items():
            key = shorten(whole.rpartition("/")[2])
            seen[key] = None if key in seen else name  # of two with one name the folder decides
        known |= seen
    return {key: name for key, name in (known | pictures).items() if name}


def plain(name: str) -> str:
    """A name as names are compared: small letters, one way to write accents and folders."""
    return normalize("NFC", name.strip().replace("\\", "/").lower().removeprefix("./"))


def find(cell: str, known: Mapping[str, str]) -> str | None:
    """The file that a cell names."""
    if len(cell) > 500:
        return None
    name = plain(NUMBERED.sub("", cell.strip()))
    return known.get(name) or known.get(name.rpartition("/")[2])


def count_pixels(source: Source, names: Sequence[str]) -> None:
    """DataError where these pictures together have more pixels than are unpacked; only their heads are read."""
    pixels, unsaid = 0, []
    for most, asked in ((HEAD, names), (MOST_BYTES + 1, unsaid)):  # a few have a long preface
        for name, data in source.each_member([*asked], most, limits.PICTURE_BYTES):
            cost = cost_of(data, name)
            if cost is None and len(data) == HEAD == most:
                unsaid.append(name)
            pixels += cost or 0
            if pixels > limits.PIXELS:
                raise DataError(
                    "The pictures of this zip are too large together; make them smaller first, 500 pixels wide or less."
                )


def _picture_column(table: Table, known: Mapping[str, str]) -> tuple[int, list[str | None]]:
    """`(place of the column that names pictures, the file of every row or None)`."""
    columns = [_named(table, place, known) for place in range(len(table.columns))]
    place = max(range(len(columns)), key=lambda n: sum(one is not None for one in columns[n]))
    return place, columns[place]


def _named(table: Table, place: int, known: Mapping[str, str]) -> list[str | None]:
    return [find(row[place], known) for row in table.rows]


def _columns(table: Table, place: int) -> tuple[str, ...]:
    """Names for the columns of a file without a header: the pictures', and the longest of the others for the captions."""
    others = [n for n in range(len(table.columns)) if n != place]
    longest = max(others, key=lambda n: sum(len(row[n]) for row in table.rows), default=None)
    known = {place: "image", longest: "caption"}
    return tuple(known.get(n, column) for n, column in enumerate(table.columns))


def _missing(table: Table, place: int, found: Sequence[str | None]) -> list[Skipped]:
    """The rows whose picture is not in the zip."""
    lines = [
        (number, row[place])
        for number, row, name in zip(table.line_numbers, table.rows, found, strict=True)
        if not name
    ]
    if not lines:
        return []
    names = listed([*dict.fromkeys(NUMBERED.sub("", cell.strip()) for _, cell in lines)])
    why = Message(mark("the zip holds no such picture: {names}"), {"names": names})
    return [Skipped(tuple(number for number, _ in lines), why)]


def _untold(source: Source, wanted: Mapping[str, None]) -> list[Message]:
    """The pictures that no row names."""
    names = [name for name in source.names if limits.is_picture(name) and name not in wanted]
    told = Message(
        mark("{count} pictures are left out for they have no caption: {names}"),
        {"count": len(names), "names": listed(names)},
    )
    return [told] * bool(names)
