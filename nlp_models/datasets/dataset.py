"""Dataset: the rows a network learns from, by field. Comes from a Table; kept in the run's folder."""

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np

from nlp_models.datasets import saved_rows
from nlp_models.datasets.cells import changed, picked, picked_numbers
from nlp_models.datasets.columns import guess_columns as guess_columns
from nlp_models.datasets.edit import Edit as Edit
from nlp_models.datasets.fields import PART_NAMES
from nlp_models.datasets.table import Table
from nlp_models.errors import DataError
from nlp_models.files import write_aside

PARTS = ("train", "validation", "test")
MAX_VALIDATION = 5_000  # more rows steady the choice of an epoch no further, but cost time at every one
MAX_TEST = 20_000  # the score is then known to half a percent
MIN_ROWS = 8  # fewer leave nothing to hold back
MAX_LABELS = 200  # more is an id or a text
MANY_LABELS = "many_labels"  # code of the error that says so: the doctor may know what to do
LINES = 10_000  # that are written together
TO_JSON = json.JSONEncoder(ensure_ascii=False).encode  # made once: json.dumps would make one for every row


@dataclass(frozen=True)
class UnusedParts:
    """A column of the file that says which part each row belongs to, and that nobody uses."""

    column: str
    parts: dict[int, str]  # row number -> train, validation or test


@dataclass(frozen=True)
class Dataset:
    """Columns of equal length: text, label and, where the file marks it, part (train, validation, test)."""

    columns: dict[str, Sequence[str]]  # lists; of a large file what lies on disk: cells.py
    names: dict[str, str] = field(default_factory=dict)  # label -> shown name
    numbers: Sequence[int] | None = field(default=None, compare=False, repr=False)  # rows of the file; not saved
    speakers: tuple[str, ...] = field(default=(), compare=False, repr=False)  # of a talk, for the doctor; not saved
    unused_parts: UnusedParts | None = field(default=None, compare=False, repr=False)  # for the doctor, too

    def __len__(self) -> int:
        return len(self.columns["text"])

    @property
    def row_numbers(self) -> Sequence[int]:
        """The number of every row in its file, or counted from 1; it stays with the row through `edited`."""
        return self.numbers or range(1, len(self) + 1)

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
        taken: dict[str, Sequence[str]] = {
            name: [tidy(cell) for cell in table.values(column)] for name, column in columns.items()
        }
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
        return cls({**columns}, names | train.names)

    def part(self, name: str) -> "Dataset":
        """The rows of one part."""
        kept = array("q", (n for n, part in enumerate(self.columns["part"]) if part == name))
        columns = {key: picked(values, kept) for key, values in self.columns.items() if key != "part"}
        return Dataset(columns, self.names)

    def head(self, rows: int) -> "Dataset":
        """The first rows."""
        return Dataset(
            {name: picked(values, range(min(rows, len(self)))) for name, values in self.columns.items()}, self.names
        )

    def edited(self, edits: Sequence[Edit]) -> "Dataset":
        """The Dataset after these edits, the first first; rows keep their numbers."""
        if not edits:
            return self
        removed = frozenset().union(*(edit.removed for edit in edits))
        corrected = {row: label for edit in edits for row, label in edit.labels.items()}
        columns, numbers = self.columns, self.row_numbers
        if removed:
            kept = [place for place, row in enumerate(numbers) if row not in removed]
            columns = {name: picked(values, kept) for name, values in columns.items()}
            numbers = picked_numbers(numbers, kept)
        texts = {row: text for edit in edits for row, text in edit.texts.items()}
        for name, said in (("label", corrected), ("text", texts)):
            if said:
                places = {place: said[row] for place, row in enumerate(numbers) if row in said}
                columns = columns | {name: changed(columns[name], places)}
        if parts := {row: part for edit in edits for row, part in edit.parts.items()}:
            columns = columns | {"part": [parts.get(row, "train") for row in numbers]}
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
        joined: dict[str, Sequence[str]] = {name: [*values, *columns[name]] for name, values in self.columns.items()}
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
            raise DataError("The label column has {count} different values; is it really the label?", count=told).coded(
                MANY_LABELS
            )

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
        digest = hashlib.sha256()
        for lines in self._lines():
            digest.update(lines)
        return digest.hexdigest()

    def save(self, path: Path) -> None:
        """Write as JSON lines: names first, then a row each; whole or not at all."""
        write_aside(path, self._lines())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read `save` back; of a large one the texts stay on disk."""
        if saved_rows.is_large(path):
            return cls(*saved_rows.load(path))
        first, *rows = path.read_text("utf-8").split("\n")[:-1]
        head = json.loads(first)
        values = json.loads(f"[{','.join(rows)}]")  # at once: five times as fast as row by row
        return cls({key: [row[n] for row in values] for n, key in enumerate(head["columns"])}, head["names"])

    def _lines(self) -> Iterator[bytes]:
        """What is saved, some rows at a time."""
        yield TO_JSON({"names": self.names, "columns": list(self.columns)}).encode("utf-8", "replace") + b"\n"
        rows = map(TO_JSON, zip(*self.columns.values(), strict=True))
        while some := list(islice(rows, LINES)):
            # a lone surrogate cannot be written as UTF-8
            yield "\n".join([*some, ""]).encode("utf-8", "replace")


def parse_names(text: str) -> dict[str, str]:
    """`0=negative,1=positive` -> `{"0": "negative", "1": "positive"}`."""
    pairs = [[side.strip() for side in pair.split("=", 1)] for pair in text.split(",") if pair.strip()]
    if any(len(pair) < 2 or not all(pair) for pair in pairs) or len({pair[0] for pair in pairs}) < len(pairs):
        raise DataError("Names of labels are given as 0=negative,1=positive; got {got}.", got=text)
    return dict(pairs)


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
