"""Source: a stranger's file, opened once: its text, its lines, or the files in its zip, each only when asked for."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO

from nlp_models.datasets import limits
from nlp_models.datasets.encodings import cleaned, decode
from nlp_models.datasets.table import How, Table
from nlp_models.errors import DataError

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, RuntimeError, EOFError, OSError, ValueError)
CLUTTER = re.compile(r"(^|/)(__MACOSX/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)|/$")  # what a computer adds, and folders
ABOUT = re.compile(
    r"(^|/)(read[ _-]?me|licen[cs]e|copying|copyright|changelog|citation|authors|_about|설명서|읽어)"
    r"([ _.-]?\w{1,8})?\.?(txt|md|rst|html?|pdf|bib|cff|rtf)?$",
    re.IGNORECASE,
)  # files that tell of the others
DOCUMENTS = (
    "word/document.xml",
    "ppt/presentation.xml",
    "content.xml",
    "Contents/content.hpf",
    "META-INF/container.xml",
)
UTF_8_NAME = 0x800  # flag of a file in a zip
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
        self.read_inner: Callable[[Source, How], Table] | None = (
            None  # by the shapes that read this one; recognition.py
        )
        self.left_out: tuple[str, ...] = ()  # files of its zip that are not read whatever its shape
        self._data = source if isinstance(source, bytes) else None
        if self.is_zip and not self.is_workbook and len(self.files) == 1 and not limits.is_picture(self.files[0]):
            self._become(self.files[0])

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
            return open(self.path, "rb") if self._data is None and self.path else io.BytesIO(self._data or b"")
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

    @contextmanager
    def archive(self) -> Iterator[zipfile.ZipFile]:
        """The zip to take files from; DataError where it turns out to be damaged."""
        try:
            with self.opened() as file, zipfile.ZipFile(file, metadata_encoding=self._names_in) as archive:
                yield archive
        except ZIP_ERRORS:
            raise DataError("This zip file is damaged.") from None

    @property
    def _names_in(self) -> str | None:
        """The encoding of names that do not say theirs: Korean Windows writes cp949, a Mac UTF-8."""
        return self._directory[1]

    @cached_property
    def _directory(self) -> tuple[list[zipfile.ZipInfo], str | None]:
        """All that a zip says to hold, and the encoding of names that do not say theirs; nothing is unpacked."""
        try:
            with self.opened() as file, zipfile.ZipFile(file) as archive:
                found = archive.infolist()
            if not (encoding := _encoding_of_names(found)):
                return found, None
            with self.opened() as file, zipfile.ZipFile(file, metadata_encoding=encoding) as archive:
                return archive.infolist(), encoding
        except ZIP_ERRORS:
            raise DataError("This zip file is damaged.") from None

    @cached_property
    def members(self) -> list[zipfile.ZipInfo]:
        """The files in a zip, without what a Mac adds; nothing is unpacked yet."""
        return [one for one in self._directory[0] if not CLUTTER.search(one.filename)] if self.is_zip else []

    @cached_property
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
        if not self.is_workbook and any(name in DOCUMENTS for name in self.names):
            raise DataError(
                "This is a document with pages; save it as plain text (.txt) or, if it is a table, as .xlsx."
            )

    @property
    def size(self) -> int:
        """Bytes as they lie there, packed or not."""
        return self.path.stat().st_size if self._data is None and self.path else len(self._data or b"")

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

    @cached_property
    def encoding(self) -> str:
        """The encoding that was found or asked for."""
        return self._decoded[1]

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, empty ones, too."""
        return self.text.split("\n")

    def taken(self) -> list[str]:
        """Its lines, the text itself let go: of a large one there is no room for both beside what is made of them.

        Whoever asks for the text after that has it read again.
        """
        _ = self.sample, self.encoding  # found once, and kept
        lines = self.text.split("\n")
        del self._decoded
        return lines

    @cached_property
    def sample(self) -> list[str]:
        """Its first lines that are not empty."""
        start = self.text[: 2**20].split("\n", 20 * SAMPLE)
        return [line for line in start if line.strip()][:SAMPLE]

    @cached_property
    def names(self) -> list[str]:
        """Names of the files in a zip, as they stand there."""
        return [member.filename for member in self.members]

    @cached_property
    def files(self) -> list[str]:
        """The same without those that tell of the others (readme, licence), unless there are no others."""
        return [name for name in self.names if not ABOUT.search(name)] or self.names

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Bytes of the files in a zip, as it says."""
        return {member.filename: member.file_size for member in self.members}

    def each_member(
        self, names: Iterable[str], most: int | None = None, together: int = limits.UNPACKED_BYTES
    ) -> Iterator[tuple[str, bytes]]:
        """`(name, bytes)` of these files of a zip, one at a time: of each `most` bytes, DataError beyond `together`."""
        left = together
        if not (names := [*names]):
            return
        with self.archive() as archive:
            for name in names:
                with archive.open(name) as member:
                    inner = member.read(min(left + 1, most or left + 1))  # never more, whatever the zip says of itself
                left -= len(inner)
                if left < 0:
                    raise DataError("This file unpacks to {size} MB, more than is sensible.", size=together // 2**20)
                yield name, inner

    def member(self, name: str, most: int | None = None) -> "Source":
        """One file of a zip as a Source of its own, or no more than its first `most` bytes."""
        ((_, data),) = self.each_member([name], most)
        inner = Source(data, name, self.asked_encoding)
        if inner.is_zip and not inner.is_workbook:
            raise DataError("This zip holds another zip; unpack it first.")
        return inner

    def table(self, name: str, how: How) -> Table:
        """The Table of a file in this zip, read by the shapes that read the zip; DataError names the file."""
        try:
            assert self.read_inner, "recognition.read_source says how"
            return self.read_inner(self.member(name), how)
        except DataError as error:
            raise DataError("In {file}: {why}", file=name, why=error.message) from None

    def _become(self, name: str) -> None:
        """A zip of one file is that file; one in another is not unpacked again and again."""
        self.check()
        ((_, data),) = self.each_member([name])
        left_out = tuple(other for other in self.names if other != name)
        found_out = ("start", "members", "names", "files", "sizes", "is_workbook", "_directory")
        self.__dict__ = {key: value for key, value in self.__dict__.items() if key not in found_out}
        self._data, self.called, self.left_out = data, name, left_out
        if self.is_zip and not self.is_workbook:
            raise DataError("This zip holds another zip; unpack it first.")


def _encoding_of_names(found: list[zipfile.ZipInfo]) -> str | None:
    """What the names of a zip that do not say their encoding are in, where it is not the one of old."""
    unsaid = [one.orig_filename for one in found if not one.flag_bits & UTF_8_NAME and not one.orig_filename.isascii()]
    try:
        encoding = decode("\n".join(unsaid).encode("cp437"))[1] if unsaid else None
    except (DataError, ValueError):
        return None
    return encoding if encoding in ("utf-8", "cp949") else None
