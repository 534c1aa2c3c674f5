"""Files that are there whole or not at all: written aside, synced, renamed."""

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nlp_models.errors import DataError, NoRoom, RunError

DISK_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)  # what an OSError says when there is no room
NOT_OURS = (errno.EROFS, errno.EACCES, errno.EPERM)  # a folder that only others may write, or nobody


@contextmanager
def disk_told() -> Iterator[None]:
    """Within: a full disk is NoRoom, a folder that cannot be written a RunError, for whoever asked for a change."""
    try:
        yield
    except OSError as error:
        if error.errno in DISK_FULL:
            raise NoRoom("The disk is full. Delete old runs, then try again.") from error
        if error.errno in NOT_OURS:
            raise RunError("The folder of the runs cannot be written. Tell whoever runs this host.") from error
        raise


def no_room() -> DataError:
    """What is told where the folder for temporary files takes nothing."""
    return DataError("There is no room for temporary files on this computer. Try again later, or tell whoever runs it.")


@contextmanager
def room_told() -> Iterator[None]:
    """Within: a temporary file that cannot be written is a DataError."""
    try:
        yield
    except OSError as error:
        if error.errno in (*DISK_FULL, *NOT_OURS) or isinstance(error, FileNotFoundError):
            raise no_room() from error
        raise


def write_aside(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write bytes, whole or some at a time, under another name, sync, rename: readers see the old file or the new one, never half.

    Raises DataError where a folder or a device stands in its place.
    """
    if path.exists() and not path.is_file():
        raise DataError("{path} is not a file; nothing was written.", path=str(path))
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        write_synced(aside, data)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def write_synced(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write bytes and wait until the disk has them."""
    with open(path, "wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
