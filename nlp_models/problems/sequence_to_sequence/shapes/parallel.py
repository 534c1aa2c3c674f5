"""Two files of a zip whose lines belong together, `train.en` and `train.fr`, `questions.txt` and `answers.txt` -> pairs.

Files called train, validation or test become the column `part`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nlp_models.datasets import limits
from nlp_models.datasets.fields import LANGUAGES
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import How, Sighting, Skipped, Table
from nlp_models.datasets.zips import ending, left_out, listed, may_be_table, part_of, part_word
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark

TITLE = mark("two files, line by line")
FIRST = (
    "src", "source", "from", "enc", "input", "inputs", "question", "questions", "query", "post", "context", "원문", "질문", "입력",
)  # fmt: skip
SECOND = (
    "tgt", "trg", "target", "to", "dec", "output", "outputs", "answer", "answers", "reply", "response", "responses", "번역", "답변", "대답", "출력",
)  # fmt: skip
CODES = (
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "jp", "ko",
    "kr", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "ur", "vi", "zh", "cn", "eng", "kor",
    "fra", "deu", "spa", "jpn", "zho",
)  # fmt: skip
SIDES = frozenset((*FIRST, *SECOND, *CODES, *LANGUAGES))
TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".tmx", ".yml", ".yaml")
WORD = re.compile(r"[^\W\d_]+")
ORDER = ("train", "validation", "test", None)


@dataclass(frozen=True)
class Pair:
    """Two files whose lines belong together, and what their sides are called."""

    names: tuple[str, str]
    sides: tuple[str, str]
    part: str | None


def recognise(source: Source, fields: Sequence[Any]) -> Sighting | None:
    """Two files with the same name but for a language or a side."""
    if not source.is_zip or source.is_workbook:
        return None
    if not (pairs := _pairs(source)):
        return None
    values = {"first": pairs[0].names[0][-100:], "second": pairs[0].names[1][-100:]}
    return Sighting(0.96, Message(mark("a zip of files whose lines belong together: {first} and {second}"), values))


def read(source: Source, how: How) -> Table:
    """A row for every two lines; those with an empty side are left out and counted, lines of each file on from the last's."""
    if not (pairs := _pairs(source)):
        raise DataError("No two files of this zip belong together by their names, such as train.en and train.fr.")
    rows, numbers, empty, begins, budget = [], [], [], [], limits.Budget()
    begin, encodings = 0, []
    for pair in pairs:
        begins.append(f"{pair.names[0][-100:]} {begin + 1}")
        for number, cells in enumerate(_lines(source, pair, how, encodings), begin + 1):
            if all(cells):
                budget.row(row := (*cells, pair.part or "train"))
                rows.append(row)
                numbers.append(number)
            elif any(cells):
                empty.append(number)
            begin = number
    if not rows:
        raise DataError("These files have no two lines that belong together.")
    split_dataset = any(pair.part for pair in pairs)
    columns = (*pairs[0].sides, *["part"] * split_dataset)
    why = Message(mark("one side of these pairs is empty"))
    return Table(
        columns,
        rows if split_dataset else [row[:2] for row in rows],
        numbers,
        "txt",
        max(set(encodings), key=encodings.count),
        header=False,
        skipped=(Skipped(tuple(empty), why),) if empty else (),
        notes=_token_scores(source, pairs, begins),
        guess={"text": columns[0], "label": columns[1]} | ({"part": "part"} if split_dataset else {}),
    )


def _token_scores(source: Source, pairs: Sequence[Pair], begins: Sequence[str]) -> tuple[Message, ...]:
    """How rows are numbered, and what is not read."""
    numbered = Message(
        mark("Rows are numbered on from file to file, which begin at: {files}"), {"files": listed(begins)}
    )
    taken = {name for pair in pairs for name in pair.names}
    others = [name for name in source.names if name not in taken]
    return (*[numbered] * (len(pairs) > 1), *[left_out(others)] * bool(others))


def _lines(source: Source, pair: Pair, how: How, encodings: list[str]) -> Iterator[tuple[str, str]]:
    """The lines of two files side by side; DataError where one has more."""
    inner = [source.member(name) for name in pair.names]
    encodings += [one.encoding for one in inner]
    sides = [one.text.removesuffix("\n").split("\n") for one in inner]
    if len(sides[0]) != len(sides[1]):
        sides = [one.text.rstrip().split("\n") for one in inner]
    if len(sides[0]) != len(sides[1]):
        values = {"first": pair.names[0], "lines": len(sides[0]), "second": pair.names[1], "others": len(sides[1])}
        raise DataError(
            "{first} has {lines} lines and {second} has {others}; line by line they should say the same.", **values
        )
    for first, second in zip(*sides, strict=True):
        yield first.strip(), second.strip()


def _pairs(source: Source) -> list[Pair]:
    """The files that belong together: of more than two languages the first two."""
    found: dict[str, dict[str, str]] = {}
    for name in source.files:
        if may_be_table(name) and ending(name) not in TABLES and (cut := _side(name)):
            found.setdefault(cut[0], {}).setdefault(cut[1], name)
    pairs = [_pair(stem, sides) for stem, sides in found.items() if len(sides) > 1]
    pairs = [pair for pair in pairs if {*pair.sides} == {*pairs[0].sides}]
    pairs = [
        Pair(tuple(pair.names[pair.sides.index(side)] for side in pairs[0].sides), pairs[0].sides, pair.part)
        for pair in pairs
    ]
    if any(pair.part for pair in pairs):
        pairs = [pair for pair in pairs if pair.part]
    return sorted(pairs, key=lambda pair: ORDER.index(pair.part))


def _pair(stem: str, sides: dict[str, str]) -> Pair:
    """Two sides in order: source before target, languages as the name says (`en-fr`), else as they lie in the zip."""
    said = [word for word in WORD.findall(stem) if word in sides]

    def place(side: str) -> tuple[bool, int]:
        return side in SECOND, said.index(side) if side in said else len(said)

    first, second = sorted(sides, key=place)[:2]
    return Pair((sides[first], sides[second]), (first, second), part_of(stem))


def _side(name: str) -> tuple[str, str] | None:
    """`(name without it, side)`: the last word of a file's name, folders and all, that is a language or a side."""
    lower = name.lower()
    for word in reversed([*WORD.finditer(lower)]):
        if word[0] in SIDES and not part_word(word[0]):
            return f"{lower[: word.start()]}*{lower[word.end() :]}", word[0]
    return None
