"""read_pictures(source): a zip of pictures with a file of captions -> Table with a caption a row, pictures as texts.

The captions' file is a table (csv, tsv, txt, jsonl) that names a picture in each row: Kaggle's `image,caption`, or
Flickr's `picture.jpg#0<tab>caption`. A table whose pictures are texts already (pictures.py) needs no zip, and a file
that asks for scenes, `{"scenes": "en", "pictures": 4800}`, is one of as many as it asks for.
"""

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

from nlp_models.datasets.readers import CLUTTER, ZIP_ERRORS, ZIP_MARKS, Table, read_table
from nlp_models.errors import DataError
from nlp_models.problems.captioning import scenes
from nlp_models.problems.captioning.pictures import MOST_BYTES, as_text, is_picture

PICTURES = (".png", ".jpg", ".jpeg")
TEXTS = (".csv", ".tsv", ".txt", ".jsonl", ".token")
MOST_PICTURES = 20_000
MOST_SCENES = 20_000
MOST_UNPACKED = 4 * 2**30  # of all pictures, of which one at a time is held
MOST_CAPTIONS = 20 * 2**20  # bytes of the captions' file
MOST_RATIO = 200  # a plain drawing packs further than text
NUMBERED = re.compile(r"#\d+$")
TOLD = 5
LANGUAGES = ("en", "ko")


def read_pictures(source, name=None, *, limit_bytes=None, **how):
    """A Table of pictures and captions; DataError says in a sentence why there is none."""
    with _opened(source, name, limit_bytes) as file:
        start = file.read(4)
        file.seek(0)
        if start.startswith(ZIP_MARKS):
            return _read_zip(file, how)
        if start[:1] == b"{" and (asked := _asked(file.read(1_000))):
            return _scenes(asked)
    table = read_table(source, name, limit_bytes=limit_bytes, **how)
    if not any(is_picture(cell) for row in table.rows[:20] for cell in row):
        raise DataError("There are no pictures in this file. Captions need a zip with the pictures and their captions.")
    return table


def _opened(source, name, limit_bytes):
    """The file, to be read from its start."""
    try:
        size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
        if limit_bytes and size > limit_bytes:
            raise DataError(
                "This file has {size} MB; the page takes up to {limit} MB. Use the command line for larger files.",
                size=-(-size // 2**20), limit=limit_bytes // 2**20,
            )  # fmt: skip
        return io.BytesIO(source) if isinstance(source, bytes) else open(source, "rb")
    except OSError:
        raise DataError("The file {name} cannot be opened.", name=str(name or source)) from None


def _asked(data):
    """What a file asks for, if it asks for scenes."""
    try:
        asked = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return asked if isinstance(asked, dict) and "scenes" in asked else None


def _scenes(asked):
    """A Table of scenes, each with all its captions, in the parts they belong to."""
    language, wanted = asked["scenes"], asked.get("pictures", 0)
    if language not in LANGUAGES or not isinstance(wanted, int) or not 8 <= wanted <= MOST_SCENES:
        raise DataError(
            'Scenes are asked for as {{"scenes": "en" or "ko", "pictures": 8 to {most}}}.', most=MOST_SCENES
        )
    rows = []
    for scene in map(scenes.make, range(wanted)):
        rows += [(str(scene), caption, scenes.part_of(scene)) for caption in scenes.captions(scene, language)]
    return Table(("image", "caption", "part"), rows, list(range(1, len(rows) + 1)), "scenes")


def _read_zip(file, how):
    try:
        with zipfile.ZipFile(file) as archive:
            members = [member for member in archive.infolist() if not CLUTTER.search(member.filename)]
            pictures = {member.filename: member for member in members if member.filename.lower().endswith(PICTURES)}
            _check_members(members, pictures)
            texts = [member for member in members if member.filename.lower().endswith(TEXTS)]
            table = _captions(archive, texts, how)
            return _with_pictures(archive, table, pictures)
    except ZIP_ERRORS:
        raise DataError("This zip file is damaged.") from None


def _check_members(members, pictures):
    """No more, no larger and no tighter packed than pictures are."""
    if any(member.flag_bits & 1 for member in members):
        raise DataError("This zip is locked with a password.")
    if not pictures:
        raise DataError("This zip holds no PNG or JPEG picture.")
    if len(pictures) > MOST_PICTURES:
        raise DataError("This zip holds {count} pictures; at most {limit} are read.", count=len(pictures), limit=MOST_PICTURES)  # fmt: skip
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_UNPACKED or unpacked > max(2**20, MOST_RATIO * packed):
        raise DataError("This file unpacks to {size} MB, more than is sensible.", size=unpacked // 2**20)


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
