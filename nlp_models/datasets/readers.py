"""read_table(source): a stranger's file -> Table, by the shapes that all kinds share. Kinds read by their own: Problem.read_table.

What a file is comes from its content; its name is only a hint. Encoding, separator and header can be overruled.
"""

from pathlib import Path

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import ENCODINGS as ENCODINGS  # pages ask for them here
from nlp_models.datasets.fields import Label, Text
from nlp_models.datasets.recognition import every_shape, read
from nlp_models.datasets.table import How
from nlp_models.datasets.table import Table as Table

MAX_UPLOAD, MAX_CELL = limits.UPLOAD_BYTES, limits.CELL_LETTERS
FIELDS = (Text(), Label())


def read_table(
    source: bytes | str | Path,
    name: str | None = None,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    header: bool | None = None,
    limit_bytes: int | None = None,
) -> Table:
    """Read a file (path) or its bytes, `name` being its file name; DataError says in a sentence why it cannot be read."""
    how = How(encoding=encoding, separator=separator, header=header)
    return read(source, every_shape(), FIELDS, how, name, limit_bytes)
