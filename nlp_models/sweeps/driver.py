"""drive(store, group_id): a sweep from its first trial to its finished winner, in a process of its own.

Each trial is a run that is submitted to the runner of this host and followed by its files. After each of its epochs it may be
given up; once there are enough trials, the time is over or its owner stops it, the best one is resumed: it is finished as any
training, and only then the test part is read. Whatever kills this process, another one goes on: what counts is on disk first.
"""

import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from nlp_models import runners, tasks
from nlp_models.errors import RunError, RunNotFound, UnrolledError
from nlp_models.messages import Message, mark
from nlp_models.runs.groups import Group
from nlp_models.runs.records import TRIED, Status
from nlp_models.runs.run import ACTIVE, Run
from nlp_models.runs.snapshots import FOLDER as SNAPSHOTS
from nlp_models.runs.store import Planned, RunStore
from nlp_models.sweeps import sampling
from nlp_models.sweeps import study as studies
from nlp_models.sweeps.points import measure_of, points_of
from nlp_models.sweeps.study import ENOUGH, Study, Trial
from nlp_models.sweeps.sweep import Sweep, put_again

SECONDS_BETWEEN = 0.5
MOST_ATTEMPTS = 3  # of a trial that is cut off again and again
BEGINS_WITHIN = 60.0  # seconds; a busy computer is slow to start a process
STEADY = 5.0  # seconds; of a driver that was stopped in between no more are counted as training
GONE = mark("It was deleted, or its files are damaged.")
CUT_OFF = mark("It was cut off again and again.")
NONE_ENDED = mark("None of the trials has ended well.")
NOTHING_LEARNED = mark("Stopped before it had learned anything.")


def drive(store: RunStore, group_id: str, sleep: Callable[[float], None] = time.sleep) -> int:
    """To its end; 0, or 2 where no network came of it."""
    sweep = Sweep(_group(store, group_id))
    with sweep.lock():
        driver = Driver(sweep, runners.chosen())
        try:
            driver.begin()
            while driver.goes_on():
                sleep(SECONDS_BETWEEN)
        except RunNotFound:  # its owner has deleted it
            return 0
        except UnrolledError as error:  # a full disk: what there is stays, and can go on
            print(error, file=sys.stderr)
            with suppress(UnrolledError):
                driver.keep(replace(driver.study, ended="failed", message=error.message.as_dict()))
        return 2 if driver.study.ended != "done" else 0


def _group(store: RunStore, group_id: str) -> Group:
    """The group, whoever owns it: for the driving process only."""
    runs = [run for run, about in store.abouts() if about.group == group_id and not run.damage]
    if not runs:
        raise RunNotFound("There is no such group of runs; it may have been deleted or the link is wrong.")
    return Group(group_id, store, runs, None)


class Driver:
    """One sweep in this process, whose lock it holds: `goes_on()` again and again, until it has ended."""

    def __init__(self, sweep: Sweep, runner: Any) -> None:
        self.sweep, self.runner, self.store, self.study = sweep, runner, sweep.store, sweep.study
        self.task = tasks.load(sweep.group.task)
        self.seen = time.monotonic()
        self.submitted: dict[str, float] = {}  # when, by this process

    def begin(self) -> None:
        """Go on where another driver was: a trial that nobody has been told of goes, one that nobody trains is submitted."""
        known = {trial.run for trial in self.study.trials}
        for run, about in list(self.store.abouts()):
            if about.group == self.sweep.id and about.trial and run.id not in known:
                with suppress(RunError):
                    self.store.remove(run)
        waiting = self.study.open if self.study.winner is None else [self.study.winner]
        for number in waiting:
            run = self.run_of(number)
            if run and run.status.state in (*ACTIVE, "interrupted") and not self.runner.is_alive(run):
                self.submit(run)

    def submit(self, run: Run) -> None:
        self.submitted[run.id] = time.monotonic()
        self.runner.submit(run)

    def run_of(self, number: int) -> Run | None:
        try:
            run = self.store.open(self.study.trials[number].run)
            run.check_whole()
        except UnrolledError:
            return None
        return run

    def keep(self, study: Study) -> None:
        """Nothing comes of a change before it is on disk."""
        studies.keep(self.store, self.sweep.id, study)
        self.study = study

    def goes_on(self) -> bool:
        """Look at every trial once, begin the next one, or end; whether there is more to do."""
        if self.study.ended:
            return False
        if self.sweep.cancel_requested:
            return self.cancel()
        passed, self.seen = min(STEADY, time.monotonic() - self.seen), time.monotonic()
        for number in self.study.open:
            self.look_at(number, passed)
        if self.study.ended:
            return False
        if self.study.winner is not None:
            return self.finish()
        if self.is_to_stop():
            self.stop_open()
        elif self.wants_more():
            self.begin_trial()
            return True
        if not self.study.open:
            self.choose()
        return not self.study.ended

    # --- a trial ---

    def look_at(self, number: int, passed: float) -> None:
        """What it has learned since; whether it has ended, or is to be given up."""
        run, trial = self.run_of(number), self.study.trials[number]
        if run is None:
            return self.close(number, trial, "failed", Message(GONE))
        status = run.status
        if status.state == "running":
            trial = replace(trial, seconds=trial.seconds + passed)
        known, metrics = len(trial.points), run.metrics()
        if metrics and not self.study.measure:
            self.study = replace(self.study, measure=measure_of(self.task.kind, metrics[0]))
        points = points_of(self.task.kind, self.study.measure, metrics, status.steps)
        before = self.ended_before(number)
        for count in range(known + 1, len(points) + 1):
            so_far = replace(trial, points=points[:count])
            if sampling.is_hopeless(self.study.plan, before, so_far):
                with suppress(RunError):  # it has just ended
                    run.request_cancel()
                return self.close(number, so_far, "pruned")
        trial = replace(trial, points=points)
        if status.state not in ACTIVE and self.runner_has_left(run):
            return self.ended(number, trial, run)
        self.study = self.study.with_trial(number, **_changes(trial))
        if len(points) > known:
            self.keep(self.study)

    def runner_has_left(self, run: Run) -> bool:
        """Whether its process is gone; what it held is free then."""
        return not self.runner.is_alive(run)

    def ended_before(self, number: int) -> tuple[Trial, ...]:
        """The trials by which it is judged and was chosen: those that had to have ended when it began, whatever else has since."""
        return self.study.trials[: max(0, number - self.study.plan.at_once + 1)]

    def ended(self, number: int, trial: Trial, run: Run) -> None:
        """It has ended by itself, was stopped, or was cut off."""
        status = run.status
        message = status.message
        if self.is_on_its_way(run, status):
            return None
        if (
            status.state == "interrupted" and not self.runner.is_there()
        ):  # so would all the others be, one after the other
            told = (message or Message(CUT_OFF)).as_dict()
            return self.keep(replace(self.study.with_trial(number, **_changes(trial)), ended="failed", message=told))
        if status.state == "interrupted" and status.attempt < MOST_ATTEMPTS:
            put_again(run)
            return self.submit(run)
        if message and message.code == TRIED and trial.points:
            return self.close(number, trial, "complete")
        if status.state == "failed":
            return self.close(number, trial, "failed", message)
        if status.state == "interrupted":
            return self.close(number, trial, "failed", Message(CUT_OFF))
        self.close(number, trial, "stopped")

    def is_on_its_way(self, run: Run, status: Status) -> bool:
        """Whether the process that it was given to may not have begun yet: it looks as if it was cut off."""
        submitted = self.submitted.get(run.id)
        begins = submitted is not None and time.monotonic() - submitted < BEGINS_WITHIN
        return begins and status.state == "interrupted"

    def close(self, number: int, trial: Trial, state: studies.TrialState, message: Message | None = None) -> None:
        """It is over; of all that are, only the best keeps what it needs to be finished."""
        told = message.as_dict() if message else None
        study = self.study.with_trial(number, **_changes(trial) | {"state": state, "message": told})
        ended = [one for one in study.trials if one.state in ("complete", "pruned")]
        if len(ended) >= ENOUGH:
            study = replace(study, importance=sampling.importance(study.plan, study.trials))
        self.keep(study)
        self.clear_losers()

    def clear_losers(self) -> None:
        """Checkpoints and snapshots are most of what a run takes on the disk."""
        for number, trial in enumerate(self.study.trials):
            run = self.run_of(number)
            if run and trial.state != "open" and number != self.study.best and run.lock_is_free():
                for folder in ("checkpoint", SNAPSHOTS):
                    shutil.rmtree(run.folder / folder, ignore_errors=True)

    # --- the next one ---

    def wants_more(self) -> bool:
        """Whether the next trial may begin: what it follows from is known, and there is a place for it."""
        plan, begun = self.study.plan, len(self.study.trials)
        first_open = min(self.study.open, default=begun)
        has_place = len(self.study.open) < max(1, self.store.places)
        return begun < plan.trials and begun - first_open < plan.at_once and has_place

    def begin_trial(self) -> None:
        """On disk and in the study before anybody is told of it."""
        plan, number = self.study.plan, len(self.study.trials)
        known = self.ended_before(number)
        others = [
            Trial(one.run, one.settings) for one in self.study.trials[len(known) :]
        ]  # as if they were at their start
        settings = sampling.next_settings(plan, [*known, *others])
        recipe, other = plan.of(settings), self.some_run()
        seconds = other.about.seconds
        planned = Planned(recipe, plan.name_of(number, recipe), seconds, trial=True)
        run = self.store.create_beside(other, planned, self.check_there)
        self.keep(replace(self.study, trials=(*self.study.trials, Trial(run.id, settings))))
        self.submit(run)

    def some_run(self) -> Run:
        """One that has the rows; RunNotFound where all of them were deleted."""
        there = (self.run_of(number) for number in range(len(self.study.trials)))
        found = next((run for run in there if run and run.dataset_path.exists()), None)
        if found is None:
            raise RunNotFound("There is no such group of runs; it may have been deleted or the link is wrong.")
        return found

    def check_there(self) -> None:
        studies.read(self.store, self.sweep.id)

    # --- the end ---

    def is_to_stop(self) -> bool:
        """Whether its owner or the time ends it."""
        over = self.study.seconds >= 60 * self.study.plan.minutes and (
            self.study.open or len(self.study.trials) < self.study.plan.trials
        )
        if over and not self.study.cut:
            self.keep(replace(self.study, cut=True))
        return self.sweep.stop_requested or self.study.cut

    def stop_open(self) -> None:
        """Those that train keep the best so far."""
        for number in self.study.open:
            run = self.run_of(number)
            if run and not run.stop_requested:
                with suppress(RunError):
                    run.request_stop()

    def choose(self) -> None:
        """The winner is resumed, asked to stop where it stands: it learns no more, it is finished."""
        best = self.study.best
        run = None if best is None else self.run_of(best)
        if best is None or run is None:
            return self.end_without_winner()
        self.keep(replace(self.study, winner=best))
        self.store.choose_trial(run)
        self.submit_winner(run)

    def submit_winner(self, run: Run) -> None:
        put_again(run)
        run.request_stop()
        self.submit(run)

    def end_without_winner(self) -> None:
        """All were given up, failed or stopped."""
        failed = [trial.message for trial in self.study.trials if trial.state == "failed"]
        if failed:
            reason = failed[-1] or Message(NONE_ENDED).as_dict()
            return self.keep(replace(self.study, ended="failed", message=reason))
        self.keep(replace(self.study, ended="cancelled", message=Message(NOTHING_LEARNED).as_dict()))

    def finish(self) -> bool:
        """Wait for the winner; whether it is not finished yet."""
        assert self.study.winner is not None
        run = self.run_of(self.study.winner)
        if run is None:
            self.keep(replace(self.study, ended="failed", message=Message(GONE).as_dict()))
            return False
        status = run.status
        if status.state in ACTIVE or self.runner.is_alive(run) or self.is_on_its_way(run, status):
            return True
        if status.state == "done":
            self.keep(replace(self.study, ended="done"))
        elif status.attempt < MOST_ATTEMPTS and status.state != "failed":
            if run.about.trial:
                self.store.choose_trial(run)
            self.submit_winner(run)
            return True
        else:
            message = status.message or Message(CUT_OFF)
            self.keep(replace(self.study, ended="failed", message=message.as_dict()))
        return False

    def cancel(self) -> bool:
        """Whatever trains is cancelled; once nothing does, it has ended."""
        runs = [run for number in range(len(self.study.trials)) if (run := self.run_of(number))]
        alive = [run for run in runs if run.status.state in ACTIVE or self.runner.is_alive(run)]
        for run in alive:
            with suppress(RunError):
                run.request_cancel()
        if not alive:
            trials = [replace(one, state="stopped") if one.state == "open" else one for one in self.study.trials]
            self.keep(replace(self.study, trials=tuple(trials), ended="cancelled", winner=None))
        return bool(alive)


def _changes(trial: Trial) -> dict[str, Any]:
    return {"points": tuple(trial.points), "seconds": round(trial.seconds, 1)}
