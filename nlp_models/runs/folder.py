"""What lies in a run's folder: what was chosen, the rows, a line an epoch, the report; see run.py for its life."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunDamaged, RunError
from nlp_models.files import write_aside
from nlp_models.messages import Message
from nlp_models.recipe import Recipe
from nlp_models.runs.records import (
    CANNOT_GO_ON,
    READ_OFTEN,
    RunInfo,
    damage_of,
    read_about,
    read_json,
    read_lines,
    read_recipe,
    signature,
    whole,
)

COLUMNS = "columns.json"
NOTES, MOST_NOTES = "notes.json", 20
OWNER = "owner.txt"  # the hash again, for when a disk has lost about.json
ROWS_DIGEST = "dataset.sha256"  # of dataset.jsonl as it was given
METRICS = "metrics.jsonl"


class RunFolder:
    """The files of one training. `mine=False`: a shared run of somebody else, whose rows show only where that was said."""

    def __init__(self, folder: str | Path, mine: bool = True) -> None:
        self.folder = Path(folder)
        self.mine = mine

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def about(self) -> RunInfo:
        return read_about(self.folder)

    @property
    def owner(self) -> str:
        """The owner's hash, though about.json be damaged; empty where nobody knows any more."""
        try:
            return self.about.owner
        except RunError:
            path = self.folder / OWNER
            return path.read_text("utf-8", "replace").strip() if path.is_file() else ""

    @property
    def group(self) -> str | None:
        """Id of the group that it belongs to, where that can still be read."""
        try:
            return self.about.group
        except RunError:
            return None

    @property
    def known_name(self) -> str:
        """What it is called, where that can still be read."""
        try:
            return self.about.name
        except RunError:
            return ""

    @property
    def damage(self) -> Message | None:
        """What is wrong with the first of its small files that cannot be read; None for a whole run."""
        return damage_of(self.folder, tuple(map(signature, (self.folder / name for name in READ_OFTEN))))

    def check_whole(self) -> None:
        """RunDamaged where one of its small files cannot be read."""
        if wrong := self.damage:
            raise RunDamaged(wrong.text, **wrong.values)

    @property
    def recipe_json(self) -> str:
        return (self.folder / "recipe.json").read_text(encoding="utf-8")

    @property
    def recipe(self) -> Recipe:
        return read_recipe(self.folder)

    @property
    def dataset_path(self) -> Path:
        return self.folder / "dataset.jsonl"

    @property
    def has_rows(self) -> bool:
        """Whether its rows are here, and for whom has opened it: a link shows them only where its owner said so."""
        return self.dataset_path.exists() and (self.mine or self.about.with_rows)

    @property
    def seen_as(self) -> str:
        """The key of what is kept of it between visitors: another one for who may not see its rows."""
        return self.id if self.mine or self.about.with_rows else f"{self.id} without rows"

    @property
    def dataset(self) -> Dataset:
        if not self.dataset_path.exists():
            raise RunError("This run was imported as a bundle; the rows it learned from are not here.")
        if not self.has_rows:
            raise RunError("The rows belong to the person who trained it.")
        with whole(self.dataset_path.name):
            return Dataset.load(self.dataset_path)

    def digest_of_rows(self) -> str:
        """sha256 of dataset.jsonl as it lies there."""
        with open(self.dataset_path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def check_rows(self) -> None:
        """RunError unless dataset.jsonl is what was given: a training on half of the rows would look whole."""
        kept = self.folder / ROWS_DIGEST
        if kept.exists() and self.dataset_path.exists() and kept.read_text().strip() != self.digest_of_rows():
            raise RunError("The rows of this run are damaged, so it cannot go on. Train it anew.").coded(CANNOT_GO_ON)

    @property
    def columns(self) -> dict[str, str]:
        """Field -> column of the file that its rows come from; empty where nobody knows any more."""
        path = self.folder / COLUMNS
        return read_json(path) if path.exists() else {}

    @property
    def report(self) -> dict[str, Any] | None:
        """The final scores as a dict, or None before the end."""
        path = self.folder / "report.json"
        return read_json(path) if path.exists() else None

    @property
    def has_learned(self) -> bool:
        """Whether there is a checkpoint to go on from."""
        return any((self.folder / "checkpoint").glob("epoch-*"))

    def write_json(self, name: str, data: object) -> None:
        """Write a file of this run, whole or not at all."""
        write_aside(self.folder / name, _as_json(data, indent=1))

    def metrics(self) -> list[dict[str, Any]]:
        """One dict per epoch; a line that a crash cut short, or that is none, is left out."""
        return self.lines(METRICS)

    def append_metrics(self, row: Mapping[str, Any]) -> None:
        self.append_line(METRICS, row)

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The same of any file with a line an epoch."""
        return read_lines(self.folder / name)

    def append_line(self, name: str, row: Mapping[str, Any]) -> None:
        """One more line of a file of lines, on disk when this returns."""
        with open(self.folder / name, "ab+") as file:
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                if file.read() != b"\n":  # a crash cut the last line short
                    file.write(b"\n")
            file.write(_as_json(row) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def cut_metrics(self, keep: int | Callable[[dict[str, Any]], bool]) -> None:
        """Keep the rows up to an epoch, or those for which `keep(row)` is true."""
        self.cut_lines(METRICS, keep if callable(keep) else lambda row: row["epoch"] <= keep)

    def cut_lines(self, name: str, keep: Callable[[dict[str, Any]], bool]) -> None:
        """Keep the lines for which `keep(line)` is true."""
        lines = [_as_json(row) + b"\n" for row in self.lines(name) if keep(row)]
        write_aside(self.folder / name, b"".join(lines))

    def note(self, message: Message) -> None:
        """Keep a sentence that its owner should read beside the run, however it ends."""
        self.write_json(NOTES, {"notes": [*(one.as_dict() for one in self.notes()), message.as_dict()][-MOST_NOTES:]})

    def notes(self) -> list[Message]:
        """What was noted, the oldest first."""
        try:
            return [Message.from_dict(one) for one in read_json(self.folder / NOTES)["notes"]]
        except (RunError, LookupError, TypeError):
            return []

    def log_tail(self, lines: int = 50) -> str:
        """The last lines that the training process printed."""
        path = self.folder / "log.txt"
        if not path.exists():
            return ""
        with open(path, "rb") as file:
            file.seek(max(0, path.stat().st_size - 1000 * lines))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])


def _as_json(data: object, indent: int | None = None) -> bytes:
    # a lone surrogate from a broken text becomes its JSON escape
    return json.dumps(data, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")
