"""The folder of all runs: who has which; see queue.py for whose turn it is.

    store = RunStore.default()
    run = store.create("sentiment", recipe, dataset, owner=visitor)
    runners.chosen().submit(run)
    store.get(run.id, visitor).status.state      # queued, running, done, failed, cancelled or interrupted

Every look-up names an owner, and ids are checked before they touch a path. See run.py for what a run holds.
"""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple, Self

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunDamaged, RunError
from nlp_models.files import sync_folder, write_aside
from nlp_models.recipe import Recipe
from nlp_models.runs import asked, bundles
from nlp_models.runs.folder import COLUMNS, OWNER, ROWS_DIGEST
from nlp_models.runs.queue import ALPHABET, RUN_ID, Queue
from nlp_models.runs.records import RunInfo, State, Status, not_found
from nlp_models.runs.run import Run

NAME_LIMIT = 80
DAY = 86400  # seconds
EXPIRED = "expired"  # when a sweep first found a run too old
REPOSITORY = Path(__file__).resolve().parents[2]
CHOICES = "choices"  # folder of what visitors chose last, see choices.py
GROUPS = "groups"  # folder of what groups of runs are called, see groups.py


class Planned(NamedTuple):
    """A run to be made; `seconds` that it will likely take."""

    recipe: Recipe
    name: str = ""
    seconds: float | None = None
    trial: bool = False  # of a sweep


# within RunStore `list` is its own
Runs = list[Run]
Ids = list[str]


class RunStore(Queue):
    """All runs under one folder."""

    @classmethod
    def default(cls) -> Self:
        """The store in `UNROLLED_RUNS`, or in data/runs."""
        return cls(os.environ.get("UNROLLED_RUNS") or REPOSITORY / "data" / "runs")

    def create(
        self,
        task: str,
        recipe: Recipe,
        dataset: Dataset,
        *,
        owner: str,
        name: str = "",
        parent: str | None = None,
        columns: Mapping[str, str] | None = None,
        ask: str = "",
        seconds: float | None = None,
    ) -> Run:
        """Write a queued run, whole or not at all. Raises LimitReached.

        Args:
            parent: id of the run it corrects.
            seconds: that it will likely take, for those who wait behind it: `speed.estimated`.
            columns: field -> column of the file its rows come from, by which other files are read later.
            ask: a text that is answered after each epoch.
        """
        planned = [Planned(recipe, name, seconds)]
        return self.create_together(task, planned, dataset, owner=owner, columns=columns, ask=ask, parent=parent)[0]

    def create_together(
        self,
        task: str,
        planned: Sequence[Planned],
        dataset: Dataset,
        *,
        owner: str,
        group: str | None = None,
        columns: Mapping[str, str] | None = None,
        ask: str = "",
        parent: str | None = None,
        added: bool = False,
    ) -> Runs:
        """Several queued runs on the same rows, all of them or none; together they count as one. Raises LimitReached.

        Args:
            group: id of the group that they belong to.
            added: whether that group is there already.
        """
        runs: Runs = []

        def fill(run: Run) -> None:
            if runs:
                os.link(runs[0].dataset_path, run.dataset_path)  # nothing is ever written into it: once on the disk
            else:
                dataset.save(run.dataset_path)
            if columns:
                run.write_json(COLUMNS, dict(columns))
            if ask:
                asked.keep(run, ask)

        for one in planned:
            self.limits.check_minutes(one.recipe.planned_minutes or 0)
        with self.locked(), self._all_or_none(runs):
            self.check_limits(hash_owner(owner), new=not added)
            for one in planned:
                about = self._about(task, owner, one.name)
                about = replace(about, parent=parent, seconds=one.seconds, group=group, trial=one.trial)
                runs.append(self._write(about, one.recipe, fill, "queued"))
        return runs

    def create_beside(self, other: Run, one: Planned, allowed: Callable[[], None]) -> Run:
        """One more queued run of a group, on the rows and of the owner of one that is there. Raises LimitReached.

        Args:
            allowed: asked while nobody changes anything; it raises where the run is not to be made any more.
        """

        def fill(run: Run) -> None:
            os.link(other.dataset_path, run.dataset_path)
            if other.columns:
                run.write_json(COLUMNS, other.columns)

        with self.locked():
            allowed()
            self.check_limits(other.about.owner, new=False, waits=False)  # it waits in the place of its group
            about = replace(other.about, name=clean_name(one.name), created=time.time(), parent=None)
            return self._write(replace(about, seconds=one.seconds, trial=one.trial), one.recipe, fill, "queued")

    def choose_trial(self, run: Run) -> None:
        """A trial becomes a run as any other: when it is resumed, it is finished and scored."""
        with self.locked():
            run.write_json("about.json", asdict(replace(run.about, trial=False)))

    @contextmanager
    def _all_or_none(self, runs: Runs) -> Iterator[None]:
        """What was begun goes where the rest cannot be made."""
        try:
            yield
        except BaseException:
            for run in runs:
                self.delete_unstarted(run)
            raise

    def delete_unstarted(self, run: Run) -> None:
        """Remove a run that nobody has been told of yet."""
        shutil.rmtree(run.folder, ignore_errors=True)

    def import_bundle(
        self, task: str, recipe: Recipe, files: Mapping[str, bytes], *, owner: str, name: str = ""
    ) -> Run:
        """Keep the files of a bundle, as `bundles.read` gave them, as a run that is done. Raises LimitReached."""
        if set(files) != set(bundles.LIMITS):
            raise ValueError("adopt takes what bundles.read gave")

        def fill(run: Run) -> None:
            for file, data in files.items():
                write_aside(run.folder / file, data)

        about = self._about(task, owner, name)
        with self.locked():
            self.check_limits(about.owner, waits=False)
            return self._write(about, recipe, fill, "done")

    def import_run(
        self, task: str, recipe: Recipe, files: Mapping[str, bytes], status: Status, *, owner: str, name: str = ""
    ) -> Run:
        """Keep a run that somebody brings, as `archive.read` gave it: done, or interrupted and able to go on.

        Raises LimitReached.
        """

        def fill(run: Run) -> None:
            for file, data in files.items():
                (run.folder / file).parent.mkdir(parents=True, exist_ok=True)
                write_aside(run.folder / file, data)

        about = self._about(task, owner, name)
        if status.state != "done":
            self.limits.check_minutes(recipe.planned_minutes or 0)
        with self.locked():
            self.check_limits(about.owner, waits=False)
            run = self._write(about, recipe, fill, status.state)
        run.write_json("status.json", asdict(replace(status, updated=time.time())))
        return run

    def _about(self, task: str, owner: str, name: str) -> RunInfo:
        return RunInfo(task, clean_name(name), hash_owner(owner), created=time.time(), shared=False, ticket=0)

    def _write(self, about: RunInfo, recipe: Recipe, fill: Callable[[Run], None], state: State) -> Run:
        """A new folder, filled under another name first. Call it under `locked()`."""
        run_id = new_id()
        run = Run(self.root / f".{run_id}", self)
        run.folder.mkdir(mode=0o700)  # people's texts
        try:
            run.write_json("about.json", asdict(replace(about, ticket=self.next_ticket())))
            write_aside(run.folder / "recipe.json", recipe.model_dump_json().encode())
            fill(run)
            (run.folder / OWNER).write_text(about.owner)
            if run.dataset_path.exists():
                (run.folder / ROWS_DIGEST).write_text(run.digest_of_rows())
            run.write_json("status.json", asdict(Status(state, updated=time.time())))
            sync_folder(run.folder)
            run.folder.rename(self.root / run_id)
        except BaseException:
            shutil.rmtree(run.folder, ignore_errors=True)
            raise
        return Run(self.root / run_id, self)

    def get(self, run_id: str, owner: str) -> Run:
        """The run, if it is the owner's or shared; a foreign and an unknown one raise the same RunNotFound."""
        run = self.open(run_id)
        mine = secrets.compare_digest(run.owner or "nobody's", hash_owner(owner))
        try:
            shared = run.about.shared
        except RunDamaged:
            shared = False
        if not mine and not shared:
            raise not_found()
        return Run(run.folder, self, mine)

    def open(self, run_id: str) -> Run:
        """The run, whoever owns it: for the training process only."""
        if not isinstance(run_id, str) or not RUN_ID.fullmatch(run_id) or not (self.root / run_id).is_dir():
            raise not_found()
        return Run(self.root / run_id, self)

    def list(self, owner: str, task: str | None = None) -> Runs:
        """The owner's runs that can be read, the newest first; `damaged` has the others."""
        owner, rows = hash_owner(owner), []
        for run, about in self.abouts(owner):
            if task in (None, about.task) and not run.damage:
                rows.append((about.created, run.id, run))
        return [run for *_, run in sorted(rows, key=lambda row: row[:2], reverse=True)]

    def damaged(self, owner: str) -> Runs:
        """The owner's runs of which a file cannot be read (`run.damage` says which), the newest first."""
        runs = [run for run in self.everyone() if run.owner == hash_owner(owner) and run.damage]
        return sorted(runs, key=lambda run: run.id, reverse=True)

    def all_of(self, owner: str) -> Runs:
        """The owner's runs, those too that cannot be read."""
        return [*self.list(owner), *self.damaged(owner)]

    def delete(self, run: Run) -> None:
        """Remove a run that is not waiting or training."""
        run.only_mine()
        with self.locked():
            if run.is_alive:
                raise RunError("Cancel this run before deleting it.")
            aside = self._aside(run)
        shutil.rmtree(aside, ignore_errors=True)  # what is left, or swept meanwhile, a sweep clears

    def remove(self, run: Run) -> None:
        """Remove a run whatever it was at, once no process trains it; RunError where something of it stays."""
        run.only_mine()
        with self.locked():
            if not run.folder.exists():
                raise not_found()
            aside = self._aside(run)
        _off_the_disk(aside)

    def _aside(self, run: Run) -> Path:
        """Where a run lies while it is deleted: nobody finds it there. Call it under `locked()`."""
        aside = self.root / f".{run.id}-{secrets.token_hex(4)}"
        with run.hold_lock():
            run.folder.rename(aside)
        return aside

    def clear_leftovers(self, owner: str) -> None:
        """What a crash left half made or half deleted of an owner's runs."""
        with self.locked():
            for folder in self.root.glob(".*/"):
                if Run(folder, self).owner == hash_owner(owner):
                    _off_the_disk(folder)

    def share(self, run: Run, shared: bool, with_rows: bool = False) -> None:
        """Let everyone who has the link ask the run, or no longer; see its rows only where that is said, too."""
        run.only_mine()
        with self.locked():
            about = replace(run.about, shared=bool(shared), with_rows=bool(shared and with_rows))
            run.write_json("about.json", asdict(about))

    def rename(self, run: Run, name: str) -> None:
        run.only_mine()
        with self.locked():
            run.write_json("about.json", asdict(replace(run.about, name=clean_name(name))))

    def sweep(self) -> Ids:
        """Delete what ended or was chosen more than `keep_days` ago, and what a crash left half made; returns the ids of runs."""
        swept, ended = [], self._groups_ended()
        for run in self.everyone():
            try:
                if not run.is_alive and run.lock_is_free() and self._twice_too_old(run, ended):
                    self.delete(run)
                    swept.append(run.id)
            except (RunError, OSError):  # swept by another process meanwhile, or resumed; nothing can be written
                continue
        for file in (self.root / CHOICES).glob("*.json"):
            with suppress(OSError):  # forgotten meanwhile, or a disk that only reads
                if file.stat().st_mtime < time.time() - self.limits.keep_days * DAY:
                    file.unlink()
        self._sweep_groups()
        for aside in self.root.glob(".*"):
            with suppress(FileNotFoundError):
                if aside.is_dir() and aside.stat().st_mtime < time.time() - DAY:
                    shutil.rmtree(aside, ignore_errors=True)
        return swept

    def _sweep_groups(self) -> None:
        """What is kept of groups of which no run is left, but for those that are just being made."""
        there = {about.group for _, about in self.abouts()}
        for file in (self.root / GROUPS).glob("*"):
            with suppress(OSError):
                if file.stem not in there and abs(time.time() - file.stat().st_mtime) > DAY:
                    file.unlink()

    def _groups_ended(self) -> dict[str, float]:
        """When the last run of each group ended: a group is kept as one."""
        ended: dict[str, float] = {}
        for run, about in self.abouts():
            if about.group:
                with suppress(RunError, OSError):  # deleted meanwhile
                    ended[about.group] = max(ended.get(about.group, 0.0), run.ended_at)
        return ended

    def _twice_too_old(self, run: Run, groups_ended: Mapping[str, float]) -> bool:
        """Whether it ended more than `keep_days` ago now, and a day ago, too: a clock that is ahead for an hour deletes nothing."""
        seen, now = run.folder / EXPIRED, time.time()
        if max(run.ended_at, groups_ended.get(run.group or "", 0.0)) > now - self.limits.keep_days * DAY:
            seen.unlink(missing_ok=True)
            return False
        if not seen.exists():
            write_aside(seen, str(now).encode())
        return _number_in(seen, now) < now - DAY


def _number_in(file: Path, otherwise: float) -> float:
    """What a small file says, where a disk has not garbled it; then it is begun anew."""
    try:
        return float(file.read_text("utf-8", "replace"))
    except ValueError:
        file.unlink()
        return otherwise


def _off_the_disk(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise RunError("Something could not be deleted. Try again in a moment.")


def hash_owner(owner: str) -> str:
    """What is stored of an owner's id."""
    if not owner:
        raise ValueError("a run needs an owner")
    return hashlib.sha256(owner.encode()).hexdigest()


def clean_name(name: str) -> str:
    name = " ".join(name.split())
    if len(name) > NAME_LIMIT:
        raise RunError(
            "A name has at most {limit} characters, this one has {count}.", limit=NAME_LIMIT, count=len(name)
        )
    return name


def new_id() -> str:
    milliseconds = time.time_ns() // 10**6
    number = milliseconds << 80 | secrets.randbits(80)  # time first, so that ids sort by it
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
