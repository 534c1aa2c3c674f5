"""guess_columns(table, fields): which column of a Table is what, by the names we know, else by what stands in it."""

import re
from collections.abc import Mapping, Sequence

from nlp_models.datasets.fields import LANGUAGES, PART_COLUMNS, PART_NAMES, Field, Target
from nlp_models.datasets.parsing.headers import NUMBER, is_index
from nlp_models.datasets.table import Table

MAX_GUESSED_LABELS = 50  # more may be labels, but nobody told us
SEVERAL = re.compile(r"[^\s,;|]{1,30}(?:[,;|] ?[^\s,;|]{1,30})*")  # labels in one cell: 0,6,10


def guess_columns(table: Table, fields: Sequence[Field]) -> dict[str, str]:
    """`{field: column}` by the names we know, else by shape; a field that cannot be guessed has no key."""
    asked = {wanted.name for wanted in fields} | {"part"}
    guessed = {name: column for name, column in table.guess.items() if name in asked and column in table.columns}
    names = _by_name(table)
    for wanted in fields:
        known = [names[name] for name in wanted.known_as if name in names and names[name] not in guessed.values()]
        if known and wanted.name not in guessed:
            guessed[wanted.name] = known[0]
    if column := next(
        (names[name] for name in PART_COLUMNS if name in names and _is_of_parts(table, names[name])), None
    ):
        guessed.setdefault("part", column)
    if any(isinstance(wanted, Target) for wanted in fields):
        return guessed | _pair_by_shape(table, guessed)
    for name, guess in (("label", _label_by_shape), ("text", _text_by_shape)):  # the text is what is left
        if name not in guessed and name in {wanted.name for wanted in fields}:
            left = [column for column in _filled(table) if column not in guessed.values()]
            if column := guess(table, left) or (name == "label" and _last_of_two(table, left)):
                guessed[name] = column
    return guessed


def _filled(table: Table) -> list[str]:
    """The columns that are not empty; of a table without rows all."""
    return [column for column in table.columns if not len(table) or any(map(str.strip, table.values(column)))]


def _by_name(table: Table) -> dict[str, str]:
    """`{name in small letters: column}` of the columns that are not empty; `data.text` is called `text`, too."""
    names = {column.strip().lower(): column for column in reversed(_filled(table))}
    return {name.rpartition(".")[2]: column for name, column in names.items()} | names


def _is_of_parts(table: Table, column: str) -> bool:
    """Whether a column says of every row which part it belongs to."""
    return {value.lower() for value in _values(table, column)} <= set(PART_NAMES)


def _pair_by_shape(table: Table, guessed: Mapping[str, str]) -> dict[str, str]:
    """What is missing of a pair: columns named after languages first, then those of words, as they stand in the file."""
    missing = [name for name in ("text", "label") if name not in guessed]
    left = [column for column in _filled(table) if column not in guessed.values()]
    spoken = [column for column in left if column.strip().lower() in LANGUAGES]
    worded = [column for column in left if column not in spoken and _is_of_words(table, column)]
    return dict(zip(missing, [*spoken, *worded], strict=False))


def _is_of_words(table: Table, column: str) -> bool:
    """Whether most of its values hold a letter and they are not a handful of labels."""
    values = _values(table, column)
    lettered = sum(any(map(str.isalpha, value)) for value in values)
    return 2 * lettered > len(values) and (len(set(values)) > len(values) / 10 or len(values) < 20)


def _last_of_two(table: Table, left: Sequence[str]) -> str | None:
    """Of two columns the last, if its values recur or are too few to tell: then the label's own error is the clearer one."""
    column = table.columns[-1]
    if len(table.columns) != 2 or column not in left or is_index(_values(table, column)):
        return None
    return column if len(set(_values(table, column))) <= max(2, len(table) // 5) else None


def _values(table: Table, column: str) -> list[str]:
    return [cell.strip() for cell in table.values(column)]


def _length(table: Table, column: str) -> int:
    return sum(map(len, _values(table, column)))


def _label_by_shape(table: Table, left: Sequence[str]) -> str | None:
    """The column with the fewest values: 2 to 50, under a fifth of the rows, and shorter than another column."""
    most = min(MAX_GUESSED_LABELS, max(2, (len(table) - 1) // 5))  # of a handful of rows, two may be labels too
    longest = max((_length(table, column) for column in table.columns), default=0)
    left = [column for column in left if _length(table, column) < longest and not _is_of_parts(table, column)]
    counts = {column: len(set(_values(table, column))) for column in left if not is_index(_values(table, column))}
    fitting = {column: count for column, count in counts.items() if 2 <= count <= most and count < len(table)}
    fitting = fitting or {column: 0 for column in counts if _holds_several(_values(table, column))}
    return min(
        reversed(fitting), key=lambda column: fitting[column], default=None
    )  # of equals the later: most files put the label last


def _holds_several(values: Sequence[str]) -> bool:
    """Whether cells hold a few labels each, of few: 0,6,10."""
    filled = [value for value in values if value]
    if sum("," in value or ";" in value or "|" in value for value in filled) < len(filled) / 10:
        return False
    single = {part.strip() for value in set(filled) for part in re.split("[,;|]", value)}
    return 2 <= len(single) <= MAX_GUESSED_LABELS and all(map(SEVERAL.fullmatch, set(filled)))


def _text_by_shape(table: Table, left: Sequence[str]) -> str | None:
    """The longest column, rather one of several words, hardly two rows alike: no link, name or number."""
    worded = [column for column in left if _is_worded(_values(table, column))]
    left = worded or [column for column in left if not all(map(NUMBER.fullmatch, filter(None, _values(table, column))))]
    return max(left, key=lambda column: _length(table, column), default=None)


def _is_worded(values: Sequence[str]) -> bool:
    return 2 * sum(" " in value for value in values) > len(values) and 2 * len(set(values)) > len(values)
