"""read_limited(task, source): the file is parsed in a child process, which a hostile one may break; nothing else does.

The child is `python -m nlp_models.reading.child`: it limits itself before it opens the file, and hands back a Table on
disk (kept_table.py) or the sentence why there is none. It ends when whoever waits for it gives up.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from nlp_models.datasets import cells, limits
from nlp_models.datasets.table import How
from nlp_models.errors import DataError
from nlp_models.files import no_room, room_told
from nlp_models.messages import Message
from nlp_models.reading.kept_table import KeptTable
from nlp_models.reading.ways_on import NotRead, WaysOn
from nlp_models.reading.working import Working

MEGABYTES = 1_500  # of memory that the child may ask for
SECONDS = 15, 1.0  # of computing: at least, and more for each megabyte
PATIENCE = 20  # times as long by the clock: a busy computer is slow, and what a file costs is counted in computing
BUSY = "too_busy"  # the code of a reading that the clock ended: the file may be fine
NO_ROOM = os.EX_IOERR  # the exit status of a child that could not even write why
LOOKS = 0.05  # seconds between two looks at the child
KEPT, FIRST_HEAD, WAYS = "source", "first.json", "ways.json"
MORE = "more"  # a file: the table is there, and the child goes on with its rows

Waiting = Callable[[float, KeptTable | None], None]


def read_limited(
    task: str,
    source: bytes | str | Path,
    name: str | None = None,
    how: How | None = None,
    *,
    limit: int | None = None,
    waiting: Waiting | None = None,
    ways: bool = False,
    names: Mapping[str, str] | None = None,
) -> KeptTable:
    """A Table of a path or bytes, as the task's kind reads it.

    Args:
        limit: bytes that are read at most; what the command line takes, unless said.
        waiting: called now and then with the seconds so far and, once there, the first rows; what it raises ends the child.
        ways: where it cannot be used as it is, what would read it is looked for, too: `KeptTable.ways_on`, `NotRead.ways_on`.
        names: label -> name, where the rows are examined, too: of a large table the child goes on with that; see large.py.

    Raises:
        DataError: why it cannot be read; also where it costs too much time or memory.
    """
    limits.check_size(source, limit)
    with room_told():
        folder = tempfile.TemporaryDirectory(prefix="unrolled-reading-")
        path = _on_disk(source, Path(folder.name))
    called = str(name or ("" if isinstance(source, bytes) else source))
    asked = {
        "task": task,
        "source": str(path),
        "name": called,
        "how": asdict(how or How()),
        "limit": limit,
        "ways": ways,
    }
    asked |= {"names": None if names is None else dict(names), "large": cells.LARGE, "out": folder.name}
    aside, seconds = Path(folder.name), seconds_for(path.stat().st_size)
    try:
        child = in_child("nlp_models.reading.child", asked, aside, seconds, waiting=waiting, until=aside / MORE)
    except DataError as error:
        raise _with_ways(error, aside) from None
    (aside / KEPT).unlink(missing_ok=True)
    table = KeptTable(folder)
    table.working = Working(child, (aside / MORE).read_text()) if child else None
    return table


def _with_ways(error: DataError, folder: Path) -> DataError:
    """The same error with the ways on, where the child has found some."""
    if not (folder / WAYS).exists():
        return error
    told = NotRead(error.message.text, **error.message.values).coded(error.code)
    told.ways_on = WaysOn.from_dict(json.loads((folder / WAYS).read_bytes()))
    return told


def seconds_for(size: int) -> float:
    """Seconds of computing that a file of so many bytes may cost."""
    least, more = SECONDS
    return least + more * size / 2**20


def _on_disk(source: bytes | str | Path, folder: Path) -> Path:
    if not isinstance(source, bytes):
        return Path(source).absolute()
    (folder / KEPT).write_bytes(source)
    return folder / KEPT


def in_child(
    module: str,
    asked: dict[str, object],
    folder: Path,
    seconds: float,
    *,
    megabytes: int | None = None,
    waiting: Waiting | None = None,
    until: Path | None = None,
) -> "subprocess.Popen[bytes] | None":
    """Run a module of ours in a child with limits, what is asked as JSON on its stdin, until it has ended well.

    Args:
        folder: where it writes what it has to say, `error.json` among it.
        seconds: of computing.
        until: a file; once it is there the child, which goes on, is given.

    Raises:
        DataError: what it told, or that it took too much.
    """
    most = megabytes or MEGABYTES
    child = _started(module, asked, seconds, most)
    left = False
    try:
        left = _wait_for(child, folder, seconds, most, waiting, until)
    finally:
        if not left and child.poll() is None:
            child.kill()
            child.wait()
    if left:
        return child
    check_told(folder)
    if child.returncode == NO_ROOM:
        raise no_room()
    if child.returncode:
        raise _too_much(seconds, most)
    return None


def _started(module: str, asked: dict[str, object], seconds: float, megabytes: int) -> "subprocess.Popen[bytes]":
    few = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    command = [sys.executable, "-m", module, str(megabytes), str(round(seconds))]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=os.environ | few, cwd=Path(__file__).parents[2]
    )  # what it writes to stderr is for whoever keeps the host
    assert child.stdin
    child.stdin.write(json.dumps(asked).encode())
    child.stdin.close()
    return child


def _wait_for(
    child: "subprocess.Popen[bytes]",
    folder: Path,
    seconds: float,
    megabytes: int,
    waiting: Waiting | None,
    until: Path | None,
) -> bool:
    """Until the child has ended, or that file is there: then True. DataError where it takes too long."""
    since, first = time.monotonic(), None
    while child.poll() is None:
        passed = time.monotonic() - since
        if passed > PATIENCE * seconds:
            raise _too_busy(passed)
        if until and until.exists():
            return True
        if waiting:
            first = first or _first_rows(folder)
            waiting(passed, first)
        time.sleep(LOOKS)
    return bool(until and until.exists())


def check_told(folder: Path) -> None:
    """DataError where a child has told why it could not do what it was asked for."""
    if (told := folder / "error.json").exists():
        message = Message.from_dict(json.loads(told.read_text("utf-8")))
        raise DataError(message.text, **message.values).coded(message.code)


def _first_rows(folder: Path) -> KeptTable | None:
    """The first rows, as soon as they are there."""
    return KeptTable(folder, FIRST_HEAD) if (folder / FIRST_HEAD).exists() else None


def _too_busy(seconds: float) -> DataError:
    return DataError(
        "This computer is too busy now: reading was given up after {seconds} seconds. Try it again in a moment.",
        seconds=round(seconds),
    ).coded(BUSY)


def _too_much(seconds: float, megabytes: int) -> DataError:
    return DataError(
        "Reading this file takes more than {memory} MB of memory or {seconds} seconds; is it damaged, or larger inside than it looks?",
        memory=megabytes,
        seconds=round(seconds),
    )
