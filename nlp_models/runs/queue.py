"""All runs seen together, whoever owns them: which wait, in which order, and whether one more can be had."""

import fcntl
import math
import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

from nlp_models.errors import LimitReached, NoRoom, RunDamaged, RunError, RunNotFound
from nlp_models.files import disk_told
from nlp_models.runs.limits import Limits
from nlp_models.runs.records import RunInfo, State, has_ended, read_about
from nlp_models.runs.run import ACTIVE, Run

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
RUN_ID = re.compile(f"[{ALPHABET}]{{26}}")
CLUSTER, CLUSTER_SECONDS = "cluster", 60  # file beside the runs, and for how long it is believed


class QueueEntry(NamedTuple):
    """A place in the queue."""

    run: Run
    state: State
    ticket: int
    owner: str
    unit: str  # what counts as one to its owner: its group, or itself
    trained: str  # what one process trains: the same, but each trial of a sweep by itself


class Queue:
    """The runs under one folder in the order in which they are trained, `limits.at_once` beside each other."""

    def __init__(self, root: str | Path, limits: Limits | None = None) -> None:
        self.root = Path(root).resolve()
        self.limits = limits or Limits()
        self.root.mkdir(parents=True, exist_ok=True)

    @property
    def places(self) -> int:
        """How many trainings go on beside each other: as many as fit here, or on the cluster that was seen a moment ago."""
        cluster = places_of_cluster(self.root, CLUSTER_SECONDS)
        most = self.limits.trainings_at_once or cluster
        return min(cluster, most) if cluster else self.limits.at_once

    def folders(self) -> list[str]:
        """Where the runs are."""
        with os.scandir(self.root) as found:
            return [entry.path for entry in found if RUN_ID.fullmatch(entry.name) and entry.is_dir()]

    def everyone(self) -> Iterator[Run]:
        """Every run, whoever owns it, whatever can be read of it."""
        for folder in self.folders():
            yield Run(folder, self)

    def abouts(self, owner: str | None = None, ended: bool = True) -> Iterator[tuple[Run, RunInfo]]:
        """Every run with its About; one that is deleted meanwhile, or cannot be read, is left out.

        Every page that is drawn asks for everybody's, so what is not wanted costs a look at the disk and no more.

        Args:
            owner: the hash of whose; everybody's unless said.
            ended: those too that are known to have ended.
        """
        for folder in self.folders():
            if not ended and has_ended(folder):
                continue
            try:
                about = read_about(folder)
            except (RunNotFound, RunDamaged):
                continue
            if owner in (None, about.owner):
                yield Run(folder, self), about

    def queue(self) -> list[QueueEntry]:
        """A Place for every run that waits or trains, whoever owns it."""
        places = []
        for run, about in self.abouts(ended=False):
            try:
                state = run.status.state
            except (RunNotFound, RunDamaged):  # deleted meanwhile
                continue
            if state in ACTIVE:
                unit = about.group or run.id
                places.append(QueueEntry(run, state, about.ticket, about.owner, unit, run.id if about.trial else unit))
        return places

    def seconds_before(self, run: Run | None = None) -> float:
        """About how long until it is its turn, or a new one's: until one of the places is free, those before it taking theirs."""
        ticket = run.about.ticket if run else math.inf
        own = None if run is None else run.id if run.about.trial else run.about.group or run.id
        units: dict[str, list[QueueEntry]] = {}  # the runs of a group are trained in one place
        for entry in self.queue():
            units.setdefault(entry.trained, []).append(entry)
        before = [
            (all(entry.state != "running" for entry in unit), min(entry.ticket for entry in unit), unit)
            for name, unit in units.items()
            if name != own
        ]
        free = [0.0] * self.places
        for waits, first, unit in sorted(before, key=lambda one: one[:2]):
            if not waits or first < ticket:
                free[free.index(min(free))] += sum(_seconds_left(entry.run) for entry in unit)
        return min(free)

    def prepare_resume(self, run: Run) -> None:
        """Put an ended, unfinished run at the end of the queue; submit it to a runner next."""
        self.prepare_resume_together([run])

    def prepare_resume_together(self, runs: Sequence[Run]) -> None:
        """The same of runs that are trained as one: all of them, or none and a RunError."""
        with self.locked():
            for run in runs:
                run.only_mine()
                _check_resumable(run)
            self.check_limits(runs[0].about.owner, new=False)
            for run in runs:
                run.clear_flags()
                run.write_json("about.json", asdict(replace(run.about, ticket=self.next_ticket())))
                run.update_status(state="queued", attempt=run.status.attempt + 1, message=None, started=None)

    def check_limits(self, owner: str, new: bool = True, waits: bool = True) -> None:
        """Raise LimitReached if this (hashed) owner cannot have one more run, or one more waiting one."""
        limit, own = self.limits, len({about.group or run.id for run, about in self.abouts() if about.owner == owner})
        waiting = len({place.unit for place in self.queue() if place.owner == owner and place.state == "queued"})
        if new and own >= limit.runs_per_owner:
            raise NoRoom("You have {count} runs, the most there can be. Delete one first.", count=own)
        if waits and waiting >= limit.waiting_per_owner:
            raise LimitReached(
                "{count} of your runs are waiting, the most there can be. Wait for one or cancel one.",
                count=waiting,
            )
        free = shutil.disk_usage(self.root).free // 10**6
        if free < limit.free_disk_mb:
            raise NoRoom(
                "The disk has {free} MB left, {needed} MB are needed. Delete old runs first.",
                free=free,
                needed=limit.free_disk_mb,
            )

    def next_ticket(self) -> int:
        """A number greater than every ticket so far, also when the clock was set back. Call it under `locked()`."""
        return max([time.time_ns(), *(about.ticket + 1 for _, about in self.abouts())])

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time; for changes that look at several runs. A disk that takes nothing is told (`disk_told`)."""
        with disk_told(), open(self.root / ".lock", "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def places_of_cluster(root: Path, seconds: float = math.inf) -> int:
    """For how many trainings a cluster had room when it was seen last; 0 where that is longer ago, or none ever was."""
    try:
        seen = (root / CLUSTER).stat().st_mtime
        return int((root / CLUSTER).read_text()) if abs(time.time() - seen) <= seconds else 0
    except (OSError, ValueError):
        return 0


def _check_resumable(run: Run) -> None:
    """RunError unless it has ended, is unfinished and can go on."""
    status = run.status
    # running with a free lock was just killed: no need to wait until it counts as interrupted
    if status.state == "queued" or (status.state == "running" and not run.lock_is_free()):
        raise RunError("This run is already waiting or training.")
    if status.state == "done":
        raise RunError("This run is done; there is nothing to resume.")
    if status.cannot_go_on:
        raise RunError("This run cannot go on: what it learned from is damaged. Train it anew.")
    if not run.lock_is_free():
        raise RunError("This run is just ending. Try again in a moment.")


def _seconds_left(run: Run) -> float:
    """0 where nobody knows: deleted meanwhile, or a file of it is damaged."""
    try:
        return run.seconds_left or 0.0
    except RunError:
        return 0.0
