"""Runs of two people in any order of what can happen to them: started, stopped, cancelled, killed, resumed, deleted, shared,
beside a full disk, a clock that jumps and a process that waits to be the next training. What is promised holds after every
step; `make search` tries thousands of orders.

The trainings are acted (acted.py).
"""

import errno
import os
import shutil
import sys
import tempfile
import time
import types
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path

import pytest
from acted import Training, Warm, pause, train
from acted_runner import ActedRunner
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import LimitReached, RunNotFound, UnrolledError
from nlp_models.recipe import Recipe
from nlp_models.runners import local, warm
from nlp_models.runs import groups, turns
from nlp_models.runs.groups import Group, Member
from nlp_models.runs.limits import Limits
from nlp_models.runs.run import NETWORK
from nlp_models.runs.store import DAY, RunStore
from nlp_models.training import in_turn

SEARCHING = os.environ.get("HYPOTHESIS_PROFILE", "suite") != "suite"
WHO = st.sampled_from(["ann", "bob"])
OTHER = {"ann": "bob", "bob": "ann"}
RARELY = st.integers(0, 9).map(lambda number: number == 9)
WHICH = st.integers(0, 5)
ROWS = Dataset({"text": ["good film"], "label": ["1"]}, {"1": "good"})
KEPT_DAYS = 30


class Life(ActedRunner, RuleBasedStateMachine):
    """The host, its two visitors and their trainings."""

    def __init__(self):
        super().__init__()
        self.real, self.passed, self.skew, self.wrong, self.full = time.time(), 0.0, 0.0, 0.0, False
        self.patch, self.folder = pytest.MonkeyPatch(), tempfile.mkdtemp()
        self.store = RunStore(Path(self.folder) / "runs", Limits(keep_days=KEPT_DAYS, free_disk_mb=0, warm_minutes=1))
        self.runs, self.owner, self.gone, self.shared, self.processes = [], {}, set(), set(), []
        self.touched, self.cancelled, self.order, self.group_of = {}, set(), [], {}
        loop = types.ModuleType("nlp_models.training.loop")
        loop.train, loop.begin = train, Training
        self.patch.setitem(sys.modules, loop.__name__, loop)
        self.patch.setattr(turns, "time", types.SimpleNamespace(sleep=pause, time=self.now))
        self.patch.setattr(in_turn, "_printing", lambda _run: nullcontext())  # threads share what is printed into
        self.patch.setattr(time, "time", self.now)
        self.patch.setattr(time, "time_ns", lambda: int(self.now() * 1e9))
        self.patch.setattr(os, "fsync", self.fsync)
        self.patch.setattr("nlp_models.runs.run.LOCK_PATIENCE", 0.01)
        self.runner_is_acted()

    def now(self):
        return self.real + self.passed + self.skew

    def fsync(self, _number):
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")

    def teardown(self):
        for process in self.living():
            process.go(kill=True)
        self.patch.undo()
        shutil.rmtree(self.folder)

    def one(self, which):
        return self.runs[which % len(self.runs)]

    def does(self, stranger, run, act):
        """Whether its owner, or a stranger, could do it; a refusal is told, and no stranger is ever let."""
        self.passed += 0.01
        who = OTHER[self.owner[run.id]] if stranger else self.owner[run.id]
        try:
            act(self.store.get(run.id, who))
        except UnrolledError:
            return False
        assert not stranger
        return True

    # what people do

    @initialize(waits=st.booleans())
    def two_begin(self, waits):
        if waits:
            self.open_train()
        for who in OTHER:
            self.create(who, submitted=True)

    @rule(who=WHO, submitted=st.booleans())
    def create(self, who, submitted):
        self.passed += 0.01
        try:
            run = self.store.create("sentiment", Recipe(), ROWS, owner=who)
        except UnrolledError:
            return
        self.begun([run], who)
        if submitted:
            self.submit(run)

    def begun(self, runs, who, group=None):
        for run in runs:
            self.runs.append(run)
            self.owner[run.id], self.group_of[run.id] = who, group
            self.order.append(run.id)
            self.touched[run.id] = self.passed

    @rule(who=WHO, submitted=st.booleans())
    def create_group(self, who, submitted):
        self.passed += 0.01
        members = [Member({"cell": cell}, Recipe.make(cell=cell)) for cell in ("lstm", "gru")]
        try:
            group = groups.create(self.store, "sentiment", members, ROWS, owner=who, name="cells")
        except UnrolledError:
            return
        self.begun(group.runs, who, group.id)
        event("a group")
        if submitted:
            self.submit(group.lead)

    def does_all(self, stranger, which, act):
        """The same of a group: whether all of it did."""
        there = [run for run in self.there() if self.group_of[run.id]]
        if not there:
            return None
        self.passed += 0.01
        run = there[which % len(there)]
        who = OTHER[self.owner[run.id]] if stranger else self.owner[run.id]
        try:
            group = groups.get(self.store, self.group_of[run.id], who)
            act(group)
        except UnrolledError:
            return None
        assert not stranger
        return group

    @rule(stranger=RARELY, which=WHICH, cancelled=st.booleans())
    def end_group(self, stranger, which, cancelled):
        act = Group.request_cancel if cancelled else Group.request_stop
        if (group := self.does_all(stranger, which, act)) and cancelled:
            self.cancelled |= {run.id for run in group.runs if run.cancel_requested}

    @rule(stranger=RARELY, which=WHICH)
    def resume_group(self, stranger, which):
        resumed = []

        def act(group):
            resumed.extend(run.id for run in group.resumable)
            group.prepare_resume()

        if group := self.does_all(stranger, which, act):
            self.cancelled -= {*resumed}
            self.touched |= dict.fromkeys(resumed, self.passed)
            self.order = [*(other for other in self.order if other not in resumed), *resumed]
            event("a group is resumed")
            self.submit(group.lead)

    @rule(stranger=RARELY, which=WHICH)
    def delete_group(self, stranger, which):
        def act(group):
            try:
                group.delete()
            finally:
                self.gone |= {run.id for run in group.runs if not run.folder.exists()}

        self.does_all(stranger, which, act)

    def submit(self, run):
        """A runner starts a process for it, or has one; a page that breaks off, or a full disk, may have kept it from that."""
        if self.trains(run):
            return
        try:
            local.Local().submit(run)
        except LimitReached:
            assert self.full
            event("a full disk keeps it from being submitted")

    @rule(stranger=RARELY, which=WHICH)
    def stop(self, stranger, which):
        self.does(stranger, self.one(which), lambda run: run.request_stop())

    @rule(stranger=RARELY, which=WHICH)
    def cancel(self, stranger, which):
        run = self.one(which)
        if self.does(stranger, run, lambda run: run.request_cancel()):
            self.cancelled.add(run.id)

    @rule(stranger=RARELY, which=WHICH)
    def resume(self, stranger, which):
        run = self.one(which)
        if self.does(stranger, run, lambda run: run.prepare_resume()):
            self.cancelled.discard(run.id)
            self.touched[run.id] = self.passed
            self.order = [*(other for other in self.order if other != run.id), run.id]
            self.submit(run)

    @rule(stranger=RARELY, which=WHICH)
    def delete(self, stranger, which):
        run = self.one(which)
        free = run.lock_is_free()
        if self.does(stranger, run, self.store.delete):
            assert free
            self.gone.add(run.id)

    @rule(stranger=RARELY, which=WHICH, shared=st.booleans())
    def share(self, stranger, which, shared):
        run = self.one(which)
        if self.does(stranger, run, lambda run: self.store.share(run, shared)):
            (self.shared.add if shared else self.shared.discard)(run.id)

    @rule()
    def open_train(self):
        """A process may wait from then on."""
        local.Local().prepare(self.store)

    # what happens

    @rule()
    def runner_looks(self):
        """Of a process that has ended, the one that follows it hears; one that was told a run in vain is followed by another."""
        for target, (run, process, handed) in [*self.followed]:
            if not process.lives:
                self.followed.remove((target, (run, process, handed)))
                target(run, process, handed)
                assert not handed or self.full or not local._never_began(run) or self.trains(run)
                event(f"a run is told to one that waited: {bool(handed)}")

    @precondition(lambda self: any(isinstance(process, Warm) for process in self.living()))
    @rule()
    def waits_too_long(self):
        """Its minutes are over; until it has ended, its server does not know."""
        for process in self.living():
            if isinstance(process, Warm) and process.told is None:
                process.tired = True

    @rule(really=RARELY)
    def server_begins_anew(self, really):
        """Who follows is gone with it, and so is the other end of what a waiting process reads."""
        if really:
            self.followed.clear()
            for one in warm._waiting:
                one.process.stdin.__exit__()
            warm._waiting.clear()

    @precondition(lambda self: self.living())
    @rule(which=WHICH, steps=st.integers(1, 40))
    def go_on(self, which, steps):
        process = self.living()[which % len(self.living())]
        for _ in range(steps):
            if process.lives:
                self.passed += 0.3
                self.touched |= dict.fromkeys((run.id for run in self.with_it(process.id)), self.passed)
                process.go()
        if process.error and not (self.full and isinstance(process.error, OSError)):
            assert isinstance(process.error, UnrolledError), process.error  # deleted before it began

    @precondition(lambda self: self.living())
    @rule(which=WHICH, really=RARELY)
    def kill(self, which, really):
        if not really:
            return
        self.living()[which % len(self.living())].go(kill=True)

    @precondition(lambda self: self.living())
    @rule(which=WHICH, really=RARELY)
    def fail(self, which, really):
        if not really:
            return
        process = self.living()[which % len(self.living())]
        process.fails = True
        process.go()

    @rule(full=RARELY)
    def disk(self, full):
        self.full = full

    @rule(seconds=st.sampled_from([1, 11, 3600]))
    def wait(self, seconds):
        self.passed += seconds

    @rule(days=st.sampled_from([-40, 40]), goes_wrong=RARELY)
    def clock(self, days, goes_wrong):
        """Always wrong the same way: one that is behind, and then ahead, may take what is young for old."""
        self.wrong = self.wrong or days * DAY * goes_wrong
        self.skew = self.wrong if goes_wrong else 0.0

    @rule(months=RARELY)
    def time_passes(self, months):
        self.passed += (KEPT_DAYS + 1) * DAY * months

    @rule()
    def sweep(self):
        for run_id in self.store.sweep():
            self.is_swept(run_id)

    def is_swept(self, run_id):
        """It was old enough; of a clock that is right only now and then nothing but a day is sure."""
        age = self.passed - self.touched[run_id]
        assert age > (DAY if self.wrong else KEPT_DAYS * DAY), f"{age / DAY} days old"
        self.gone.add(run_id)

    # what always holds

    def living(self):
        return [process for process in self.processes if process.lives]

    def trains(self, run):
        return any(process.id == run.id for process in self.living())

    def with_it(self, run_id):
        """The runs that are trained by one process."""
        if run_id is None:  # it waits
            return []
        run = next(run for run in self.runs if run.id == run_id)
        return [
            other
            for other in self.runs
            if other.id == run_id or (self.group_of[run_id] and self.group_of[other.id] == self.group_of[run.id])
        ]

    def there(self):
        """The runs that nobody has deleted; a worker sweeps, too."""
        for run in self.runs:
            if run.id not in self.gone and not run.folder.exists():
                self.is_swept(run.id)
        return [run for run in self.runs if run.id not in self.gone]

    @invariant()
    def every_run_is_whole_and_what_it_says(self):
        for run in self.there():
            assert run.damage is None
            assert not list(run.folder.glob(".*"))
            state, found = run.status.state, {name for name in NETWORK if (run.folder / name).exists()}
            metrics = run.metrics()
            assert [row["epoch"] for row in metrics] == list(range(1, len(metrics) + 1))
            steps = [0, *(row["step"] for row in metrics)]
            assert all(before < after for before, after in pairwise(steps)), "an epoch without a step"
            if state == "done":
                assert found == set(NETWORK) and run.report and metrics and run.id not in self.cancelled
            if state == "cancelled":
                assert not found and (run.id in self.cancelled or run.status.message)
            event(f"a run is {state}")

    @invariant()
    def who_waits_is_known_to_its_server(self):
        wait = [one for one in self.living() if isinstance(one, Warm) and one.told is None]
        assert wait == [one.process for one in warm._waiting if one.process.lives]

    @invariant()
    def one_trains_at_most(self):
        trains = [run for run in self.there() if run.status.state == "running" and not run.lock_is_free()]
        assert len({self.group_of[run.id] or run.id for run in trains}) <= 1

    @invariant()
    def the_queue_is_in_the_order_of_asking(self):
        waiting = [place for place in self.store.queue() if place.state == "queued"]
        waiting.sort(key=lambda place: place.ticket)
        ids = [place.run.id for place in waiting]
        assert ids == [run_id for run_id in self.order if run_id in ids]

    @invariant()
    def everybody_sees_their_own_and_what_is_shared(self):
        for who in ("ann", "bob"):
            own = {run.id for run in self.there() if self.owner[run.id] == who}
            assert {run.id for run in self.store.list(who)} == own
            for run in self.there():
                if run.id not in own | self.shared:
                    with pytest.raises(RunNotFound):
                        self.store.get(run.id, who)


many = (
    {"max_examples": 2_000, "stateful_step_count": 60} if SEARCHING else {"max_examples": 30, "stateful_step_count": 30}
)
TestLife = Life.TestCase
TestLife.settings = settings(deadline=None, **many)
