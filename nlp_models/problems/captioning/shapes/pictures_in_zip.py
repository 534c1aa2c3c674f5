"""A zip of pictures with a file of captions -> a Table with a caption a row, pictures as texts.

The captions' file is a table (csv, tsv, txt, jsonl) that names a picture in each row: Kaggle's `image,caption`, or
Flickr's `picture.jpg#0<tab>caption`.
"""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.readers import read_table
from nlp_models.datasets.source import ZIP_ERRORS, Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.captioning.pictures import MOST_BYTES, as_text

TITLE = mark("pictures with captions")

TEXTS = (".csv", ".tsv", ".txt", ".jsonl", ".token")
MOST_CAPTIONS = 20 * 2**20  # bytes of the captions' file
NUMBERED = re.compile(r"#\d+$")
TOLD = 5


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """A zip that holds a picture."""
    if source.is_zip and any(map(limits.is_picture, source.names)):
        return Sighting(0.9, Message(mark("a zip of pictures with a file of captions")))
    return None


def read(source: Source, how: How) -> Table:
    """Every caption with its picture, which is made small; one picture is held at a time."""
    choices = {name: getattr(how, name) for name in ("encoding", "separator", "header")}
    members = source.members
    pictures = {member.filename: member for member in members if limits.is_picture(member.filename)}
    texts = [member for member in members if member.filename.lower().endswith(TEXTS)]
    try:
        with source.opened() as file, zipfile.ZipFile(file) as archive:
            return _with_pictures(archive, _captions(archive, texts, choices), pictures)
    except ZIP_ERRORS:
        raise DataError("This zip file is damaged.") from None


def _captions(archive, texts, how):
    """The Table of the one file of captions."""
    named = [one for one in texts if re.search("caption|token|캡션|설명", one.filename.lower())]
    texts = named if len(texts) > 1 and named else texts
    if len(texts) != 1:
        found = ", ".join(one.filename for one in texts[:TOLD]) or "–"
        raise DataError("This zip should hold one file with the captions, such as captions.csv; it holds: {found}.", found=found[:200])  # fmt: skip
    with archive.open(texts[0]) as file:
        data = file.read(MOST_CAPTIONS + 1)
    if len(data) > MOST_CAPTIONS:
        raise DataError("The file of captions has more than {limit} MB.", limit=MOST_CAPTIONS // 2**20)
    if how.get("header") is None and re.match(rb"\W*(image|file|picture|img|\xea\xb7\xb8\xeb\xa6\xbc|\xec\x82\xac\xec\xa7\x84)\w*\W", data.lower()):  # fmt: skip
        how = how | {"header": True}  # a known name of the pictures' column
    return read_table(data, texts[0].filename, **how)


def _with_pictures(archive, table, members):
    """The Table with every picture in place of its name."""
    place, found = _picture_column(table, members)
    missing = [row[place] for row, member in zip(table.rows, found, strict=True) if member is None]
    if missing:
        told = ", ".join(list(dict.fromkeys(missing))[:TOLD])
        raise DataError("These pictures are named with a caption but are not in the zip: {names}.", names=told[:300])
    read = {}
    for name in dict.fromkeys(found):
        with archive.open(members[name]) as file:
            read[name] = as_text(file.read(MOST_BYTES + 1), name)
    rows = [(*row[:place], read[name], *row[place + 1 :]) for row, name in zip(table.rows, found, strict=True)]
    return replace(table, rows=rows, columns=table.columns if table.header else _named(table, place))


def _named(table, place):
    """Names for the columns of a file without a header: the pictures', and the longest of the others for the captions."""
    others = [n for n in range(len(table.columns)) if n != place]
    longest = max(others, key=lambda n: sum(len(row[n]) for row in table.rows), default=None)
    known = {place: "image", longest: "caption"}
    return tuple(known.get(n, column) for n, column in enumerate(table.columns))


def _picture_column(table, members):
    """`(place of the column that names pictures, the member of every row or None)`."""
    known = {}
    for name in members:
        short = name.rpartition("/")[2].lower()
        known[short] = None if short in known else name  # of two with one name the folder decides
    known |= {name.lower(): name for name in members}

    def member(cell):
        cell = NUMBERED.sub("", cell.strip()).replace("\\", "/").lower().removeprefix("./")
        return known.get(cell) or known.get(cell.rpartition("/")[2])

    columns = [[member(row[place]) for row in table.rows] for place in range(len(table.columns))]
    place = max(range(len(columns)), key=lambda n: sum(found is not None for found in columns[n]))
    if not any(columns[place]):
        raise DataError("No row of the captions' file names a picture of the zip.")
    return place, columns[place]
