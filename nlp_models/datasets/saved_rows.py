"""The rows of a large dataset.jsonl: read a few thousand at a time, their texts laid into files without a name.

Such a file is gone with the process that reads it, however that ends.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

from nlp_models.datasets.cells import Writer
from nlp_models.files import room_told

LARGE = 24 * 2**20  # bytes of such a file; of a smaller one the rows are lists, which are quicker
LINES = 10_000  # that are read together


def is_large(path: Path) -> bool:
    """Whether its rows stay on disk."""
    return path.stat().st_size > LARGE


def load(path: Path) -> tuple[dict[str, Sequence[str]], dict[str, str]]:
    """`(columns, names)` of what `Dataset.save` wrote; DataError where the disk has no room for the texts once more.

    What is no such file raises ValueError, LookupError or AttributeError.
    """
    with path.open("rb") as file:
        head = json.loads(file.readline())
        writers = [Writer(_nameless(path.parent)) for _ in head["columns"]]
        for rows in _rows(file):
            for place, writer in enumerate(writers):
                with room_told():
                    writer.add([row[place] for row in rows])
    return {name: writer.column() for name, writer in zip(head["columns"], writers, strict=True)}, head["names"]


def _rows(file: IO[bytes]) -> Iterator[list[Any]]:
    while lines := list(islice(file, LINES)):
        whole = lines if lines[-1].endswith(b"\n") else lines[:-1]  # a last line that was cut short is none
        yield json.loads(f"[{b','.join(whole).decode()}]")  # at once: five times as fast as row by row


def _nameless(folder: Path) -> Any:
    """A file beside the rows, where a folder for temporary files may be memory; there where nothing can be written beside."""
    try:
        return tempfile.TemporaryFile(dir=folder)
    except OSError:
        return tempfile.TemporaryFile()
