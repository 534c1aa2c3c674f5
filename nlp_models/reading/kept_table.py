"""A Table as files of a folder: what the child hands back. One file a column, so that a page loads only what it shows."""

import json
from pathlib import Path
from typing import Any

from nlp_models.datasets.table import Skipped, Table
from nlp_models.messages import Message

HEAD = "table.json"
LINES = "lines.json"
SMALL = (
    "columns",
    "kind",
    "encoding",
    "separator",
    "header",
    "header_row",
    "sheet",
    "sheets",
    "guess",
    "shape",
    "others",
)


def keep(table: Table, folder: Path, head: str = HEAD) -> None:
    """Write a table; its head last, so that who sees that can read all."""
    for place, column in enumerate(table.columns):
        (folder / f"{head}.{place}").write_text(_dumped(table.values(column)), "utf-8")
    (folder / f"{head}.{LINES}").write_text(_dumped(table.line_numbers), "utf-8")
    about = {name: getattr(table, name) for name in SMALL} | {
        "because": table.because.as_dict() if table.because else None,
        "notes": [note.as_dict() for note in table.notes],
        "skipped": [{"rows": list(one.rows), "why": one.why.as_dict()} for one in table.skipped],
        "word_lines": getattr(table, "word_lines", []),
    }
    (folder / f"{head}.new").write_text(_dumped(about), "utf-8")
    (folder / f"{head}.new").rename(folder / head)


def load(folder: Path, head: str = HEAD) -> Table:
    """The whole Table again."""
    about = json.loads((folder / head).read_text("utf-8"))
    columns = [json.loads((folder / f"{head}.{place}").read_text("utf-8")) for place in range(len(about["columns"]))]
    numbers = json.loads((folder / f"{head}.{LINES}").read_text("utf-8"))
    return Table(rows=list(zip(*columns, strict=True)), line_numbers=numbers, **_facts(about))


def _facts(about: dict[str, Any]) -> dict[str, Any]:
    return {name: about[name] for name in SMALL} | {
        "columns": tuple(about["columns"]),
        "sheets": tuple(about["sheets"]),
        "others": tuple(about["others"]),
        "because": about["because"] and Message.from_dict(about["because"]),
        "notes": tuple(map(Message.from_dict, about["notes"])),
        "skipped": tuple(Skipped(tuple(one["rows"]), Message.from_dict(one["why"])) for one in about["skipped"]),
        "word_lines": about["word_lines"],
    }


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair
