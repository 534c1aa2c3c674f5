"""A zip of pictures with a file of captions -> a Table with a caption a row, pictures as texts.

The captions' file is a table that names a picture in each row: Kaggle's `image,caption`, Flickr8k's
`picture.jpg#0<tab>caption`, Flickr30k's `picture.jpg| 0| caption`, or any other that is read here.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.datasets.zips import ending, in_order, joined, part_of, pattern_of, words_in
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.captioning.reading.zipped import find, known_names, with_pictures

TITLE = mark("pictures with captions")
TEXTS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".token")
MOST_CAPTIONS = 20 * 2**20  # bytes of the captions' file
PICTURE = r"([^\t|,#]{1,300}\.(?:jpe?g|png))"
FORMS = (
    re.compile(r"([^\t|,#]{1,300}\.\w{1,8})#\d+[\t ,|]+(.*)"),  # `x.jpg.1` is in Flickr8k, too
    re.compile(PICTURE + r"\s*\|\s*\d+\s*\|?\s*(.*)", re.IGNORECASE),
    re.compile(PICTURE + r"[\t,](.*)", re.IGNORECASE),
)  # as Flickr8k, Flickr30k (one line of which lacks a bar) and Kaggle have them
HEADER = re.compile(r"\W*(image|file|picture|img|photo|path|그림|사진|이미지|파일)\w*\W", re.IGNORECASE)
TOLD = 5


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """A zip that holds a picture."""
    if source.is_zip and any(map(limits.is_picture, source.names)):
        return Sighting(0.9, Message(mark("a zip of pictures with a file of captions")))
    return None


def read(source: Source, how: How) -> Table:
    """Every caption with its picture."""
    how = replace(how, shape=None)
    names = _captions(source)
    tables = [(name, part_of(name) or "train", _table(source, name, how)) for name in names]
    table = joined(tables, "part") if len(tables) > 1 else _parted(source, names[0], tables[0][2])
    return with_pictures(source, table)


def _captions(source: Source) -> list[str]:
    """The one file of captions, or those of the parts."""
    texts = [name for name in source.files if name.lower().endswith(TEXTS)]
    named = [name for name in texts if re.search("caption|token|result|캡션|설명", name.lower())]
    whole = [name for name in named if "lemma" not in words_in(name)]
    chosen = next(found for found in (whole, named, texts) if found or found is texts)
    if len(chosen) > 1 and len({pattern_of(name) for name in chosen}) == 1 and all(map(part_of, chosen)):
        return in_order(chosen)
    if len(chosen) > 1:
        chosen = [name for name in chosen if not part_of(name)]
    if len(chosen) != 1:
        found = ", ".join((chosen or texts)[:TOLD]) or "–"
        raise DataError(
            "This zip should hold one file with the captions, such as captions.csv; it holds: {found}.",
            found=found[:200],
        )
    return chosen


def _table(source: Source, name: str, how: How) -> Table:
    """The Table of one file of captions."""
    if source.sizes[name] > MOST_CAPTIONS:
        raise DataError("The file of captions has more than {limit} MB.", limit=MOST_CAPTIONS // 2**20)
    inner = source.member(name)
    is_text = inner.is_text and how.shape is None and how.separator is None
    for form in FORMS[:2] if is_text else ():
        if _fit(inner, form):
            return _of_lines(inner, form)
    if is_text and how.header is None and HEADER.match(inner.sample[0]):
        how = replace(how, header=True)  # a known name of the pictures' column
    try:
        return source.table(name, how)
    except DataError:  # commas in captions that nobody quoted
        if is_text and _fit(inner, FORMS[2]):
            return _of_lines(inner, FORMS[2])
        raise


def _fit(inner: Source, form: re.Pattern) -> bool:
    """Whether nearly all of the first lines have this form; not a header."""
    return sum(bool(form.match(line)) for line in inner.sample) >= 0.8 * max(1, len(inner.sample) - 1)


def _of_lines(inner: Source, form: re.Pattern) -> Table:
    """A Table of `image` and `caption`, line by line."""
    rows, numbers, bad, budget = [], [], [], limits.Budget()
    for number, line in enumerate(inner.lines, 1):
        if found := form.match(line):
            row = (found[1].strip(), _unquoted(found[2].strip()))
            budget.row(row)
            rows.append(row)
            numbers.append(number)
        elif line.strip() and not (not rows and HEADER.match(line)):
            bad.append(number)
    skipped = (Skipped(tuple(bad), Message(mark("these lines name no picture"))),) if bad else ()
    return Table(("image", "caption"), rows, numbers, "txt", inner.encoding, header=True, skipped=skipped)


def _unquoted(cell: str) -> str:
    return next(csv.reader([cell]))[0] if re.fullmatch(r'"[^"]*(""[^"]*)*"', cell) else cell


def _parted(source: Source, captions: str, table: Table) -> Table:
    """With a column `part`, where lists of pictures say which belong to it, as Flickr_8k.trainImages.txt does."""
    if {"part", "split"} & {column.lower() for column in table.columns}:
        return table
    known, parts = known_names(source), {}
    for name in source.files:
        if ending(name) == ".txt" and name != captions and (part := part_of(name)):
            named = [find(line, known) for line in source.member(name).lines]
            parts |= dict.fromkeys(filter(None, named), part)
    if len(set(parts.values())) < 2:
        return table
    files = [next(filter(None, (find(cell, known) for cell in row)), None) for row in table.rows]
    rows = [(*row, parts.get(file, "train")) for row, file in zip(table.rows, files, strict=True)]
    return replace(table, columns=(*table.columns, "part"), rows=rows, guess=table.guess | {"part": "part"})
