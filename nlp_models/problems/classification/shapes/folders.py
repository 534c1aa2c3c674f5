"""A zip whose names are the labels: a folder a class with a file a text, or a file a class (pos, neg) with a line a text.

Folders called train, validation or test become the column `part`; `unsup` is left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import cleaned, decode
from nlp_models.datasets.shapes import delimited
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.datasets.zips import ending, folder_of, in_order, left_out, may_be_table, part_of, part_word, words_in
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("a folder or a file for each label")
UNLABELLED = ("unsup", "unsupervised", "unlabeled", "unlabelled", "unlabel", "unknown")
OPINIONS = frozenset((
    "pos", "neg", "neu", "positive", "negative", "neutral", "good", "bad", "ham", "spam", "긍정", "부정", "중립", "좋음", "나쁨", "스팸",
))  # fmt: skip
TABLES = (
    ".csv",
    ".tsv",
    ".tab",
    ".json",
    ".jsonl",
    ".ndjson",
    ".xlsx",
    ".conll",
    ".conllu",
    ".bio",
    ".yml",
    ".yaml",
    ".tmx",
    ".py",
)
MOST_CLASSES = 200
MOST_CLASS_FILES = 60  # of a file a class, parts and all
LOOKED_AT = 20_000  # bytes of such a file


@dataclass
class Gathered:
    """What is read so far; `number` is that of the last text, from 1."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    number: int = 0
    empty: list[int] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    encodings: list[str] = field(default_factory=list)
    budget: limits.Budget = field(default_factory=limits.Budget)

    def add(self, text: str, *more: str) -> None:
        """One more text with its label and whatever else stands beside it."""
        self.number += 1
        row = (text.strip(), *more)
        if not row[0]:
            self.empty.append(self.number)
            return
        self.budget.row(row)
        self.rows.append(row)
        self.numbers.append(self.number)


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """A zip with several texts in each of some folders, or with a few files named after labels."""
    if not source.is_zip or source.is_workbook:
        return None
    if classes := _classes_of_folders(source):
        values = {"labels": ", ".join(sorted({label for label, _ in classes.values()})[:6])}
        return Sighting(0.95, Message(mark("a zip with a folder for each label: {labels}"), values))
    if classes := _classes_of_files(source):
        labels = {label for label, _ in classes.values()}
        known = {word for label in labels for word in words_in(label)} <= OPINIONS
        if known or not any(_is_table(source, name) for name in classes):
            values = {"labels": ", ".join(sorted(labels)[:6])}
            return Sighting(0.95 if known else 0.5, Message(mark("a zip with a file for each label: {labels}"), values))
    return None


def read(source: Source, how: How) -> Table:
    """A row a text, numbered in order of the files' names; which file it came from stands beside it."""
    folders = _classes_of_folders(source)
    classes = folders or _classes_of_files(source)
    if not classes:
        raise DataError("The files of this zip lie in no folders or files named after labels.")
    taken = Gathered()
    for name, text in _texts(source, in_order(classes), how, taken):
        label, part = classes[name]
        for one in [text] if folders else text.rstrip("\n").split("\n"):
            taken.add(one, label, part or "train", name)
    if not taken.rows:
        raise DataError("No file of this zip can be read as text.")
    return _table(source, classes, taken)


def _table(source: Source, classes: dict[str, tuple[str, str | None]], taken: Gathered) -> Table:
    """What was gathered; without parts where the names say none."""
    parts = {part for _, part in classes.values() if part}
    keep = (0, 1, 2, 3) if parts else (0, 1, 3)
    others = [name for name in source.names if name not in classes]
    notes = [left_out(others)] * bool(others)
    if taken.unread:
        values = {"count": len(taken.unread), "files": ", ".join(taken.unread[:5])[:300]}
        notes.append(Message(mark("Files that cannot be read as text and are left out ({count}): {files}"), values))
    skipped = (Skipped(tuple(taken.empty), Message(mark("these texts are empty"))),) if taken.empty else ()
    columns = ("text", "label", "part", "file")
    found = Counter(taken.encodings).most_common(1)[0][0]
    return Table(
        tuple(columns[n] for n in keep),
        [tuple([row[n] for n in keep]) for row in taken.rows],
        taken.numbers,
        "zip",
        found,
        header=False,
        skipped=skipped,
        notes=tuple(notes),
        guess={"text": "text", "label": "label"} | ({"part": "part"} if parts else {}),
    )


def _texts(source: Source, names: Sequence[str], how: How, taken: Gathered) -> Iterator[tuple[str, str]]:
    """`(name, text)` of the files, each in its own encoding; what is no text is noted."""
    texts = dict.fromkeys(names, "")
    unsure = []  # too short to tell their encoding alone
    for name, data in source.each_member(names):
        try:
            texts[name], encoding = decode(data, how.encoding)
            taken.encodings.append(encoding)
        except DataError:
            unsure.append(name)
    texts |= _together(source, unsure, taken)
    unread = set(taken.unread)
    for name in names:
        if name not in unread:
            yield name, cleaned(texts.pop(name).replace("\r\n", "\n").replace("\r", "\n"))


def _together(source: Source, names: Sequence[str], taken: Gathered) -> dict[str, str]:
    """Files that cannot be decoded one by one, in the encoding that fits all of them."""
    found = {name: data for name, data in source.each_member(names) if b"\0" not in data}
    taken.unread += [name for name in names if name not in found]
    try:
        encoding = decode(b"\n".join(found.values()))[1]
    except DataError:
        taken.unread += found
        return {}
    taken.encodings.append(encoding)
    return {name: data.decode(encoding, "replace") for name, data in found.items()}


def _classes_of_folders(source: Source) -> dict[str, tuple[str, str | None]]:
    """`{file: (label, part)}` where at least two folders hold a file a text, two each on average; else empty."""
    found = _labelled_folders(source)
    labels = {label for label, _ in found.values()}
    return found if 2 <= len(labels) <= MOST_CLASSES and len(found) >= max(4, 2 * len({*found.values()})) else {}


def _labelled_folders(source: Source) -> dict[str, tuple[str, str | None]]:
    """`{file: (label, part)}` of every text in a folder that is no part and holds no other such folder."""
    texts = [(name, folder_of(name)) for name in source.files if may_be_table(name) and ending(name) not in TABLES]
    said = {folder: _said(folder) for folder in dict.fromkeys(folder for _, folder in texts)}
    above = {folder_of(folder) for folder, own in said.items() if own}
    above |= {folder_of(folder) for folder in above} - {""}
    return {name: own for name, folder in texts if (own := said[folder]) and folder not in above}


def _said(folders: str) -> tuple[str, str | None] | None:
    """`(label, part)` that a folder says its texts have; None for no label."""
    cut = [folder for folder in folders.split("/") if folder and not part_word(folder)]
    return (normalize("NFC", cut[-1]), part_of(folders)) if cut and cut[-1].lower() not in UNLABELLED else None


def _classes_of_files(source: Source) -> dict[str, tuple[str, str | None]]:
    """`{file: (label, part)}` of a few files, by their folders or the words that tell their names apart; else empty."""
    folders = _labelled_folders(source)
    if (
        len({label for label, _ in folders.values()}) > 1
        and len({*folders.values()}) == len(folders) <= MOST_CLASS_FILES
    ):
        return folders  # one in each
    files = [name for name in source.files if may_be_table(name) and ending(name) not in TABLES]
    if not 2 <= len(files) <= MOST_CLASS_FILES:
        return {}
    words = {name: _words(name) for name in files}
    if opinions := {name for name in files if OPINIONS & {*words[name]}}:
        words = {name: [word for word in words[name] if word in OPINIONS] for name in opinions}
    else:
        shared = set.intersection(*map(set, words.values()))
        words = {name: [word for word in own if word not in shared] for name, own in words.items()}
    labels = {" ".join(own) for own in words.values()}
    if "" in labels or len(labels) < 2 or any(len(own) > 3 for own in words.values()):
        return {}
    return {name: (" ".join(own), part_of(name)) for name, own in words.items()}


def _words(name: str) -> list[str]:
    """The words of a file's own name that say no part; `.txt` is none."""
    own = re.sub(r"\.(txt|text|md|log)$", "", normalize("NFC", name).rpartition("/")[2], flags=re.IGNORECASE)
    return [word for word in words_in(own) if not part_word(word)]


def _is_table(source: Source, name: str) -> bool:
    """Whether cells are parted in the first lines of a file, which then says its labels itself."""
    try:
        sample = source.member(name, LOOKED_AT).sample[:-1]
    except DataError:
        return True  # a letter may be cut in two at the end; not worth a guess by names alone
    return not sample or delimited.find_separator(sample, name) is not None
