"""A file that was uploaded: put on the disk at once, so that no process holds fifty megabytes of it as long as a tab is open."""

import ctypes
import hashlib
import tempfile
from contextlib import suppress
from pathlib import Path

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from nlp_models.files import room_told

TAKEN = "application/x-taken"  # the type of an upload that was put on the disk
PIECE = 2**20  # bytes


class OnDisk:
    """The content of an uploaded file; its folder goes when nobody holds it any more."""

    def __init__(self, file: UploadedFile) -> None:
        """Raises DataError where there is no room for it."""
        self.file_id, digest = file.file_id, hashlib.sha256()
        with room_told():
            self._folder = tempfile.TemporaryDirectory(prefix="unrolled-given-")
            self.path = Path(self._folder.name) / "file"
            with self.path.open("wb") as written, file.getbuffer() as whole:
                self._size = len(whole)
                for start in range(0, len(whole), PIECE):
                    digest.update(whole[start : start + PIECE])
                    written.write(whole[start : start + PIECE])
        self.digest = digest.hexdigest()

    def __len__(self) -> int:
        return self._size

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OnDisk) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


Content = bytes | OnDisk


def taken(file: UploadedFile) -> OnDisk | None:
    """What was uploaded, let go of by Streamlit; None where it was taken before. Raises DataError."""
    if file.type == TAKEN:
        return None
    content = OnDisk(file)
    _let_go(file)
    return content


def source_of(content: Content) -> bytes | Path:
    """As readers take it."""
    return content if isinstance(content, bytes) else content.path


def digest_of(content: Content) -> str:
    """sha256 of all of it."""
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content.digest


def _let_go(file: UploadedFile) -> None:
    """The bytes that Streamlit keeps, in its manager and in the widget's value, are held no longer; the name stays."""
    context = get_script_run_ctx()
    if context is not None:
        manager, session = context.uploaded_file_mgr, context.session_id
        for record in manager.get_files(session, [file.file_id]):
            manager.add_file(session, record._replace(data=b"", type=TAKEN))  # type: ignore[attr-defined]
    file.seek(0)
    file.truncate()
    file.type = TAKEN


def hand_back_memory() -> None:
    """What was freed goes back to the system now; the C library of Linux keeps it otherwise."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
