"""Groups of runs: ordinary runs on the same rows that differ in a few settings; one process trains them in turn.

    group = groups.create(store, task.name, [Member({"cell": "gru"}, recipe)], dataset, owner=visitor, name="Reviews: cells")
    runners.chosen().submit(group.lead)           # any of them brings the others along
    groups.get(store, group.id, visitor).runs     # those that are still there and can be read

Which runs belong to a group stands in each of them (`about.group`); what the group is called, and which members were ever
asked for, in a small file of its own, `groups/ID.json` beside the runs. Where that is damaged the group goes on without it.
It counts as one waiting and one kept run.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import LimitReached, RunDamaged, RunError, RunNotFound
from nlp_models.files import disk_told, write_aside
from nlp_models.recipe import Recipe
from nlp_models.runs.queue import RUN_ID
from nlp_models.runs.records import read_json, typed
from nlp_models.runs.run import ACTIVE, Run
from nlp_models.runs.store import GROUPS, Planned, RunStore, clean_name, hash_owner, new_id

MOST_MEMBERS = 18  # they count as one kept run: six contestants with three seeds each
Equal = Literal["steps", "seconds"]


@dataclass(frozen=True)
class Member:
    """One of a group: the settings by which it differs from the others, and how long it will likely take."""

    changes: Mapping[str, Any]
    recipe: Recipe
    seconds: float | None = None
    name: str = ""  # of its run; the group's unless said
    trial: bool = False  # of a sweep


@dataclass(frozen=True)
class Kept:
    """A member as it was asked for."""

    run: str  # its id
    seed: int
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupInfo:
    """groups/ID.json. `equal` is what all members have the same of: steps, or seconds of learning."""

    task: str
    name: str
    owner: str
    created: float
    equal: Equal = "steps"
    members: tuple[Kept, ...] = ()


class Seat(NamedTuple):
    """A member with its run; no run where it was deleted."""

    changes: dict[str, Any]
    seed: int
    run: Run | None


class Group:
    """Some runs that are one to their owner. `info` is None where its file is damaged."""

    def __init__(self, group_id: str, store: RunStore, runs: Iterable[Run], info: GroupInfo | None) -> None:
        self.id, self.store, self.info = group_id, store, info
        self.runs = sorted(runs, key=lambda run: run.about.ticket)

    @property
    def task(self) -> str:
        return self.runs[0].about.task

    @property
    def name(self) -> str:
        """What it is called, or else what its first run is."""
        return self.info.name if self.info else self.runs[0].about.name

    @property
    def equal(self) -> Equal:
        return self.info.equal if self.info else "steps"

    @property
    def is_sweep(self) -> bool:
        """Whether its runs are the trials of a sweep (nlp_models/sweeps), which is looked at and handled otherwise."""
        return study_file(self.store, self.id).exists() or any(run.about.trial for run in self.runs)

    @property
    def mine(self) -> bool:
        return all(run.mine for run in self.runs)

    @property
    def created(self) -> float:
        """Seconds since 1970."""
        return min(run.about.created for run in self.runs)

    @property
    def seats(self) -> list[Seat]:
        """Its members in the order in which they were asked for, those too whose runs are gone or cannot be read."""
        there = {run.id: run for run in self.runs}
        if not self.info:
            return [Seat(changes, run.recipe.seed, run) for run, changes in self._by_recipe()]
        asked = [Seat(kept.changes, kept.seed, there.pop(kept.run, None)) for kept in self.info.members]
        return asked + [Seat(changes, run.recipe.seed, run) for run, changes in self._by_recipe() if run.id in there]

    def _by_recipe(self) -> list[tuple[Run, dict[str, Any]]]:
        """Every run with the settings in which the recipes differ."""
        recipes = [run.recipe.model_dump() for run in self.runs]
        differ = [name for name in recipes[0] if name != "seed" and len({json.dumps(own[name]) for own in recipes}) > 1]
        return [(run, {name: own[name] for name in differ}) for run, own in zip(self.runs, recipes, strict=True)]

    @property
    def lead(self) -> Run:
        """The one to submit: the first that is to be trained."""
        return next((run for run in self.runs if run.status.state == "queued"), self.runs[0])

    @property
    def active(self) -> list[Run]:
        """Those that wait or train."""
        return [run for run in self.runs if run.status.state in ACTIVE]

    @property
    def seconds_left(self) -> float | None:
        """About how long all of them take from now on; None where nobody knows of one."""
        left = [_left_of(run) for run in self.active]
        return None if None in left else sum(filter(None, left))

    def request_stop(self) -> None:
        """Ask all of them to end now and keep the best so far. RunError where none trains."""
        self._ask(Run.request_stop)

    def request_cancel(self) -> None:
        """Ask all of them to end and leave nothing. RunError where none trains."""
        self._ask(Run.request_cancel)

    def _ask(self, ask: Callable[[Run], None]) -> None:
        for run in self.runs:
            run.only_mine()
        alive = [run for run in self.runs if run.is_alive]
        if not alive:
            raise RunError("This training has ended; there is nothing left to stop or cancel.")
        for run in alive:
            with suppress(RunError):  # it has ended meanwhile
                ask(run)

    @property
    def resumable(self) -> list[Run]:
        """Those that ended unfinished and can go on."""
        return [run for run in self.runs if _can_go_on(run)]

    def prepare_resume(self) -> None:
        """Put all that are unfinished at the end of the queue, as one; submit `lead` to a runner next."""
        runs = self.resumable
        if not runs:
            raise RunError("All of these are done; there is nothing to resume.")
        self.store.prepare_resume_together(runs)

    def delete(self) -> None:
        """Remove all of them, once none waits or trains."""
        if self.active:
            raise RunError("Cancel these runs before deleting them.")
        for run in self.runs:
            self.store.delete(run)
        for file in (self.store.root / GROUPS).glob(f"{self.id}.*"):
            file.unlink(missing_ok=True)

    def share(self, shared: bool, with_rows: bool = False) -> None:
        """Let everyone who has the link see all of them; see `RunStore.share`."""
        for run in self.runs:
            self.store.share(run, shared, with_rows)

    def rename(self, name: str) -> None:
        """Call it something else; its runs keep their names."""
        for run in self.runs:
            run.only_mine()
        with self.store.locked():
            _write(self.store, self.id, replace(self._known_info(), name=clean_name(name)))
        self.info = _read(self.store, self.id)

    def _known_info(self) -> GroupInfo:
        """What is known of it, though its file be lost."""
        about = self.runs[0].about
        kept = tuple(Kept(seat.run.id, seat.seed, seat.changes) for seat in self.seats if seat.run)
        return self.info or GroupInfo(about.task, about.name, about.owner, about.created, members=kept)


def create(
    store: RunStore,
    task: str,
    members: Sequence[Member],
    dataset: Dataset,
    *,
    owner: str,
    name: str,
    equal: Equal = "steps",
    columns: Mapping[str, str] | None = None,
    ask: str = "",
) -> Group:
    """All members as queued runs, or none; `lead` is then to be submitted. Raises LimitReached."""
    _check_number(len(members))
    group_id, name = new_id(), clean_name(name)
    planned = [Planned(one.recipe, one.name or name, one.seconds, one.trial) for one in members]
    runs = store.create_together(task, planned, dataset, owner=owner, group=group_id, columns=columns, ask=ask)
    about = runs[0].about
    info = GroupInfo(task, name, about.owner, about.created, equal, _kept(members, runs))
    try:
        with disk_told():
            _write(store, group_id, info)
    except BaseException:
        for run in runs:
            store.delete_unstarted(run)
        raise
    return Group(group_id, store, runs, info)


def add(group: Group, members: Sequence[Member], *, owner: str, ask: str = "") -> list[Run]:
    """More members on the same rows; the first of what comes back is to be submitted. Raises LimitReached."""
    _check_number(len(members) + len(group.runs))
    first, info = group.runs[0], group._known_info()
    first.only_mine()
    planned = [Planned(one.recipe, one.name or info.name, one.seconds) for one in members]
    runs = group.store.create_together(
        group.task, planned, first.dataset, owner=owner, group=group.id, columns=first.columns, ask=ask, added=True
    )
    with group.store.locked():
        _write(group.store, group.id, replace(info, members=(*info.members, *_kept(members, runs))))
    return runs


def get(store: RunStore, group_id: str, owner: str) -> Group:
    """The group, if it is the owner's, or what is shared of it; RunNotFound alike where there is none, or a foreign one."""
    runs = []
    for run, about in store.abouts():
        if about.group == group_id and not run.damage:
            try:
                runs.append(store.get(run.id, owner))
            except RunNotFound:
                continue
    if not runs:
        raise RunNotFound("There is no such group of runs; it may have been deleted or the link is wrong.")
    return Group(group_id, store, runs, _read(store, group_id))


def gathered(store: RunStore, runs: Iterable[Run]) -> list[Run | Group]:
    """Runs as their owner sees them: those of a group as one, in the place of its first."""
    units: dict[str, list[Run]] = {}
    for run in runs:
        units.setdefault(run.about.group or run.id, []).append(run)
    return [
        Group(unit, store, own, _read(store, unit)) if own[0].about.group else own[0] for unit, own in units.items()
    ]


def trained_with(store: RunStore, run: Run) -> list[Run]:
    """A run and, of its group, all that wait to be trained, or were cut off: for the training process only.

    A trial of a sweep is trained by itself.
    """
    group = run.about.group
    if not group or run.about.trial:
        return [run]
    others = [other for other, about in store.abouts() if about.group == group and not (about.trial or other.damage)]
    fit = [other for other in others if other.id == run.id or other.status.state in (*ACTIVE, "interrupted")]
    return sorted(fit, key=lambda other: other.about.ticket)


def forget(store: RunStore, owner: str) -> None:
    """Delete what is kept of an owner's groups of which no run is left."""
    there = {about.group for _, about in store.abouts()}
    for file in (store.root / GROUPS).glob("*.json"):
        info = _read(store, file.stem)
        if file.stem not in there and (info is None or info.owner == hash_owner(owner)):
            for own in file.parent.glob(f"{file.stem}.*"):
                own.unlink(missing_ok=True)


def end_sweeps(store: RunStore, owner: str) -> None:
    """No sweep of an owner's makes another run: without the file of its study its driver ends."""
    with store.locked():
        for group in {about.group for _, about in store.abouts(hash_owner(owner)) if about.group}:
            study_file(store, group).unlink(missing_ok=True)


def _left_of(run: Run) -> float | None:
    """Of one that may stand still while the others are trained: as it said last, or else as was expected of it."""
    status, expected = run.status, run.about.seconds
    if status.seconds_left is not None or expected is None:
        return status.seconds_left
    return expected * (1 - status.step / max(1, status.steps or 1))


def _can_go_on(run: Run) -> bool:
    status = run.status
    if status.state == "running":
        return run.lock_is_free()  # just killed
    return status.state in ("interrupted", "cancelled", "failed") and not status.cannot_go_on


def _check_number(members: int) -> None:
    if not 0 < members <= MOST_MEMBERS:
        raise LimitReached(
            "A group has at most {most} runs, this one would have {count}.", most=MOST_MEMBERS, count=members
        )


def _kept(members: Sequence[Member], runs: Sequence[Run]) -> tuple[Kept, ...]:
    return tuple(Kept(run.id, one.recipe.seed, dict(one.changes)) for one, run in zip(members, runs, strict=True))


def study_file(store: RunStore, group_id: str) -> Path:
    """Where a sweep keeps what it tries and has found."""
    return store.root / GROUPS / f"{group_id}.study"


def _file(store: RunStore, group_id: str) -> Path:
    return store.root / GROUPS / f"{group_id}.json"


def _read(store: RunStore, group_id: str) -> GroupInfo | None:
    """What its file says; None where it says nothing that can be read."""
    if not RUN_ID.fullmatch(group_id) or not _file(store, group_id).exists():
        return None
    try:
        return typed(GroupInfo, read_json(_file(store, group_id)), f"{group_id}.json")
    except (RunDamaged, RunNotFound):
        return None


def _write(store: RunStore, group_id: str, info: GroupInfo) -> None:
    _file(store, group_id).parent.mkdir(mode=0o700, exist_ok=True)
    write_aside(_file(store, group_id), json.dumps(asdict(info), ensure_ascii=False).encode())
