"""Bundles and run files as they come back from elsewhere: kept whole, or a sentence, and the store stays what it was.

The small ones of every kind that stand with the tests, seeded damage in the zip and in its members; the damaged bundles of the tests.
"""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from conftest import REPOSITORY
from made_zips import zipped
from test_bad_input import BUNDLES

from benchmarks.attack import Asked, Try, tried
from benchmarks.attack.mutations import MARKUP, mutated
from nlp_models.runs import bundles
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import RunStore
from nlp_models.sharing import archive, brought, exports

MADE = REPOSITORY / "tests" / "fixtures" / "made_by_0.4.0"
MUTATED, FEW = 150, 8
WHO = "ann"
ODD = (
    b"",
    b"{}",
    b"[]",
    b"null",
    b"[" * 100_000,
    b'{"version": 99}',
    b"NaN",
    b'{"task": "../../etc"}',
    MARKUP.encode(),
    bytes(1000),
)


def tries(asked: Asked, folder: Path) -> Iterator[Try]:
    """Each is brought to one store, whose runs can all be read afterwards."""
    rng, store = random.Random(asked.seed), RunStore(folder, Limits(runs_per_owner=10_000, free_disk_mb=0))
    for what, data in zips(rng, folder, asked.few):
        yield tried(what, lambda data=data: bring(data, store))
    wrong = [str(run.damage) for run in store.damaged(WHO)]
    yield Try("every run that was kept can be read", "; ".join(wrong))
    left = [path.name for path in store.root.glob(".*/")]
    yield Try("nothing half made is left", ", ".join(left))


def bring(data: bytes, store: RunStore) -> None:
    """Keep it, and take it out again as a file."""
    run = brought.bring(data, store, owner=WHO)
    run.check_whole()
    archive.pack(run) if run.has_rows else exports.make_bundle(run.folder)


def zips(rng: random.Random, folder: Path, few: bool) -> Iterator[tuple[str, bytes]]:
    """Whole ones first, then those of the tests, then seeded ones."""
    whole = dict(whole_ones(folder))
    yield from whole.items()
    bundle = members(whole["classification.bundle"])
    for what, (change, _) in BUNDLES.items():
        yield what, zipped(change({name: bundle[name] for name in bundles.LIMITS}, unpacked(bundle, folder)))
    for number in range(FEW if few else MUTATED):
        name = rng.choice([*whole])
        change = rng.choice([damaged_zip, damaged_member, exchanged_members, odd_member])
        yield f"{number}: {name}, {change.__name__}", change(whole[name], rng)


def whole_ones(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name -> bytes of a bundle and of a run file of every kind."""
    store = RunStore(folder / "made", Limits(free_disk_mb=0))
    for number, path in enumerate(sorted(MADE.glob("*.zip"))):
        if path.stem.endswith(".bundle"):
            yield path.stem, path.read_bytes()
        else:
            run_id = f"{number:026}"
            zipfile.ZipFile(path).extractall(store.root / run_id)
            yield path.stem, archive.pack(store.open(run_id))


def unpacked(files: dict[str, bytes], folder: Path) -> Path:
    """A folder with these files."""
    (folder / "unpacked").mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / "unpacked" / name).write_bytes(data)
    return folder / "unpacked"


def members(data: bytes) -> dict[str, bytes]:
    """Name -> bytes of what is in a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive_of:
        return {name: archive_of.read(name) for name in archive_of.namelist()}


def damaged_zip(data: bytes, rng: random.Random) -> bytes:
    return mutated("a.zip", data, rng)[1][1]


def damaged_member(data: bytes, rng: random.Random) -> bytes:
    files = members(data)
    name = rng.choice([*files])
    return zipped(files | {name: mutated(name, files[name], rng)[1][1]})


def exchanged_members(data: bytes, rng: random.Random) -> bytes:
    files = members(data)
    one, other = rng.sample([*files], 2)
    return zipped(files | {one: files[other], other: files[one]})


def odd_member(data: bytes, rng: random.Random) -> bytes:
    files = members(data)
    return zipped(files | {rng.choice([*files]): rng.choice(ODD)})
