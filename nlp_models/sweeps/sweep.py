"""Sweep: a group of trials that is one to its owner: begun, looked at, stopped, cancelled, resumed and deleted as one.

    sweep = create(store, task, base, space, dataset, owner=visitor, data="Reviews", trials=20, length="short")
    start(sweep)                                    # starting.py: the process that drives it
    of_group(groups.get(store, group_id, visitor))  # the Sweep, or None of a race
    sweep.state, sweep.study.best, sweep.winner

Its runs are ordinary ones on the rows of the first (`about.trial`); what it tries and has found stands in study.py's file,
flags that ask its driver for something beside that. Who drives it holds a lock: driver.py.
"""

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunError, UnrolledError
from nlp_models.messages import mark
from nlp_models.recipe import Recipe
from nlp_models.runs import groups, speed
from nlp_models.runs.groups import Group, Member
from nlp_models.runs.records import STALE_SECONDS
from nlp_models.runs.run import Run
from nlp_models.runs.store import GROUPS, RunStore
from nlp_models.sweeps import study as studies
from nlp_models.sweeps.alive import held, is_held
from nlp_models.sweeps.space import Space, size, usual
from nlp_models.sweeps.study import AT_ONCE, Ended, Plan, Study
from nlp_models.tasks import Task

State = Literal["running", "interrupted"] | Ended
ROOM = 40  # letters of what the rows are called
NOTHING_LEFT = "This sweep has ended; there is nothing left to stop or cancel."
LOST = mark("What this sweep was about cannot be read any more ({why}). Its networks cannot go on; delete it.")


class Sweep:
    """A group whose runs are trials. `study` is read when it is made: make another one to look again."""

    def __init__(self, group: Group) -> None:
        self.group, self.id, self.store = group, group.id, group.store
        self.study = studies.read(group.store, group.id)

    @property
    def name(self) -> str:
        return self.group.name

    @property
    def mine(self) -> bool:
        return self.group.mine

    @property
    def state(self) -> State:
        """`interrupted` where nobody drives it and it has not ended."""
        if self.study.ended:
            return self.study.ended
        return "running" if self.is_alive or self._just_begun else "interrupted"

    @property
    def is_alive(self) -> bool:
        """Whether a process drives it."""
        return is_held(self.file("lock"))

    @property
    def _just_begun(self) -> bool:
        """Whether its driver may still be starting."""
        return (
            abs(time.time() - self.file("started").stat().st_mtime) < STALE_SECONDS
            if self.file("started").exists()
            else False
        )

    def file(self, kind: str) -> Path:
        """groups/ID.kind: lock, log, stop, cancel, started."""
        return self.store.root / GROUPS / f"{self.id}.{kind}"

    def lock(self) -> AbstractContextManager[None]:
        """Be its living driver; RunError where another process is."""
        return held(self.file("lock"))

    def run_of(self, number: int) -> Run | None:
        """The run of a trial, if it is still there."""
        there = {run.id: run for run in self.group.runs}
        return there.get(self.study.trials[number].run)

    @property
    def winner(self) -> Run | None:
        """The run of the trial that was chosen, once it is finished."""
        run = None if self.study.winner is None else self.run_of(self.study.winner)
        return run if run and run.status.state == "done" else None

    @property
    def trained(self) -> dict[int, Run]:
        """The runs that train now, or wait, by the place of their trial."""
        active = {run.id: run for run in self.group.active}
        return {number: active[one.run] for number, one in enumerate(self.study.trials) if one.run in active}

    @property
    def stop_requested(self) -> bool:
        return self.file("stop").exists()

    @property
    def cancel_requested(self) -> bool:
        return self.file("cancel").exists()

    def request_stop(self) -> None:
        """End it now; the best network so far is finished. RunError where it has ended."""
        self._ask("stop")

    def request_cancel(self) -> None:
        """End it and leave no network. RunError where it has ended."""
        self._ask("cancel")
        if not self.is_alive and not self._just_begun:  # nobody is there to hear it
            with self.lock():
                for run in self.group.active:
                    with suppress(RunError):
                        run.request_cancel()
                studies.keep(self.store, self.id, replace(self.study, ended="cancelled"))

    def _ask(self, flag: str) -> None:
        self._only_mine()
        if self.study.ended or (flag == "stop" and self.state == "interrupted"):
            raise RunError(NOTHING_LEFT)
        self.file(flag).touch()

    def prepare_resume(self) -> None:
        """What was cut off, cancelled or failed may go on to the trials it would have had; start it next."""
        self._only_mine()
        if self.study.ended == "done":
            raise RunError("All of these are done; there is nothing to resume.")
        if self.state == "running":
            raise RunError("This sweep is already going on.")
        with self.lock():
            for flag in ("stop", "cancel"):
                self.file(flag).unlink(missing_ok=True)
            trials = (
                [self._reopened(number) for number in range(len(self.study.trials))]
                if self.study.ended
                else self.study.trials
            )
            self.study = replace(self.study, trials=tuple(trials), ended=None, message=None, winner=None)
            studies.keep(self.store, self.id, self.study)

    def _reopened(self, number: int) -> studies.Trial:
        """A trial that has failed or was stopped is trained once more, one that was cut off goes on; the others are as they are."""
        trial, run = self.study.trials[number], self.run_of(number)
        if trial.state == "open" and run and run.status.state == "interrupted":
            put_again(run)
        if trial.state not in ("failed", "stopped") or run is None:
            return trial
        put_again(run)
        return replace(trial, state="open", points=(), message=None)

    def delete(self) -> None:
        """Remove all of it, once nobody drives or trains it."""
        self._only_mine()
        if self.state == "running":
            raise RunError("Cancel this sweep before deleting it.")
        self.group.delete()

    def _only_mine(self) -> None:
        for run in self.group.runs:
            run.only_mine()


def put_again(run: Run) -> None:
    """A run of a sweep waits once more, in its old place: it counts with its group, whatever waits beside."""
    run.clear_flags()
    run.update_status(state="queued", attempt=run.status.attempt + 1, message=None)


def of_group(group: Group) -> Sweep | None:
    """The Sweep of a group; None of a race, RunDamaged where the file of its study cannot be read."""
    return Sweep(group) if group.is_sweep else None


def get(store: RunStore, group_id: str, owner: str) -> Sweep:
    """The owner's sweep; RunNotFound where there is none, or a race of that id."""
    return Sweep(groups.get(store, group_id, owner))


def create(
    store: RunStore,
    task: Task,
    base: Recipe,
    space: Space,
    dataset: Dataset,
    *,
    owner: str,
    data: str,
    trials: int,
    minutes: float | None = None,
    at_once: int = AT_ONCE,
    columns: Mapping[str, str] | None = None,
) -> Sweep:
    """A sweep with its first trial, which has the usual settings; or nothing. Raises LimitReached, DataError, RecipeError.

    Args:
        base: what all trials share, how long each is (`length`, `steps`) among it.
        minutes: of training at most, all trials together; those of the host unless said.
        at_once: trials beside each other, where there is room.
    """
    plan = planned(store, task, base, space, dataset, data=data, trials=trials, minutes=minutes, at_once=at_once)
    settings = usual(space, task.kind.resolved(base, dataset))
    recipe = plan.of(settings)
    seconds = speed.estimated(store, task, recipe, dataset)
    member = Member(settings, recipe, seconds, plan.name_of(0, recipe), trial=True)
    group = groups.create(store, task.name, [member], dataset, owner=owner, name=data, columns=columns)
    try:
        studies.begin(store, group.id, Study(plan, (studies.Trial(group.runs[0].id, settings),)))
    except BaseException:
        for run in group.runs:
            store.delete_unstarted(run)
        raise
    return Sweep(group)


def planned(
    store: RunStore,
    task: Task,
    base: Recipe,
    space: Space,
    dataset: Dataset,
    *,
    data: str,
    trials: int,
    minutes: float | None,
    at_once: int = AT_ONCE,
) -> Plan:
    """The Plan of a sweep; LimitReached, DataError or RecipeError where it cannot be."""
    task.kind.check(dataset)
    studies.check_trials(trials)
    check_minutes(store, minutes)
    count, better = size(space), task.kind.MORE_IS_BETTER
    data = " ".join(data.split())[:ROOM]
    many = trials if count is None else min(trials, count)
    return Plan(space, many, minutes or store.limits.max_minutes, base.model_dump(), data, at_once, base.seed, better)


def check_minutes(store: RunStore, minutes: float | None) -> None:
    """LimitReached where the host does not give so many, RunError where they are none."""
    if minutes is not None:
        store.limits.check_minutes(minutes)
        if not minutes > 0:
            raise RunError("A sweep needs some minutes, got {got}.", got=f"{minutes:g}")


def seconds_of(store: RunStore, task: Task, plan: Plan, dataset: Dataset) -> float:
    """About how long all trials take here, none given up, and the end; its minutes may be fewer."""
    recipe = plan.of(usual(plan.space, task.kind.resolved(plan.of({}), dataset)))
    each = speed.estimated(store, task, recipe, dataset)
    return plan.trials * each / min(plan.at_once, max(1, store.places)) + speed.here(store, task.problem, recipe).ready


def readable(group: Group) -> tuple[Sweep | None, UnrolledError | None]:
    """A sweep, or what is told where its file cannot be read."""
    try:
        return Sweep(group), None
    except UnrolledError as error:
        return None, RunError(LOST, why=str(error))
