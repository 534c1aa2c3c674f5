"""Which column of a word-a-row table is what: the words, the number of the sentence, the number of the word, tags."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp_models.datasets.fields import PART_NAMES, Tags
from nlp_models.errors import DataError
from nlp_models.problems.tagging.reading.sentence_ends import as_count
from nlp_models.problems.tagging.reading.tag_styles import NOTHING, are_of_entities, look_like_entities

WORDS = (
    "word",
    "words",
    "token",
    "tokens",
    "form",
    "char",
    "단어",
    "낱말",
    "토큰",
    "글자",
    "어절",
    "형태소",
    "text",
    "surface",
)
TAGS = (
    *Tags().known_as,
    "pos tag",
    "pos_tag",
    "postag",
    "ner tag",
    "ner_tag",
    "bio",
    "iob",
    "tag_id",
    "labels",
    "gold",
    "라벨",
    "개체명 태그",
)
SENTENCES = re.compile(
    r"sent(ence)?s?[\s_.-]*(#|id|ids|idx|index|no|no\.|num|number|nr)?|s[\s_-]?(id|no)|"
    r"문장[\s_-]*(#|id|번호|순번|idx)?"
)
DOCUMENTS = re.compile(
    r"(doc(ument)?|article|text|file|para(graph)?|post|tweet|문서|기사|글)[\s_.-]*(#|id|idx|index|no|num|number|name|번호)|doc|document|문서"
)
OTHERS = frozenset(["lemma", "index", "idx", "id", "chunk", "chunk_tag", "shape", "feats", "head", "deprel", "원형"])
SINGLE = 0.9  # of the cells with words: those without a space
MOST_TAGS = 300
MOST_LETTERS = 40  # of a word, mostly
CHUNKS = frozenset(["NP", "VP", "PP", "ADVP", "SBAR", "ADJP", "PRT", "CONJP", "INTJ", "LST", "UCP"])


@dataclass(frozen=True)
class Roles:
    """Places of the columns of a word-a-row table."""

    word: int
    tags: tuple[int, ...]  # those of entities first, then by name
    kept: tuple[int, ...]  # the words, their tags and whatever else is said of a word
    sentence: tuple[int, ...] = ()  # a new value begins a sentence
    index: int | None = None  # counts the words of each sentence
    part: int | None = None
    documents: bool = False  # what `sentence` numbers are documents, of many sentences each
    entities: bool = False  # whether the first of the tags are those of entities
    named: bool = False  # whether words and tags are known by their columns' names


def roles_of(rows: Sequence[list[str]], names: Sequence[str] | None, asked: str | None = None) -> Roles | None:
    """The Roles of columns; None where no column holds words, or none their tags.

    `asked` is what a person says of the column with the number of the sentence; "" is none.
    """
    width = len(rows[0])
    known = [name.strip().lower() for name in names] if names else [""] * width
    values = [{row[n] for row in rows} for n in range(width)]
    part = next((n for n in range(width) if known[n] in ("split", "part", "set") and _are_parts(values[n])), None)
    sentence, documents = _sentence(rows, known, names, asked)
    index = next((n for n in range(width) if n not in sentence and _counts_words(rows, n)), None)
    left = [n for n in range(width) if n not in (*sentence, index, part) and not _row_numbers(rows, n)]
    entities = [n for n in left if len(values[n]) <= MOST_TAGS and are_of_entities(Counter(row[n] for row in rows))]
    word = _word(rows, known, [n for n in left if n not in entities], values)
    if word is None:
        return None
    others = [n for n in left if n != word]
    tags = sorted(others, key=lambda n: (n not in entities, _is_chunk(values[n]), _known_place(known[n]), n))
    tags = tuple(n for n in tags if len(values[n]) <= max(MOST_TAGS, len(rows) / 2) or n in entities)
    named = known[word] in WORDS and any(known[n] in TAGS for n in tags)
    return Roles(word, tags, tuple(left), sentence, index, part, documents, bool(entities), named) if tags else None


def header_place(rows: Sequence[list[str]]) -> int | None:
    """Which of the first rows names the columns; None where none does."""
    for place, row in enumerate(rows[:10]):
        cells = {cell.strip().lower() for cell in row if cell.strip()}
        known = [
            bool(cells & set(WORDS)),
            bool(cells & set(TAGS)),
            bool(cells & OTHERS),
            any(map(_numbers_sentences, cells)),
        ]
        if sum(known) > 1 and len(cells) > 1:
            return place
    first, rest = rows[0], [row for row in rows[1:] if len(row) == len(rows[0])]
    for n, cell in enumerate(first):
        below = {row[n] for row in rest}
        if (
            len(rest) > 2
            and cell not in ("O", *NOTHING)
            and cell not in below
            and look_like_entities(below)
            and not look_like_entities({cell})
        ):
            return 0
    return None


def _numbers_sentences(name: str) -> bool:
    return bool(SENTENCES.fullmatch(name) or DOCUMENTS.fullmatch(name))


def _sentence(rows, known, names, asked):
    """`(columns that number the sentences, whether those are documents)`."""
    if asked is not None:
        if asked and asked not in (names or ()):
            found = ", ".join(names or ())
            raise DataError("There is no column named '{column}'. The file has: {found}.", column=asked, found=found)
        return ((list(names).index(asked),), False) if asked else ((), False)
    own = [n for n, name in enumerate(known) if SENTENCES.fullmatch(name) and _groups(rows, n)]
    around = [n for n, name in enumerate(known) if DOCUMENTS.fullmatch(name) and _groups(rows, n)]
    if own or around:
        return (*around, *own), not own
    shaped = [n for n in range(len(rows[0])) if not _counts_words(rows, n) and _is_sentence_number(rows, n)]
    return tuple(shaped[:1]), False


def _groups(rows, n):
    """Whether a column holds the same for several words on end, empty cells being filled down."""
    filled = [row[n] for row in rows if row[n].strip()]
    runs = 1 + sum(before != after for before, after in pairwise(filled))
    return bool(filled) and (runs <= 0.7 * len(rows) or len(rows) < 5)


def _is_sentence_number(rows, n):
    """Whether a column without a telling name counts up by one, each number over several rows, or only at the first."""
    cells = [row[n].strip() for row in rows]
    numbers = [as_count(cell) for cell in cells if cell]
    if len(numbers) < 2 or min(numbers) < 0 or numbers[0] not in (0, 1):
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return set(steps) <= {0, 1} and 1 + sum(steps) <= 0.5 * len(rows) and any(steps)


def _counts_words(rows, n):
    """Whether a column counts 1, 2, 3 and begins anew at every sentence."""
    numbers = [as_count(row[n]) for row in rows]
    if min(numbers) < 0 or numbers[0] not in (0, 1) or len(numbers) < 2:
        return False
    anew = [after == numbers[0] for after in numbers[1:]]
    rising = sum(after - before == 1 for before, after in pairwise(numbers))
    return any(anew) and rising + sum(anew) >= 0.95 * (len(numbers) - 1) and rising > sum(anew)


def _row_numbers(rows, n):
    """Whether a column counts the rows, or is empty."""
    numbers = [as_count(row[n]) for row in rows]
    counted = min(numbers) >= 0 and all(after - before == 1 for before, after in pairwise(numbers)) and len(rows) > 2
    return counted or not any(row[n].strip() for row in rows)


def _word(rows, known, left, values):
    """The column with the words: by its name, else the one with the most different ones."""
    single = [n for n in left if _are_words(rows, n)]
    by_name = sorted((n for n in single if known[n] in WORDS), key=lambda n: WORDS.index(known[n]))
    unnamed = [n for n in single if known[n] not in (*TAGS, *OTHERS)] or single
    return next(iter(by_name), None) if by_name else max(unnamed, key=lambda n: (len(values[n]), -n), default=None)


def _are_words(rows, n):
    """Whether nearly all cells hold one word."""
    cells = [row[n].strip() for row in rows]
    good = sum(" " not in cell and len(cell) <= MOST_LETTERS for cell in cells)
    lettered = any(any(map(str.isalpha, cell)) for cell in cells)
    return lettered and good >= SINGLE * len(cells)


def _is_chunk(values):
    kinds = {value[2:] for value in values if value[1:2] == "-"}
    return bool(kinds) and kinds <= CHUNKS


def _known_place(name):
    return TAGS.index(name) if name in TAGS else len(TAGS)


def _are_parts(values):
    return {value.strip().lower() for value in values} - {""} <= set(PART_NAMES)
