"""Source: a stranger's file, opened once: its text, its lines, or the files in its zip, each only when asked for."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import IO

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import cleaned, decode
from nlp_models.errors import DataError

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, RuntimeError, EOFError, OSError, ValueError)
CLUTTER = re.compile(r"(^|/)(__MACOSX/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)|/$")  # what a computer adds, and folders
SAMPLE = 200  # lines looked at to find out what a file is


class Source:
    """One file of a person: a path or bytes, with its name.

    A zip of one file is that file. `text` and `lines` raise DataError where it is no text.
    """

    def __init__(
        self, source: bytes | str | Path, name: str | None = None, encoding: str | None = None, limit: int | None = None
    ) -> None:
        limits.check_size(source, limit)
        self.path = None if isinstance(source, bytes) else Path(source)
        self.called = str(name or ("" if isinstance(source, bytes) else source))
        self.asked_encoding = encoding
        self._data = source if isinstance(source, bytes) else None
        if (
            self.is_zip
            and not self.is_workbook
            and len(self.members) == 1
            and not limits.is_picture(self.members[0].filename)
        ):
            self._become(self.members[0])

    @property
    def name(self) -> str:
        """Its name in small letters, without what a zip adds."""
        return self.called.lower().removesuffix(".zip")

    @property
    def data(self) -> bytes:
        """All its bytes."""
        if self._data is None:
            self._data = self._bytes()
        return self._data

    def opened(self) -> IO[bytes]:
        """The file, to be read from its start."""
        try:
            return io.BytesIO(self._data) if self._data is not None else open(self.path, "rb")
        except OSError:
            raise DataError("The file {name} cannot be opened.", name=str(self.called or self.path)) from None

    @cached_property
    def start(self) -> bytes:
        """Its first bytes, which tell what it is."""
        with self.opened() as file:
            return file.read(1_000)

    @property
    def is_zip(self) -> bool:
        """Whether it holds files; a workbook is one, too."""
        return self.start.startswith(ZIP_MARKS)

    @cached_property
    def members(self) -> list[zipfile.ZipInfo]:
        """The files in a zip, without what a Mac adds; nothing is unpacked yet."""
        if not self.is_zip:
            return []
        try:
            with self.opened() as file, zipfile.ZipFile(file) as archive:
                return [member for member in archive.infolist() if not CLUTTER.search(member.filename)]
        except ZIP_ERRORS:
            raise DataError("This zip file is damaged.") from None

    @property
    def is_workbook(self) -> bool:
        """Whether it is an .xlsx, whatever its name says."""
        return any(member.filename == "xl/workbook.xml" for member in self.members)

    @property
    def is_text(self) -> bool:
        """Whether it may be read as text."""
        return not self.is_zip

    def check(self) -> None:
        """DataError, before anything is unpacked, where a zip is a bomb or the file is not what its name says."""
        if self.is_zip:
            limits.check_members(self.members, self.size)
        if self.start.startswith(OLD_WORKBOOK):
            raise DataError("This is an old or locked workbook; save it as .xlsx without a password, or as csv.")
        if self.called.lower().endswith((".xlsx", ".zip")) and not self.is_zip and b"\0" in self.start:
            raise DataError("This is not a workbook or zip file, whatever its name says.")

    @property
    def size(self) -> int:
        """Bytes as they lie there, packed or not."""
        return len(self._data) if self._data is not None else self.path.stat().st_size

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        text, encoding = decode(self._bytes(), self.asked_encoding)
        text = cleaned(text).replace("\r\n", "\n").replace("\r", "\n")  # \x85 and \u2028 end no line
        if not text.strip():
            raise DataError("This file is empty.")
        if text.count("\n") > limits.ROWS:
            raise DataError("This file has more than {limit} rows.", limit=limits.ROWS)
        return text, encoding

    def _bytes(self) -> bytes:
        """All its bytes, not kept where they can be read again: of a large text one copy is enough."""
        if self._data is not None:
            return self._data
        with self.opened() as file:
            return file.read()

    @property
    def text(self) -> str:
        """All of it, decoded, its lines ended by newlines."""
        return self._decoded[0]

    @property
    def encoding(self) -> str:
        """The encoding that was found or asked for."""
        return self._decoded[1]

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, empty ones, too."""
        return self.text.split("\n")

    @cached_property
    def sample(self) -> list[str]:
        """Its first lines that are not empty."""
        start = self.text[: 2**20].split("\n", 20 * SAMPLE)
        return [line for line in start if line.strip()][:SAMPLE]

    @cached_property
    def names(self) -> list[str]:
        """Names of the files in a zip, as they stand there."""
        return [member.filename for member in self.members]

    def each_member(self, names: list[str]) -> Iterator[tuple[str, bytes]]:
        """`(name, bytes)` of these files of a zip, one at a time, never more than a zip may unpack to."""
        left = limits.UNPACKED_BYTES
        try:
            with self.opened() as file, zipfile.ZipFile(file) as archive:
                for name in names:
                    with archive.open(name) as member:
                        inner = member.read(left + 1)  # never more, whatever the zip says of itself
                    left -= len(inner)
                    if left < 0:
                        raise DataError("This file unpacks to {size} MB, more than is sensible.", size=limits.UNPACKED_BYTES // 2**20)  # fmt: skip
                    yield name, inner
        except ZIP_ERRORS:
            raise DataError("This zip file is damaged.") from None

    def member(self, name: str) -> "Source":
        """One file of a zip as a Source of its own."""
        ((_, data),) = self.each_member([name])
        return Source(data, name, self.asked_encoding)

    def _become(self, member: zipfile.ZipInfo) -> None:
        """A zip of one file is that file; one in another is not unpacked again and again."""
        self.check()
        ((name, data),) = self.each_member([member.filename])
        self.__dict__ = {key: value for key, value in self.__dict__.items() if key not in ("start", "members", "names")}
        self._data, self.called = data, name
        if self.is_zip and not self.is_workbook:
            raise DataError("This zip holds another zip; unpack it first.")
