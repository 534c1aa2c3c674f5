"""What the names of files in a zip say, and one Table of several: for the shapes that read a zip."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from nlp_models.datasets import limits
from nlp_models.datasets.table import Table
from nlp_models.messages import Message, mark

TOLD = 5  # names in a sentence
PART_WORDS = {
    **dict.fromkeys(("train", "training", "trainset", "trn", "학습", "훈련"), "train"),
    **dict.fromkeys(("validation", "valid", "validset", "val", "dev", "devset", "devel", "development", "testa", "eval", "evaluation", "검증"), "validation"),
    **dict.fromkeys(("test", "testing", "testset", "tst", "testb", "평가", "시험", "테스트"), "test"),
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # trainImages
NO_TABLES = (
    ".pdf", ".doc", ".docx", ".hwp", ".hwpx", ".ppt", ".pptx", ".xls", ".ods", ".odt", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".svg",
    ".npy", ".npz", ".pkl", ".pickle", ".pt", ".pth", ".bin", ".h5", ".hdf5", ".parquet", ".arrow", ".feat", ".vocab", ".db", ".sqlite",
    ".gz", ".bz2", ".xz", ".7z", ".tar", ".tgz", ".rar", ".mp3", ".wav", ".flac", ".mp4", ".avi", ".exe", ".dll", ".class", ".pyc", ".ids",
    ".html", ".htm", ".xml", ".css", ".ipynb", ".sh", ".zip",
)  # fmt: skip


def words_in(name: str) -> list[str]:
    """The words of a file's name with its folders, in small letters.

    >>> words_in("Flickr_8k.trainImages.txt")
    ['flickr', 'k', 'train', 'images', 'txt']
    """
    return [word.lower() for word in WORD.findall(HUMP.sub(" ", name))]


@lru_cache(maxsize=20_000)
def part_word(word: str) -> str | None:
    """The part that a word names; Korean ones may go on, as in 훈련데이터."""
    word = word.lower()
    return PART_WORDS.get(word) or next(
        (part for known, part in PART_WORDS.items() if known > "가" and word.startswith(known)), None
    )


def part_of(name: str) -> str | None:
    """The part that a file's name or folder says it is: train, validation, test or None; the last word counts."""
    return next(filter(None, map(part_word, reversed(words_in(name)))), None)


def pattern_of(name: str) -> str:
    """What names of the same kind have in common: parts and numbers taken out.

    >>> pattern_of("data/train_01.csv") == pattern_of("data/test_02.csv")
    True
    """
    plain = WORD.sub(lambda word: "*" if part_word(word[0]) else word[0].lower(), HUMP.sub(" ", name))
    return re.sub(r"\d+", "#", plain)


def ending(name: str) -> str:
    """The end of a file's name with its point, in small letters; empty where there is none or it is a number."""
    _, point, end = name.lower().rpartition("/")[2].rpartition(".")
    return point + end if end and not end[0].isdigit() else ""


def folder_of(name: str) -> str:
    """The folder in which a file lies; empty for none."""
    return name.replace("\\", "/").rpartition("/")[0]  # some programs of Windows write it so


def in_order(names: Iterable[str]) -> list[str]:
    """Names as people order them: chapter 2 before chapter 10."""

    def key(name: str) -> list[tuple[bool, int, str]]:
        cut = re.split(r"(\d{1,15})", name.lower())
        return [(not piece.isdigit(), int(piece) if piece.isdecimal() else 0, piece) for piece in cut]

    return sorted(names, key=key)


def may_be_table(name: str) -> bool:
    """Whether a file may hold rows or text, by its name."""
    return not limits.is_picture(name) and ending(name) not in NO_TABLES


def listed(names: Sequence[str]) -> str:
    """The first names, fit for a sentence."""
    return ", ".join(name[-100:] for name in names[:TOLD]) + (" …" if len(names) > TOLD else "")


def left_out(names: Sequence[str]) -> Message:
    """That these files of a zip are not read; of many, their folders are told."""
    told = names
    if len(names) > TOLD:
        counts = Counter(f"{folder}/" if (folder := folder_of(name)) else name for name in names)
        told = [f"{name} ({count})" if count > 1 else name for name, count in counts.most_common()]
    values = {"count": len(names), "files": listed(told)}
    return Message(mark("Files of the zip that are left out ({count}): {files}"), values)


def joined(tables: Sequence[tuple[str, str, Table]], column: str) -> Table:
    """One Table of `(file, what stands in the new column, Table)`; rows are numbered on from file to file."""
    name, _, first = tables[0]
    rows, numbers, skipped, begins, budget = [], [], [], [0], limits.Budget()
    for _, value, table in tables:
        for row in table.rows:
            budget.row(row)
            rows.append((*row, value))
        numbers += [number + begins[-1] for number in table.line_numbers]
        skipped += [replace(one, rows=tuple(row + begins[-1] for row in one.rows)) for one in table.skipped]
        begins.append(max([begins[-1], *numbers[-1:], *(row for one in skipped for row in one.rows[-1:])]))
    called = column if column not in first.columns else f"{column} ({name})"
    return Table(
        (*first.columns, called),
        rows,
        numbers,
        first.kind,
        first.encoding,
        first.separator,
        first.header,
        first.header_row,
        skipped=tuple(skipped),
        notes=(*_told([table for *_, table in tables]), *_numbered(tables, begins)),
        guess=first.guess | ({"part": called} if column == "part" else {}),
    )


def _told(tables: Sequence[Table]) -> list[Message]:
    """The notes of all, each once."""
    notes: list[Message] = []
    for table in tables:
        notes += [note for note in table.notes if note not in notes]
    return notes


def _numbered(tables: Sequence[tuple[str, str, Table]], begins: Sequence[int]) -> list[Message]:
    """From which row on each file is counted."""
    if len(tables) < 2:
        return []
    found = [f"{file[-100:]} {begin + 1}" for (file, *_), begin in zip(tables, begins, strict=False)]
    return [Message(mark("Rows are numbered on from file to file, which begin at: {files}"), {"files": listed(found)})]
