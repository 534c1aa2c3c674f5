"""A run's folder, there and back, where the two machines share no disk.

    brought = Carried(root, run_ids, ask)     # ask(method, *arguments) calls the Trainee on the other machine
    brought.send()                            # all that is needed to begin, or to go on
    brought.bring(told, seconds)              # what has changed there: small files, then checkpoints, each whole or not at all

What was asked (`cancel`, `stop`) and who trains stays where it is. A status that says that its run has ended comes last.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from nlp_models.files import sync_folder, write_synced
from nlp_models.runs.run import ACTIVE

PIECE = 2_000_000  # bytes; Ray keeps each in its memory until it has been fetched
SMALL = 500_000  # bytes of a file that does not wait for the checkpoints
STAYS = {"alive.lock", "lease.json", "pid", "owner.txt", "cancel", "stop", "expired", "about.json"}
WITHIN = "members"  # trainings within a run, of which nothing is read while they last
CHECKPOINT, STATUS, LOG = "checkpoint", "status.json", "log.txt"

Signature = tuple[int, int, int]  # when it was written, its length, its place on that disk


def listing(root: Path, run_ids: Iterable[str]) -> dict[str, Signature]:
    """Every file of these runs that is carried, by `ID/place`, with what changes whenever it is written."""
    found = {}
    for path in (path for run_id in run_ids for path in _files(root / run_id)):
        name = path.relative_to(root)
        if _is_carried(name.parts[1:]) and path.is_file():
            try:
                facts = path.stat()
            except OSError:  # gone meanwhile
                continue
            found[name.as_posix()] = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
    return found


def _files(folder: Path) -> Iterator[Path]:
    """All of it; a checkpoint may go while it is looked at, which os.walk takes as empty."""
    for where, _, names in os.walk(folder):
        yield from (Path(where) / name for name in names)


def _is_carried(parts: tuple[str, ...]) -> bool:
    return not any(part.startswith(".") for part in parts) and parts[0] not in STAYS | {WITHIN}


def small_changed(root: Path, files: Mapping[str, Signature], known: Mapping[str, Signature]) -> dict[str, bytes]:
    """Of what has changed the small files, whole, a PIECE of them at most: most of the time that is all there is to tell."""
    changed = [name for name, signature in files.items() if known.get(name) != signature and signature[1] <= SMALL]
    found, room = {}, PIECE
    for name in sorted(changed, key=lambda name: files[name][1]):
        data = read_piece(root, name, 0, files[name])
        room -= len(data)
        if room < 0:
            break
        if len(data) == files[name][1]:
            found[name] = data
    return found


def read_piece(root: Path, name: str, offset: int, signature: Signature) -> bytes:
    """A piece of a file that still has this signature; b"" where it has not."""
    try:
        with open(root / name, "rb") as file:
            facts = os.fstat(file.fileno())
            if (facts.st_mtime_ns, facts.st_size, facts.st_ino) != tuple(signature):
                return b""
            file.seek(offset)
            return file.read(PIECE)
    except FileNotFoundError:
        return b""


def write_piece(root: Path, name: str, offset: int, data: bytes) -> None:
    """Write a piece of a file, the first of which makes it anew. OSError where the disk is full."""
    path = root / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path, "r+b" if offset else "wb") as file:
        file.seek(offset)
        file.write(data)


class Carried:
    """The folders of some runs here, and what is known of them there."""

    def __init__(
        self,
        root: Path,
        run_ids: Iterable[str],
        ask: Callable[..., Any],
        alone: AbstractContextManager[Any] | None = None,
    ) -> None:
        """`alone` is held while a status is put in its place."""
        self.root, self.run_ids, self.ask, self.alone = root, list(run_ids), ask, alone or nullcontext()
        self.known: dict[str, Signature] = {}  # what is here as it is there
        self.contents: Mapping[str, bytes] = {}  # what came with the last listing
        self.begun: dict[str, Signature] = {}  # what a part of is here, aside
        for run_id in self.run_ids:
            self._clear(root / run_id)

    def _clear(self, folder: Path) -> None:
        """What a driver that was killed has left half brought."""
        for left in (folder / CHECKPOINT).glob(".epoch-*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in folder.rglob(".*.brought"):
            left.unlink(missing_ok=True)

    def send(self) -> None:
        """Everything that the training needs."""
        for run_id in self.run_ids:
            for name in (f"{run_id}/about.json", *listing(self.root, [run_id])):
                for offset, data in _pieces(self.root / name):
                    self.ask("take", name, offset, data)
        self.known = dict(self.ask("told", [], {}, False)["files"])

    def bring(self, told: Mapping[str, Any], seconds: float) -> bool:
        """What has changed there, as far as it takes no longer; whether that was all."""
        files, self.contents = told["files"], told["contents"]
        until = time.monotonic() + seconds
        changed = [name for name, signature in files.items() if self.known.get(name) != signature]
        for name in sorted(changed, key=lambda name: (files[name][1] > SMALL, files[name][0])):
            if not name.endswith(f"/{STATUS}") and self._fetched(name, files[name], until):
                self._put(name, files)
        self._forget(files)
        for name in changed:
            if name.endswith(f"/{STATUS}") and self._fetched(name, files[name], until + seconds):
                self._put_status(name, files)
        return self._has(files, files)

    def _has(self, names: Iterable[str], files: Mapping[str, Signature]) -> bool:
        return all(self.known.get(name) == files[name] for name in names)

    def _fetched(self, name: str, signature: Signature, until: float) -> bool:
        """Whether all of it lies aside; goes on where it was left."""
        aside = self._aside(name)
        aside.parent.mkdir(parents=True, exist_ok=True)
        at = aside.stat().st_size if self.begun.get(name) == signature and aside.exists() else 0
        self.begun[name] = signature
        if name in self.contents:
            write_synced(aside, self.contents[name])
            return True
        with open(aside, "ab" if at else "wb") as file:
            while at < signature[1]:
                data = b"" if time.monotonic() > until else self.ask("piece", name, at, signature)
                if not data:  # later, or changed meanwhile: the next listing says how
                    return False
                file.write(data)
                at += len(data)
            file.flush()
            os.fsync(file.fileno())
        return True

    def _aside(self, name: str) -> Path:
        """Where it lies until it is whole; of a checkpoint, until all of that is."""
        path = self.root / name
        if _checkpoint_of(name):
            return path.parent.with_name(f".{path.parent.name}") / path.name
        return path.with_name(f".{path.name}.brought")

    def _put(self, name: str, files: Mapping[str, Signature]) -> None:
        had = self.known.get(name, (0, 0, 0))[1]
        self.known[name] = files[name]
        if name.endswith(f"/{LOG}"):
            return self._add(name, had)
        folder = _checkpoint_of(name)
        if not folder:
            return os.replace(self._aside(name), self.root / name)
        if self._has((other for other in files if _checkpoint_of(other) == folder), files):
            aside, path = self._aside(name).parent, self.root / folder
            sync_folder(aside)
            shutil.rmtree(path, ignore_errors=True)
            aside.rename(path)
            sync_folder(path.parent)

    def _add(self, name: str, had: int) -> None:
        """What is new of a log goes to the end of ours, in which the driver says what it has met."""
        with open(self.root / name, "ab") as log:
            log.write(self._aside(name).read_bytes()[had:])
        self._aside(name).unlink()

    def _put_status(self, name: str, files: Mapping[str, Signature]) -> None:
        """One that says that its run has ended only once everything else of the run is here."""
        own = [other for other in files if other.split("/")[0] == name.split("/")[0] and other != name]
        state = json.loads(self._aside(name).read_bytes())["state"]
        if state in ACTIVE or self._has(own, files):
            with self.alone:
                self._put(name, files)

    def _forget(self, files: Mapping[str, Signature]) -> None:
        """What is gone there goes here, once what took its place has come."""
        for name in [name for name in self.begun if name not in files]:
            del self.begun[name]
            self._aside(name).unlink(missing_ok=True)
            if _checkpoint_of(name) and not any(self._aside(name).parent.glob("*")):
                shutil.rmtree(self._aside(name).parent, ignore_errors=True)
        if files and self._has(filter(_checkpoint_of, files), files):
            for name in [name for name in self.known if name not in files]:
                del self.known[name]
                (self.root / name).unlink(missing_ok=True)
                if (folder := _checkpoint_of(name)) and not any((self.root / folder).glob("*")):
                    shutil.rmtree(self.root / folder, ignore_errors=True)


def _checkpoint_of(name: str) -> str:
    """The folder of the checkpoint that it belongs to, or ""."""
    parts = name.split("/")
    return "/".join(parts[:3]) if len(parts) == 4 and parts[1] == CHECKPOINT else ""


def _pieces(path: Path) -> Iterator[tuple[int, bytes]]:
    with open(path, "rb") as file:
        offset, data = 0, file.read(PIECE)
        yield offset, data  # an empty file has a piece, too
        while data:
            offset += len(data)
            if data := file.read(PIECE):
                yield offset, data
