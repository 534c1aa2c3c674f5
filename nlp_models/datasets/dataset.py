"""Dataset: the rows a network learns from, by field. Comes from a Table; kept in the run's folder."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import numpy as np

from nlp_models.datasets.edit import Edit as Edit
from nlp_models.datasets.fields import LANGUAGES, PART_COLUMNS, Field, Target
from nlp_models.datasets.parsing.headers import NUMBER, is_index
from nlp_models.datasets.table import Table
from nlp_models.errors import DataError
from nlp_models.files import write_aside

PARTS = ("train", "validation", "test")
PART_NAMES = {
    **dict.fromkeys(("train", "training", "trn", "tr", "학습", "훈련"), "train"),
    **dict.fromkeys(("validation", "valid", "val", "dev", "devel", "development", "검증"), "validation"),
    **dict.fromkeys(("test", "testing", "tst", "eval", "evaluation", "평가", "시험", "테스트"), "test"),
}
MAX_VALIDATION = 5_000  # more rows steady the choice of an epoch no further, but cost time at every one
MAX_TEST = 20_000  # the score is then known to half a percent
MIN_ROWS = 8  # fewer leave nothing to hold back
MAX_LABELS = 200  # more is an id or a text
MANY_LABELS = "many_labels"  # code of the error that says so: the doctor may know what to do
SEVERAL = re.compile(r"[^\s,;|]{1,30}(?:[,;|] ?[^\s,;|]{1,30})*")  # labels in one cell: 0,6,10
MAX_GUESSED_LABELS = 50  # more may be labels, but nobody told us
TO_JSON = json.JSONEncoder(ensure_ascii=False).encode  # made once: json.dumps would make one for every row


@dataclass(frozen=True)
class UnusedParts:
    """A column of the file that says which part each row belongs to, and that nobody uses."""

    column: str
    parts: dict[int, str]  # row number -> train, validation or test


@dataclass(frozen=True)
class Dataset:
    """Columns of equal length: text, label and, where the file marks it, part (train, validation, test)."""

    columns: dict[str, list[str]]
    names: dict[str, str] = field(default_factory=dict)  # label -> shown name
    numbers: list[int] | None = field(default=None, compare=False, repr=False)  # rows of the file; not saved
    speakers: tuple[str, ...] = field(default=(), compare=False, repr=False)  # of a talk, for the doctor; not saved
    unused_parts: UnusedParts | None = field(default=None, compare=False, repr=False)  # for the doctor, too

    def __len__(self) -> int:
        return len(self.columns["text"])

    @property
    def row_numbers(self) -> list[int]:
        """The number of every row in its file, or counted from 1; it stays with the row through `edited`."""
        return self.numbers or list(range(1, len(self) + 1))

    @classmethod
    def from_table(
        cls,
        table: Table,
        columns: Mapping[str, str],
        names: Mapping[str, str] | None = None,
        keep_unlabelled: bool = False,
        needed: Sequence[str] = ("text", "label"),
        tidy: Callable[[str], str] = str.strip,
    ) -> Self:
        """Take `columns` (field -> column) out of a Table; `keep_unlabelled` leaves rows without a label to an edit.

        `tidy` is what is done to a cell: its spaces taken away, or those at its end only.

        Raises:
            DataError: a column is not there, or rows have no label; all such rows are told together.
        """
        missing = [name for name in dict.fromkeys([*needed, *columns]) if columns.get(name) not in table.columns]
        if missing:
            wanted, there = columns.get(missing[0]) or missing[0], ", ".join(table.columns)
            raise DataError("There is no column named '{column}'. The file has: {found}.", column=wanted, found=there)
        taken = {name: [tidy(cell) for cell in table.values(column)] for name, column in columns.items()}
        if "label" in taken and not keep_unlabelled:
            _check_labels_are_there(taken["label"], table.line_numbers)
        if "part" in taken:
            taken["part"] = [_part(value, row) for value, row in zip(taken["part"], table.line_numbers, strict=True)]
        return cls(taken, dict(names or {}), table.line_numbers)

    @classmethod
    def join(cls, train: "Dataset", validation: "Dataset | None" = None, test: "Dataset | None" = None) -> "Dataset":
        """One Dataset of files that are parts already; rows that the train file itself marks keep their mark."""
        if validation is None and test is None:
            return train
        given = {"train": train, "validation": validation, "test": test}
        fields = [name for name in train.columns if name != "part"]
        columns: dict[str, list[str]] = {name: [] for name in (*fields, "part")}
        for name, dataset in given.items():
            if dataset is not None:
                for field in fields:
                    columns[field] += dataset.columns[field]
                own = dataset.columns.get("part") if name == "train" else None
                columns["part"] += own or [name] * len(dataset)
        names = {label: shown for dataset in given.values() if dataset for label, shown in dataset.names.items()}
        return cls(columns, names | train.names)

    def part(self, name: str) -> "Dataset":
        """The rows of one part."""
        kept = [n for n, part in enumerate(self.columns["part"]) if part == name]
        columns = {key: [values[n] for n in kept] for key, values in self.columns.items() if key != "part"}
        return Dataset(columns, self.names)

    def edited(self, edits: Sequence[Edit]) -> "Dataset":
        """The Dataset after these edits, the first first; rows keep their numbers."""
        if not edits:
            return self
        removed = frozenset().union(*(edit.removed for edit in edits))
        corrected = {row: label for edit in edits for row, label in edit.labels.items()}
        numbers = self.row_numbers
        kept = [place for place, row in enumerate(numbers) if row not in removed]
        columns = {name: [values[place] for place in kept] for name, values in self.columns.items()}
        numbers = [numbers[place] for place in kept]
        if corrected:
            columns["label"] = [corrected.get(row, was) for row, was in zip(numbers, columns["label"], strict=True)]
        if texts := {row: text for edit in edits for row, text in edit.texts.items()}:
            columns["text"] = [texts.get(row, was) for row, was in zip(numbers, columns["text"], strict=True)]
        if parts := {row: part for edit in edits for row, part in edit.parts.items()}:
            columns["part"] = [parts.get(row, "train") for row in numbers]
        return replace(self, columns=columns, numbers=numbers)

    def joined(self, rows: Mapping[str, str], anything: bool = False) -> "Dataset":
        """With these rows to learn from at its end, `{text: label}`; a label is taken where its parts are known here.

        `anything`: the label is a text, of which any will do.
        """
        known = {tag for label in self.columns.get("label", ()) for tag in label.split(" ")}
        fitting = {text: label for text, label in rows.items() if anything or known.issuperset(label.split(" "))}
        if not fitting:
            return self
        columns = {"text": list(fitting), "label": list(fitting.values()), "part": ["train"] * len(fitting)}
        joined = {name: values + columns[name] for name, values in self.columns.items()}
        return Dataset(joined, self.names, [*self.row_numbers, *range(1, len(fitting) + 1)])

    def shown(self, label: str) -> str:
        """The name shown for a label."""
        return self.names.get(label, label)

    def check_rows(self) -> None:
        """DataError unless there are enough rows to learn from and to hold some back."""
        if not len(self):
            raise DataError("This file has no rows.")
        if len(self) == 1:
            raise DataError("One row is too little to learn from; at least {least} are needed.", least=MIN_ROWS)
        if len(self) < MIN_ROWS:
            raise DataError(
                "{rows} rows are too few to learn from; at least {least} are needed.", rows=len(self), least=MIN_ROWS
            )

    def check_labels(self) -> None:
        """DataError unless there are rows enough, each with a label, and two kinds of labels at least."""
        labels = set(self.columns["label"])
        if "" in labels:
            _check_labels_are_there(self.columns["label"], self.row_numbers)
        self.check_rows()
        if len(labels) == 1:
            raise DataError('Every label is "{label}"; at least two kinds are needed.', label=self.shown(labels.pop()))
        if len(labels) > MAX_LABELS:
            told = f"{len(labels):,}"
            raise DataError("The label column has {count} different values; is it really the label?", count=told).coded(MANY_LABELS)  # fmt: skip

    def with_parts(self, seed: int, validation_share: float = 0.1, test_share: float = 0.1) -> "Dataset":
        """Every row gets a part: the file's own where it marks them, else a share of each label, by seed."""
        parts = list(self.columns.get("part") or ["train"] * len(self))
        generator = np.random.default_rng(seed)
        for name, share, most in (("test", test_share, MAX_TEST), ("validation", validation_share, MAX_VALIDATION)):
            if name not in parts:
                for row in self._share_of_training(parts, share, most, generator):
                    parts[row] = name
        if "train" not in parts:
            raise DataError("No row is left to learn from: all are marked as validation or test.")
        return Dataset(self.columns | {"part": parts}, self.names)

    def _share_of_training(
        self, parts: Sequence[str], share: float, most: int, generator: np.random.Generator
    ) -> list[int]:
        """Row numbers of a stratified share; every label keeps a row to learn from, and one row at least is taken."""
        by_label: dict[str, list[int]] = {}
        labels = self.columns.get("label") or [""] * len(parts)
        for row, (label, part) in enumerate(zip(labels, parts, strict=True)):
            if part == "train":
                by_label.setdefault(label, []).append(row)
        groups = [generator.permutation(by_label[label]).tolist() for label in sorted(by_label)]
        share = min(share, most / max(1, sum(map(len, groups))))
        taken = [row for rows in groups for row in rows[: min(round(share * len(rows)), len(rows) - 1)]]
        largest = max(groups, key=len, default=[])
        if not taken and len(largest) < 2:
            raise DataError("Every label has too few rows; some must be held back for the score.")
        return taken[:most] or largest[:1]

    def digest(self) -> str:
        """sha256 of everything in it."""
        return hashlib.sha256(self._lines().encode("utf-8")).hexdigest()

    def save(self, path: Path) -> None:
        """Write as JSON lines: names first, then a row each; whole or not at all."""
        write_aside(path, self._lines().encode("utf-8"))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read `save` back."""
        first, *rows = path.read_text("utf-8").split("\n")[:-1]
        head = json.loads(first)
        values = json.loads(f"[{','.join(rows)}]")  # at once: five times as fast as row by row
        return cls({key: [row[n] for row in values] for n, key in enumerate(head["columns"])}, head["names"])

    def _lines(self) -> str:
        head = TO_JSON({"names": self.names, "columns": list(self.columns)})
        rows = map(TO_JSON, zip(*self.columns.values(), strict=True))
        # a lone surrogate cannot be written as UTF-8
        return "\n".join([head, *rows, ""]).encode("utf-8", "replace").decode("utf-8")


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


def parse_names(text: str) -> dict[str, str]:
    """`0=negative,1=positive` -> `{"0": "negative", "1": "positive"}`."""
    pairs = [[side.strip() for side in pair.split("=", 1)] for pair in text.split(",") if pair.strip()]
    if any(len(pair) < 2 or not all(pair) for pair in pairs) or len({pair[0] for pair in pairs}) < len(pairs):
        raise DataError("Names of labels are given as 0=negative,1=positive; got {got}.", got=text)
    return dict(pairs)


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


def _part(value: str, row: int) -> str:
    if value.lower() not in PART_NAMES:
        raise DataError("Row {row} has the part '{part}'; known are train, validation and test.", row=row, part=value)
    return PART_NAMES[value.lower()]


def _check_labels_are_there(labels: Sequence[str], numbers: Sequence[int]) -> None:
    bad = [str(number) for label, number in zip(labels, numbers, strict=True) if not label]
    if len(bad) == 1:
        raise DataError("Row {row} has no label. Both a text and a label column are needed.", row=bad[0])
    if len(bad) > 5:
        rows, more = ", ".join(bad[:5]), len(bad) - 5
        raise DataError(
            "Rows {rows} and {more} more have no label. Both a text and a label column are needed.",
            rows=rows,
            more=more,
        )
    if bad:
        *rows, last = bad
        raise DataError(
            "Rows {rows} and {last} have no label. Both a text and a label column are needed.",
            rows=", ".join(rows),
            last=last,
        )
