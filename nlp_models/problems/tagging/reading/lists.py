"""Lists of words and tags, written out in a cell or of JSON, -> a Table.

>>> parse_list("['B-PER' 'O']")
['B-PER', 'O']
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nlp_models.datasets.fields import PART_NAMES
from nlp_models.datasets.limits import Budget
from nlp_models.datasets.table import Skipped, Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.tagging.reading.sentences import EMPTY, as_token, numbered
from nlp_models.problems.tagging.reading.tag_styles import look_like_entities, restyled_table
from nlp_models.problems.tagging.reading.word_columns import TAGS, WORDS
from nlp_models.text.words import split_words

ITEM = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s,\[\]()'"]+""", re.DOTALL)
BETWEEN = re.compile(r"[\s,]*")
WRAPPED = re.compile(r"^(?:np\.|numpy\.)?(?:array|list|tuple)\((.*?)(?:,\s*dtype=\S+)?\)$", re.DOTALL)
NUMBERS = mark("The tags are numbers, and the file does not say what they mean: give them names")
SPLIT = mark("The sentences were cut into words as taggers cut them, because their tags are as many")
NO_WORDS = mark("no words")
SELDOM = 0.2  # of the sentences
ENOUGH = 0.8  # of the filled cells of a column are lists

Value = str | list[str]


def parse_list(cell: str) -> list[str] | None:
    """The items of a list of Python, NumPy or JSON, written out; None where it is none, or one of lists."""
    cell = cell.strip()
    if wrapped := WRAPPED.match(cell):
        cell = wrapped[1].strip()
    if cell[:1] + cell[-1:] not in ("[]", "()") or len(cell) < 2:
        return None
    try:
        found = json.loads(cell)
        plain = isinstance(found, list) and not any(isinstance(item, dict | list) for item in found)
        return [_plain(item) for item in found] if plain else None
    except (ValueError, RecursionError):
        return _items(cell[1:-1])


def tags_in_commas(cell: str) -> list[str] | None:
    """`B-PER, O, O` as a list; None where it is not one of single words."""
    items = [item.strip().strip("'\"") for item in cell.strip().strip("[]").split(",")]
    return items if len(items) > 1 and all(items) and not any(" " in item for item in items) else None


def table_of_lists(found: Sequence[tuple[int, Mapping[str, Value]]], kind: str, **told: Any) -> Table:
    """A row a sentence: its words, and the lists as long as they are."""
    words, tags = which(found)
    words, tags = (words, tags) if tags else which(found, uneven=True)  # rows whose tags do not fit are told
    if words is None or not tags:
        raise DataError("This file holds no lists of words and their tags.")
    part = next((key for key in ("part", "split") if any(_part(values, key) for _, values in found)), None)
    cutters = _cutters(found, words, tags[0])
    rows, numbers, without, cut, budget = [], [], [], 0, Budget()
    for number, values in found:
        lists = [_as_list(values.get(key)) for key in tags]
        count = len(lists[0])
        own, by = _words(values.get(words), count, cutters)
        if not own:
            without.append(number)
            continue
        cut += by is split_words
        lists = [one or [EMPTY] * len(own) for one in lists]
        cells = (" ".join(map(as_token, one)) for one in (own, *lists))
        row = (*cells, *[_part(values, part) or "train"] * bool(part))
        budget.row(row)
        rows.append(row)
        numbers.append(number)
    if not rows:
        raise DataError("This file has no rows.")
    columns = (*numbered([words, *tags]), *["part"] * bool(part))
    skipped = (Skipped(tuple(without), Message(NO_WORDS)),) if without else ()
    table = Table(columns, rows, numbers, kind, skipped=skipped, **told)
    guess = {"text": words, "label": tags[0]} | ({"part": "part"} if part else {})
    notes = [Message(SPLIT)] * bool(cut)
    if all(tag.lstrip("-").isdecimal() for row in rows for tag in row[1].split(" ")):
        notes.append(Message(NUMBERS))
    return restyled_table(table, guess, notes)


def which(found: Sequence[tuple[int, Mapping[str, Value]]], uneven: bool = False) -> tuple[str | None, list[str]]:
    """`(column of words, columns of tags)`, those of entities first; mostly as many tags as words, unless `uneven`."""
    keys = list(dict.fromkeys(key for _, values in found for key in values))
    some = found[:500]
    lists = [key for key in keys if _share_of_lists(some, key) >= ENOUGH]
    texts = [key for key in keys if key not in lists and any(isinstance(values.get(key), str) for _, values in some)]
    values = {key: {item for _, row in some for item in _as_list(row.get(key))} for key in lists}
    plain = [key for key in lists if key.lower() not in TAGS and not look_like_entities(values[key])]
    worded = [key for key in plain if any(any(map(str.isalpha, item)) for item in values[key])]
    words = next((key for name in WORDS for key in worded if key.lower() == name), None)
    words = words or max(worded, key=lambda key: len(values[key]), default=None)
    if words is None or (len(lists) == 1 and texts):
        named = [key for name in (*WORDS, "sentence", "content", "문장") for key in texts if key.lower() == name]
        words = next(iter(named), None) or max(
            texts, key=lambda key: sum(len(row.get(key, "")) for _, row in some), default=None
        )
    tags = [key for key in lists if key != words and (uneven or _in_step(some, key, words))]
    order = {name: place for place, name in enumerate(TAGS)}
    return words, sorted(
        tags, key=lambda key: (not look_like_entities(values[key]), order.get(key.lower(), len(order)))
    )


def _in_step(some, key, words):
    """Whether the lists of a column are mostly as long as those of words, or as the sentences can be cut."""
    pairs = [(row[key], row[words]) for _, row in some if isinstance(row.get(key), list) and row.get(words)]
    fitting = sum(
        len(tags) in ({len(own)} if isinstance(own, list) else {len(cut(own)) for cut in WAYS}) for tags, own in pairs
    )
    return bool(pairs) and 2 * fitting >= len(pairs)


def _share_of_lists(some, key):
    filled = [row[key] for _, row in some if row.get(key)]
    return sum(isinstance(value, list) for value in filled) / len(filled) if filled else 0.0


Cutter = Callable[[str], list[str]]


def _cutters(found, words, tags) -> list[Cutter]:
    """Ways to cut a sentence into words, the one first that gives as many words as tags most often."""
    some = [
        (row[words], len(row[tags]))
        for _, row in found[:500]
        if isinstance(row.get(words), str) and isinstance(row.get(tags), list)
    ]
    hits = Counter({n: sum(len(cut(text)) == count for text, count in some) for n, cut in enumerate(WAYS)})
    usual = [n for n in hits if hits[n] >= SELDOM * len(some)]  # what fits a row by chance is none of them
    return [WAYS[n] for n in sorted(usual or [0], key=lambda n: (-hits[n], n))]


def _words(value: Any, count: int, cutters: list[Cutter]) -> tuple[list[str], Cutter | None]:
    if isinstance(value, list):
        return value, None
    text = value or ""
    cut = next((cut for cut in cutters if len(cut(text)) == count), cutters[0])
    return cut(text), cut


def _at_commas(text: str) -> list[str]:
    return [word.strip().strip("'\"") for word in text.split(",")] if "," in text else []


def _letters(text: str) -> list[str]:
    return split_words(text, letters=True)


def _letters_alone(text: str) -> list[str]:
    return [letter for letter in text if not letter.isspace()]


WAYS: tuple[Cutter, ...] = (str.split, split_words, _at_commas, _letters, _letters_alone)


def _as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else []


def _part(values: Mapping[str, Value], key: str | None) -> str:
    value = values.get(key) if key else None
    return PART_NAMES.get(value.strip().lower(), "") if isinstance(value, str) else ""


def _items(inner: str) -> list[str] | None:
    """Items with commas or only spaces between, as NumPy prints them."""
    found, place = [], BETWEEN.match(inner).end()
    while place < len(inner):
        item = ITEM.match(inner, place)
        if not item:
            return None
        found.append(_unquoted(item[0]))
        place = BETWEEN.match(inner, item.end()).end()
    return found


def _unquoted(item: str) -> str:
    return re.sub(r"\\(.)", r"\1", item[1:-1], flags=re.DOTALL) if item[0] in "'\"" else item


def _plain(item: Any) -> str:
    return item if isinstance(item, str) else "" if item is None else json.dumps(item)
