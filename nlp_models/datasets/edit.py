"""Edit: one correction of a Dataset, in the row numbers of its file, with a sentence that says what it does."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from nlp_models.messages import Message, mark


@dataclass(frozen=True)
class Edit:
    """One correction of a Dataset, in the row numbers of the file, so that it means the same after other edits."""

    removed: frozenset[int] = frozenset()
    labels: dict[int, str] = field(default_factory=dict)  # row number -> its new label
    message: Message | None = None  # what was done, for an undo
    texts: dict[int, str] = field(default_factory=dict)  # row number -> its new text
    parts: dict[int, str] = field(default_factory=dict)  # row number -> train, validation or test

    @classmethod
    def of(
        cls,
        removed: Iterable[int] = (),
        labels: Mapping[int, str] | None = None,
        texts: Mapping[int, str] | None = None,
    ) -> Self:
        """An Edit that says what it does; a row that is removed needs no label and no text."""
        removed = frozenset(removed)
        labels = {row: label for row, label in (labels or {}).items() if row not in removed}
        texts = {row: text for row, text in (texts or {}).items() if row not in removed}
        return cls(removed, labels, _said(removed, labels, texts), texts)

    @classmethod
    def of_parts(cls, column: str, parts: Mapping[int, str]) -> Self:
        """The Edit that parts the rows as a column of their file says."""
        return cls(message=Message(mark("The rows are parted as '{column}' says"), {"column": column}), parts={**parts})

    def as_dict(self) -> dict[str, Any]:
        """As JSON keeps it."""
        changed = {"labels": self.labels, "texts": self.texts, "parts": self.parts}
        return {"removed": sorted(self.removed), "message": self.message and self.message.as_dict(), **changed}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The Edit of `as_dict`."""
        message = Message.from_dict(data["message"]) if data["message"] else None
        labels, texts, parts = (
            {int(row): new for row, new in data[name].items()} for name in ("labels", "texts", "parts")
        )
        return cls(frozenset(data["removed"]), labels, message, texts, parts)

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.removed or self.labels or self.texts or self.parts)


def _said(removed: Collection[int], labels: Mapping[int, str], texts: Mapping[int, str]) -> Message:
    """What is done to these rows."""
    if not texts:
        return _done(removed, labels)
    if removed:
        values = {"removed": f"{len(removed):,}", "changed": f"{len(labels.keys() | texts.keys()):,}"}
        return Message(mark("Rows removed: {removed}; rows changed: {changed}"), values)
    if labels:
        return _counted(labels.keys() | texts.keys(), mark("Row {row} changed"), mark("{count} rows changed"))
    return _counted(texts, mark("Text of row {row} changed"), mark("{count} texts changed"))


def _done(removed: Collection[int], labels: Mapping[int, str]) -> Message:
    if not labels:
        return _counted(removed, mark("Row {row} removed"), mark("{count} rows removed"))
    if not removed:
        return _counted(labels, mark("Label of row {row} changed"), mark("{count} labels changed"))
    values = {"removed": f"{len(removed):,}", "changed": f"{len(labels):,}"}
    return Message(mark("Rows removed: {removed}; labels changed: {changed}"), values)


def _counted(rows: Collection[int], one: str, many: str) -> Message:
    return Message(one, {"row": next(iter(rows))}) if len(rows) == 1 else Message(many, {"count": f"{len(rows):,}"})
