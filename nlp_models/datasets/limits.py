"""The one place of every limit on what is read from a stranger's file; all are counted while reading, not after."""

import zipfile
from collections.abc import Collection
from pathlib import Path

from nlp_models.errors import DataError

UPLOAD_MEGABYTES = 50  # of 2**20 bytes: what a page takes
UPLOAD_BYTES = UPLOAD_MEGABYTES * 2**20
BROUGHT_MEGABYTES = (
    201  # of 2**20 bytes: bundles and files of runs; also .streamlit/config.toml, docs/unrolled.nginx.conf
)
FILE_BYTES = 200 * 2**20  # what the command line takes: as much as may be unpacked
UNPACKED_BYTES = 200 * 2**20  # of a zip or workbook; more is a bomb, or belongs cut in parts
PACKED_RATIO = 100  # text packs to a tenth, seldom to a fiftieth
SMALL_BYTES = 2**20  # a small file may well pack tightly
ROWS = 2_000_000  # ten times NSMC; more does not fit in memory beside a network
COLUMNS = 200  # nobody chooses among more by hand
CELLS = 6_000_000  # rows x columns; a cell costs some 60 bytes beside its letters
CELL_LETTERS = 1_000_000  # longer is not a text but a broken quote
EMPTY_ROWS = 100_000  # in a row, of a workbook: what lies beyond is a far-off cell and no table
FILES = 120_000  # in a zip; the film reviews of aclImdb are 100,000
DEPTH = 50  # of values within values
YAML_BYTES = 10 * 2**20  # its parser is slow
PICTURES = 20_000
PICTURE_BYTES = 4 * 2**30  # of all pictures of a zip unpacked, of which one at a time is held
PICTURE_RATIO = 200  # a plain drawing packs further than text
PIXELS = 10**9  # of all PNG of a zip together, 18 s; a JPEG costs an eighth: 700 photographs as a telephone takes them


class Budget:
    """What has been read so far, held against the limits: `row(cells)` for each row as it is met."""

    def __init__(self) -> None:
        self.rows = self.cells = self.letters = 0

    def row(self, cells: Collection[str]) -> None:
        """Count one more row; DataError where the file is larger than what is read."""
        self.rows, self.cells = self.rows + 1, self.cells + len(cells)
        self.letters += sum(map(len, cells))
        if self.rows > ROWS:
            raise DataError("This file has more than {limit} rows.", limit=ROWS)
        if len(cells) > COLUMNS:
            check_width(len(cells))
        check_cells(self.cells)
        if self.letters > UNPACKED_BYTES:
            raise DataError("This file unpacks to {size} MB, more than is sensible.", size=self.letters // 2**20)


def check_width(width: int) -> None:
    """DataError unless a table of so many columns is read."""
    if width > COLUMNS:
        raise DataError("This file has {width} columns; at most {limit} are read.", width=width, limit=COLUMNS)


def check_cells(count: int) -> None:
    """DataError where a table would have more cells, empty ones counted, than are read."""
    if count > CELLS:
        raise DataError("This file has more than {limit} cells; at most so many are read.", limit=CELLS)


def check_size(source: bytes | str | Path, limit: int | None) -> None:
    """DataError where a file, or its bytes, is larger than `limit`; before it is opened."""
    size = len(source) if isinstance(source, bytes) else _size_on_disk(source)
    told = {"size": -(-size // 2**20), "limit": (limit or FILE_BYTES) // 2**20}
    if limit and limit < FILE_BYTES and size > limit:
        raise DataError(
            "This file has {size} MB; the page takes up to {limit} MB. Use the command line for larger files.", **told
        )
    if size > (limit or FILE_BYTES):
        raise DataError("This file has {size} MB; at most {limit} MB are read.", **told)


def check_members(members: list[zipfile.ZipInfo], packed: int) -> None:
    """DataError where a zip is locked, or would unpack to more than is sensible."""
    if any(member.flag_bits & 1 for member in members):
        raise DataError("This zip is locked with a password.")
    if len(members) > FILES:
        raise DataError("This zip holds {count} files; at most {limit} are read.", count=len(members), limit=FILES)
    pictures = [member for member in members if is_picture(member.filename)]
    if len(pictures) > PICTURES:
        raise DataError(
            "This zip holds {count} pictures; at most {limit} are read.", count=len(pictures), limit=PICTURES
        )
    unpacked = sum(member.file_size for member in members)
    most, ratio = (PICTURE_BYTES, PICTURE_RATIO) if pictures else (UNPACKED_BYTES, PACKED_RATIO)
    if unpacked > most or unpacked > max(SMALL_BYTES, ratio * packed):
        raise DataError("This file unpacks to {size} MB, more than is sensible.", size=unpacked // 2**20)


def is_picture(name: str) -> bool:
    """Whether a file is called like a picture that we read."""
    return name.lower().endswith((".png", ".jpg", ".jpeg"))


def _size_on_disk(source: str | Path) -> int:
    try:
        return Path(source).stat().st_size
    except (OSError, ValueError):
        raise DataError("The file {name} cannot be opened.", name=str(source)) from None
