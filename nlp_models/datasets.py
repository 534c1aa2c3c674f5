"""Dataset: the rows a network learns from, by field. Comes from a Table; kept in the run's folder."""

import hashlib
import json
from dataclasses import dataclass, field

import numpy as np

from nlp_models.errors import DataError
from nlp_models.files import write_aside

PARTS = ("train", "validation", "test")
PART_NAMES = {"train": "train", "training": "train", "validation": "validation", "valid": "validation",
              "dev": "validation", "test": "test"}  # fmt: skip
MAX_VALIDATION = 5_000  # more rows steady the choice of an epoch no further, but cost time at every one
MAX_TEST = 20_000
MIN_ROWS = 8
MAX_LABELS = 200


@dataclass(frozen=True)
class Dataset:
    """Columns of equal length: text, label and, where the file marks it, part (train, validation, test)."""

    columns: dict[str, list[str]]
    names: dict[str, str] = field(default_factory=dict)  # label -> shown name

    def __len__(self):
        return len(self.columns["text"])

    @classmethod
    def from_table(cls, table, columns, names=None):
        """Take `columns` (field -> column) out of a Table.

        Raises:
            DataError: a column is not there, or rows have no label; all such rows are told together.
        """
        missing = [name for name in ("text", "label") if columns.get(name) not in table.columns]
        if missing:
            wanted, found = columns.get(missing[0]) or missing[0], ", ".join(table.columns)
            raise DataError("There is no column named '{column}'. The file has: {found}.", column=wanted, found=found)
        taken = {
            name: [row[place].strip() for row in table.rows]
            for name, column in columns.items() for place in [table.columns.index(column)]
        }  # fmt: skip
        _check_labels_are_there(taken["label"], table.line_numbers)
        if "part" in taken:
            taken["part"] = [PART_NAMES[value.lower()] for value in taken["part"]]
        return cls(taken, dict(names or {}))

    @classmethod
    def join(cls, train, validation=None, test=None):
        """One Dataset of files that are parts already. A train file without marks keeps its rows as train."""
        if validation is None and test is None:
            return train
        given = {"train": train, "validation": validation, "test": test}
        columns = {"text": [], "label": [], "part": []}
        for name, dataset in given.items():
            if dataset is not None:
                columns["text"] += dataset.columns["text"]
                columns["label"] += dataset.columns["label"]
                columns["part"] += [name] * len(dataset)
        return cls(columns, train.names)

    def part(self, name):
        """The rows of one part."""
        kept = [n for n, part in enumerate(self.columns["part"]) if part == name]
        return Dataset({key: [self.columns[key][n] for n in kept] for key in ("text", "label")}, self.names)

    def shown(self, label):
        """The name shown for a label."""
        return self.names.get(label, label)

    def check_labels(self):
        """DataError unless there is something to learn."""
        labels = set(self.columns["label"])
        if not self.columns["label"]:
            raise DataError("This file has no rows.")
        if len(self) < MIN_ROWS:
            raise DataError(
                "{rows} rows are too few to learn from; at least {least} are needed.", rows=len(self), least=MIN_ROWS
            )
        if len(labels) == 1:
            raise DataError('Every label is "{label}"; at least two kinds are needed.', label=labels.pop())
        if len(labels) > MAX_LABELS:
            raise DataError("The label column has {count} different values; is it really the label?", count=len(labels))

    def with_parts(self, seed, validation_share=0.1, test_share=0.2):
        """Every row gets a part: the file's own where it marks them, else a share of each label, by seed."""
        parts = list(self.columns.get("part") or ["train"] * len(self))
        generator = np.random.default_rng(seed)
        for name, share, most in (("test", test_share, MAX_TEST), ("validation", validation_share, MAX_VALIDATION)):
            if name not in parts:
                for row in self._share_of_training(parts, share, most, generator):
                    parts[row] = name
        return Dataset(self.columns | {"part": parts}, self.names)

    def _share_of_training(self, parts, share, most, generator):
        """Row numbers of a stratified share; every label keeps a row to learn from, and one row at least is taken."""
        rows = np.asarray([n for n, part in enumerate(parts) if part == "train"])
        share, labels = min(share, most / len(rows)), np.asarray(self.columns["label"], dtype=object)[rows]
        taken = []
        for label in sorted(set(labels)):
            own = generator.permutation(rows[labels == label])
            taken.extend(own[: min(round(share * len(own)), len(own) - 1)])
        return taken or [int(generator.choice(rows))]

    def digest(self):
        """sha256 of everything in it."""
        return hashlib.sha256(self._lines().encode("utf-8")).hexdigest()

    def save(self, path):
        """Write as JSON lines: names first, then a row each; whole or not at all."""
        write_aside(path, self._lines().encode("utf-8"))

    @classmethod
    def load(cls, path):
        """Read `save` back."""
        first, *rows = path.read_text("utf-8").split("\n")[:-1]
        head = json.loads(first)
        values = [json.loads(row) for row in rows]
        return cls({key: [row[n] for row in values] for n, key in enumerate(head["columns"])}, head["names"])

    def _lines(self):
        head = json.dumps({"columns": list(self.columns), "names": self.names}, ensure_ascii=False)
        rows = (json.dumps(row, ensure_ascii=False) for row in zip(*self.columns.values(), strict=True))
        # a lone surrogate cannot be written as UTF-8
        return "\n".join([head, *rows, ""]).encode("utf-8", "replace").decode("utf-8")


def guess_columns(table, fields):
    """`{field: column}` by the names we know, else by shape; a field that cannot be guessed has no key."""
    found, names = {}, {column.lower(): column for column in table.columns}
    for wanted in fields:
        if column := next((names[known] for known in wanted.known_as if known in names), None):
            found[wanted.name] = column
    for column, values in _values(table).items():
        marks = {value.lower() for value in values}
        if column not in found.values() and marks <= set(PART_NAMES) and "train" in {PART_NAMES[m] for m in marks}:
            found["part"] = column
    by_shape = {"label": _label_by_shape, "text": _text_by_shape}
    for wanted in sorted(fields, key=lambda one: one.name):
        if wanted.name not in found and (column := by_shape[wanted.name](table, set(found.values()))):
            found[wanted.name] = column
    return found


def parse_names(text):
    """`0=negative,1=positive` -> `{"0": "negative", "1": "positive"}`."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    if any(not key.strip() or not name.strip() for key, _, name in pairs):
        raise DataError("Names of labels are given as 0=negative,1=positive; got {got}.", got=text)
    return {key.strip(): name.strip() for key, _, name in pairs}


def _values(table):
    return {column: {row[n].strip() for row in table.rows} for n, column in enumerate(table.columns)}


def _label_by_shape(table, taken):
    counts = {column: len(values) for column, values in _values(table).items() if column not in taken}
    most = min(50, max(2, len(table.rows) // 5))
    fitting = {column: count for column, count in counts.items() if 1 <= count <= most}
    # of equally many values the later column: most files put the label last
    last_first = list(reversed(fitting))
    return min(last_first, key=fitting.get) if fitting and len(table.columns) > 1 else None


def _text_by_shape(table, taken):
    lengths = {
        column: sum(len(row[n]) for row in table.rows)
        for n, column in enumerate(table.columns) if column not in taken
    }  # fmt: skip
    return max(lengths, key=lengths.get) if lengths else None


def _check_labels_are_there(labels, numbers):
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
        raise DataError("Rows {rows} have no label. Both a text and a label column are needed.", rows=", ".join(bad))
