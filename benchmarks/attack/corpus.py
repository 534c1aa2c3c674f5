"""Hostile and odd files, read as the page reads them, on a page that fits and on one that does not: a table or a sentence.

Our cases, our samples and the bad files of the tests as they are, and seeded mutations of them; bombs and endless rows. Reading
takes bounded time in a child, and no memory here.
"""

import gc
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from made_zips import CASES, zipped
from test_bad_input import FILES

from benchmarks.attack import Asked, Try, tried
from benchmarks.attack.mutations import mutated
from nlp_models import tasks
from nlp_models.datasets.limits import UPLOAD_BYTES
from nlp_models.reading import inspection, read_limited
from nlp_models.reading.limited import PATIENCE, seconds_for

MUTATED, FEW = 300, 10
MEMORY = 300  # megabytes that this process may grow by over all files
NESTED = {"a.json": b"[" * 5_000_000}
BOMBS = {
    "48 million empty rows": ("a.jsonl", b"[]\n" * 16_000_000),
    "lists in lists": ("a.json", NESTED["a.json"]),
    "objects in objects": ("a.json", b'{"a":' * 500_000),
    "a bomb": ("a.zip", zipped({"a.csv": b"text,label\n" + bytes(150 * 2**20)})),
    "bombs in a zip": ("a.zip", zipped({f"{n}.csv": b"a,b\n" * 8_000_000 for n in range(4)})),
    "lists in lists in a zip": ("a.zip", zipped(NESTED)),
    "only separators": ("a.csv", b"," * 40_000_000),
    "only quotes": ("a.csv", b'"' * 40_000_000),
    "only line ends": ("a.csv", b"\n" * 40_000_000),
    "one letter": ("a.txt", b"a" * 40_000_000),
    "one letter of many parts": ("a.txt", ("a" + "\u0301" * 100_000).encode() * 10),
    "a workbook of nothing": ("a.xlsx", zipped({"xl/worksheets/sheet1.xml": b"<row>" * 10_000_000})),
}


def tries(asked: Asked, folder: Path) -> Iterator[Try]:
    """Every file on a seeded page."""
    tempfile.tempdir, before = str(folder), memory()
    rng = random.Random(asked.seed)
    for what, (name, data) in files(rng, asked.few):
        task = rng.choice(tasks.names())
        yield read(f"{what} ({name}, {len(data)} bytes) on {task}", task, name, data)
    gc.collect()
    left = [path.name for path in folder.glob("unrolled-*")]
    yield Try("nothing is left in the folder for temporary files", ", ".join(left))
    grown = memory() - before
    yield Try("memory here", f"grew by {grown:.0f} MB" if grown > MEMORY else "")


def files(rng: random.Random, few: bool) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """`(what, (name, bytes))`: as they are, then mutated, then bombs."""
    known = dict(known_files())
    as_they_are = [(f"{name} as it is", file) for name, file in known.items()]
    yield from rng.sample(as_they_are, FEW) if few else as_they_are
    for number in range(FEW if few else MUTATED):
        name = rng.choice([*known])
        done, file = mutated(*known[name], rng)
        yield f"{number}: {name}, {done}", file
    yield from rng.sample([*BOMBS.items()], 2) if few else BOMBS.items()


def known_files() -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Our cases, our samples, the bad files of the tests."""
    for path in sorted(CASES.iterdir()):
        yield path.name, (path.name, path.read_bytes())
    for task in map(tasks.load, tasks.names()):
        for path in map(Path, task.samples.values()):
            yield path.name, (path.name, path.read_bytes()[:200_000])
    yield from ((what, (name, data)) for what, (name, data, _) in FILES.items())


def read(what: str, task: str, name: str, data: bytes) -> Try:
    """Read it and look into it as the page does."""
    since = time.monotonic()
    done = tried(what, lambda: inspection(tasks.load(task), read_limited(task, data, name, limit=UPLOAD_BYTES)))
    took, most = time.monotonic() - since, 2 * PATIENCE * seconds_for(len(data))
    return done if done.wrong or took < most else Try(what, f"took {took:.0f} s")


def memory() -> float:
    """Megabytes that this process has at its peak."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
