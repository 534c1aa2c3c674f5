"""A zip of pictures with a text beside each, `1.jpg` and `1.txt`; every line of the text is a caption."""

from collections.abc import Iterator, Sequence
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import cleaned, decode
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.datasets.zips import in_order, part_of
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.captioning.reading.zipped import plain, with_pictures

TITLE = mark("a text beside each picture")
TEXTS = (".txt", ".caption", ".captions", ".cap")
MOST_LETTERS = 10_000  # of such a text


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Where most texts, and a third of the pictures at least, have one another's name."""
    if not source.is_zip or source.is_workbook:
        return None
    found = _beside(source)
    texts = sum(name.lower().endswith(TEXTS) for name in source.files)
    pictures = sum(map(limits.is_picture, source.names))
    if len(found) < 2 or 2 * len(found) < texts or 3 * len(found) < pictures:
        return None
    return Sighting(
        0.96, Message(mark("a zip of {count} pictures, each with a text of the same name"), {"count": len(found)})
    )


def read(source: Source, how: How) -> Table:
    """A row a caption, numbered in order of the names; in parts where the folders say so."""
    found = _beside(source)
    if not found:
        raise DataError("No text of this zip has the name of a picture, as 1.txt beside 1.jpg.")
    rows, encodings = [], []
    for name, text, encoding in _texts(source, in_order(found)):
        picture = found[name]
        lines = [line.strip() for line in cleaned(text[:MOST_LETTERS]).splitlines() if line.strip()]
        rows += [(picture, line, part_of(picture) or "train") for line in lines]
        encodings.append(encoding)
    if not rows:
        raise DataError("The texts beside the pictures are empty.")
    split_dataset = len({part for *_, part in rows}) > 1
    table = Table(
        ("image", "caption", "part")[: 2 + split_dataset],
        [row[: 2 + split_dataset] for row in rows],
        list(range(1, len(rows) + 1)),
        "zip",
        max(set(encodings), key=encodings.count),
        guess={"text": "image", "label": "caption"} | ({"part": "part"} if split_dataset else {}),
    )
    return with_pictures(source, table, 0)


def _texts(source: Source, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """`(name, text, encoding)` of the texts that can be read; the pictures of the others count as without caption."""
    for name, data in source.each_member(names):
        try:
            yield name, *decode(data, source.asked_encoding)
        except DataError:
            continue


def _beside(source: Source) -> dict[str, str]:
    """`{text: picture}` of the same name, in the same folder or, where names are unique, in any."""
    whole, short = {}, {}
    for name in source.names:
        if limits.is_picture(name):
            stem = plain(name).rpartition(".")[0]
            whole[stem] = name
            short[stem.rpartition("/")[2]] = None if stem.rpartition("/")[2] in short else name
    texts = {name: plain(name).rpartition(".")[0] for name in source.files if name.lower().endswith(TEXTS)}
    found = {name: whole.get(stem) or short.get(stem.rpartition("/")[2]) for name, stem in texts.items()}
    taken: dict[str, str] = {}
    for name, picture in found.items():
        if picture:
            taken.setdefault(picture, name)
    return {name: picture for picture, name in taken.items()}
