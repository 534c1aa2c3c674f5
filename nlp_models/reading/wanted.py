"""Wanted: what is asked for of a large table, and the key under which a child leaves it in the table's folder."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nlp_models.datasets.edit import Edit


@dataclass(frozen=True)
class Wanted:
    """The rows by field, corrected, with the names that labels are shown under."""

    task: str
    columns: Mapping[str, str]  # field -> column
    names: Mapping[str, str] = field(default_factory=dict)  # label -> name
    edits: tuple[Edit, ...] = ()

    @cached_property
    def mapped(self) -> str:
        """The key of the rows as they are in the file."""
        return f"rows-{_key(self.task, sorted(self.columns.items()))}"

    @cached_property
    def key(self) -> str:
        """The key of what is found in them."""
        return f"found-{_key(self.mapped, sorted(self.names.items()), edits_mark(self.edits))}"

    def as_dict(self) -> dict[str, Any]:
        """As JSON keeps it."""
        told = {"task": self.task, "columns": dict(self.columns), "names": dict(self.names)}
        return told | {"edits": [edit.as_dict() for edit in self.edits]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Wanted":
        """The Wanted of `as_dict`."""
        return cls(data["task"], data["columns"], data["names"], tuple(map(Edit.from_dict, data["edits"])))


def edits_mark(edits: Iterable[Edit]) -> str:
    """The same for the same corrections."""
    told = [
        [sorted(one.removed), *(sorted(changed.items()) for changed in (one.labels, one.texts, one.parts))]
        for one in edits
    ]
    return _key(told)


def _key(*things: Any) -> str:
    return hashlib.sha256(json.dumps(things, ensure_ascii=True).encode()).hexdigest()[:16]
