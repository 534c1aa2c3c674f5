"""A zip of pictures with captions in JSON as COCO has them (images, annotations), or as Karpathy's splits (sentences)."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import cleaned
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Table
from nlp_models.datasets.zips import in_order, part_of
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.captioning.reading.zipped import with_pictures

TITLE = mark("pictures with captions in JSON")
MOST_BYTES = 20 * 2**20  # of a file of captions
START = 4_000  # bytes of it that are looked at
KEYS = re.compile(r'^\s*\{.{0,3000}?"(images|annotations|sentences|image_id)"\s*:', re.DOTALL)
SPLITS = {
    "restval": "train",
    "val": "validation",
    "train": "train",
    "test": "test",
    "valid": "validation",
    "dev": "validation",
}
MOST_FILES = 20


@dataclass(frozen=True)
class Told:
    """A caption, the name of its picture and the part it says it belongs to."""

    picture: str
    caption: str
    part: str | None


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """A zip with pictures and a JSON object whose first keys are those of COCO."""
    if not source.is_zip or not any(map(limits.is_picture, source.names)) or not _files(source):
        return None
    return Sighting(0.97, Message(mark("a zip of pictures with captions in JSON, as COCO has them")))


def read(source: Source, how: How) -> Table:
    """A row a caption, numbered as they stand in the file; other annotations than captions are not looked at."""
    told, budget = [], limits.Budget()
    for name in _files(source):
        for one in _captions(_json(source, name), part_of(name)):
            budget.row([one.picture, one.caption])
            told.append(one)
    if not told:
        raise DataError("The JSON of this zip holds no captions of images, as COCO has them.")
    split_dataset = len({one.part for one in told}) > 1
    rows = [(one.picture, one.caption, one.part or "train")[: 2 + split_dataset] for one in told]
    table = Table(
        ("image", "caption", "part")[: 2 + split_dataset],
        rows,
        list(range(1, len(rows) + 1)),
        "json",
        "utf-8",
        guess={"text": "image", "label": "caption"} | ({"part": "part"} if split_dataset else {}),
    )
    return with_pictures(source, table, 0)


def _files(source: Source) -> list[str]:
    """The JSON files that may hold such captions."""
    names = [name for name in source.files if name.lower().endswith(".json")][:MOST_FILES]
    starts = {name: data.decode("utf-8", "replace") for name, data in source.each_member(names, START)}
    return in_order(name for name, start in starts.items() if KEYS.match(start) or '"info"' in start[:20])


def _json(source: Source, name: str) -> Any:
    if source.sizes[name] > MOST_BYTES:
        raise DataError("The file of captions has more than {limit} MB.", limit=MOST_BYTES // 2**20)
    try:
        return json.loads(source.member(name).text)
    except (ValueError, RecursionError):
        raise DataError("{file} is not JSON.", file=name) from None


def _captions(found: Any, part: str | None) -> Iterator[Told]:
    """The captions of one file; what has another form is passed over."""
    images = [one for one in _list(found, "images") if isinstance(one, dict)]
    names = {str(one.get("id")): _text(one.get("file_name") or one.get("filename")) for one in images}
    for one in _list(found, "annotations"):
        if isinstance(one, dict) and isinstance(one.get("caption"), str):
            picture = names.get(str(one.get("image_id"))) or _text(one.get("file_name") or one.get("image_id"))
            yield Told(picture, _text(one["caption"]), part)
    for image in images:
        own = SPLITS.get(str(image.get("split")).lower(), part)
        for one in _list(image, "sentences") or _list(image, "captions"):
            caption = one.get("raw") if isinstance(one, dict) else one
            if isinstance(caption, str):
                yield Told(_text(image.get("filename") or image.get("file_name")), _text(caption), own)


def _list(found: Any, key: str) -> list[Any]:
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return " ".join(cleaned(text).encode("utf-8", "replace").decode("utf-8").split())
