"""The child that reads: `python -m nlp_models.reading.child MEGABYTES SECONDS`, what is asked as JSON on its stdin.

It writes `first.json` (the first rows of a large text, early), then `table.json`, or `error.json`; see kept_table.py. With the
rows of a large table it goes on: see large.py.
"""

import gc
import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from nlp_models import tasks
from nlp_models.datasets.dataset import guess_columns
from nlp_models.datasets.table import How, Table
from nlp_models.errors import DataError, UnrolledError
from nlp_models.files import DISK_FULL, no_room
from nlp_models.messages import Message
from nlp_models.reading import kept_table
from nlp_models.reading.limited import MEGABYTES, MORE, NO_ROOM, WAYS
from nlp_models.reading.rows_child import examine, map_columns
from nlp_models.reading.wanted import Wanted
from nlp_models.reading.ways_on import ways_on
from nlp_models.tasks import Task

LARGE = 2 * 2**20  # bytes; of less the whole is there as soon as its beginning
FIRST_BYTES = 400_000
FIRST_ROWS = 1_000


def read(asked: dict[str, Any]) -> None:
    """Do what was asked."""
    folder, task = Path(asked["out"]), tasks.load(asked["task"])
    kind = task.kind
    source, choices = Path(asked["source"]), How(**asked["how"] | {"wanted": tuple(asked["how"]["wanted"])})
    try:
        if source.stat().st_size > LARGE:
            with suppress(UnrolledError):  # what is wrong is told of the whole
                kept_table.write(first_rows(kind, source, asked["name"], choices), folder, "first.json")
        table = kind.read_table(source, asked["name"], limit_bytes=asked["limit"], **vars(choices))
        guessed = guess_columns(table, task.fields)
        size = kept_table.write(table, folder, guessed=guessed)
        missing = {one.name for one in task.fields} - set(guessed)
        if asked["ways"] and missing:
            tell_ways(folder, task, source, asked["name"], choices, table)
        if asked["names"] is not None and not missing and size > asked["large"]:
            wanted = Wanted(task.name, guessed, asked["names"])
            promise(wanted, folder)
            rows = map_columns(wanted, table, folder)
            del table  # only the columns that are asked for are looked at further
            examine(wanted, folder, rows)
    except UnrolledError as error:
        tell(folder, error.message)
        if asked["ways"]:
            tell_ways(folder, task, source, asked["name"], choices)
    except (MemoryError, RecursionError):
        tell(folder, TOO_LARGE.message)
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        tell(folder, no_room().message)


def promise(wanted: Wanted, folder: Path) -> None:
    """Say that the rows by field follow, and what the doctor finds in them, while the table is looked at already."""
    (folder / "more.new").write_text(wanted.key)
    (folder / "more.new").rename(folder / MORE)


TOO_LARGE = DataError(
    "Reading this file takes more than {memory} MB of memory; it is larger inside than it looks.", memory=MEGABYTES
)


def first_rows(kind: Any, source: Path, name: str, how: How) -> Table:
    """The first rows of a text file; DataError where it has to be read as a whole."""
    with source.open("rb") as file:
        start = file.read(FIRST_BYTES)
    if start.startswith(b"PK"):
        raise DataError("This zip file is damaged.")
    whole = start[: start.rfind(b"\n") + 1] if b"\0" not in start else start[: len(start) // 4 * 4]
    lines = whole.split(b"\n", FIRST_ROWS + 1)[: FIRST_ROWS + 1] if b"\0" not in start else [whole]
    return kind.read_table(b"\n".join(lines), name, **vars(how))


def tell(folder: Path, message: Message) -> None:
    """Leave the reason for whoever waits, whole or not at all."""
    try:
        (folder / "error.new").write_text(json.dumps(message.as_dict()), "utf-8")
        (folder / "error.new").rename(folder / "error.json")
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        sys.exit(NO_ROOM)


def tell_ways(folder: Path, task: Task, source: Path, name: str, how: How, table: Table | None = None) -> None:
    """Leave what the file looks like, and what would read it, beside what was told already."""
    with suppress(OSError, MemoryError):
        written = json.dumps(ways_on(task, source, name, how, table).as_dict(), ensure_ascii=False)
        (folder / "ways.new").write_bytes(written.encode("utf-8", "replace"))
        (folder / "ways.new").rename(folder / WAYS)


def _limit(kind: int, most: int) -> None:
    with suppress(ValueError, OSError):  # macOS knows no limit of addresses
        resource.setrlimit(kind, (most, most))


def limit_and_ask(arguments: list[str]) -> dict[str, Any]:
    """Limit this process to the megabytes and seconds of its command line; gives what is asked on its stdin."""
    megabytes, seconds = map(int, arguments)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, megabytes * 2**20)
    gc.set_threshold(500_000, 20, 100)  # rows are no circles: looking for some took a fifth of the time
    return json.loads(sys.stdin.buffer.read())


if __name__ == "__main__":
    read(limit_and_ask(sys.argv[1:]))
