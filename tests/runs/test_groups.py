"""A group of runs is one to its owner, in line, among what is kept, and when something of it is lost."""

import json
import os
import time

import pytest

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import LimitReached, RunError, RunNotFound
from nlp_models.recipe import Recipe
from nlp_models.runners.everything import delete_everything
from nlp_models.runs import groups
from nlp_models.runs.groups import Group, Member
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import DAY, GROUPS, RunStore
from nlp_models.runs.turns import wait_together

ROWS = Dataset({"text": ["good film"], "label": ["1"]}, {"1": "good"})
CELLS = ("rnn", "lstm", "gru")


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs", Limits(runs_per_owner=3, waiting_per_owner=2, keep_days=30, free_disk_mb=0))


def race(store, owner="ann", cells=CELLS, **more):
    members = [Member({"cell": cell}, Recipe.make(cell=cell), seconds=10) for cell in cells]
    return groups.create(store, "sentiment", members, ROWS, owner=owner, name="cells", **more)


def single(store, owner="ann"):
    return store.create("sentiment", Recipe(), ROWS, owner=owner)


def ended(group, **more):
    for run in group.runs:
        run.update_status(**({"state": "done"} | more))
    return group


def test_a_group_counts_as_one_that_waits_and_as_one_that_is_kept(store):
    race(store)
    ended(race(store))
    single(store)
    with pytest.raises(LimitReached, match="3 runs"):
        race(store)
    with pytest.raises(LimitReached, match="3 runs"):
        single(store)


def test_whoever_waits_behind_a_group_waits_behind_one(store):
    group, behind = race(store), single(store, "bob")
    assert [run.position(store) for run in group.runs] == [1, 1, 1]
    assert behind.position(store) == 2
    assert store.seconds_before(behind) == 30


def test_its_runs_begin_together_and_nobody_else_meanwhile(store):
    group, behind = race(store), single(store, "bob")
    group.runs[1].request_cancel()
    given_up = []
    with group.runs[0].hold_lock():
        begun = wait_together(group.runs, store, given_up.append, poll=0.01)
        assert [run.id for run in begun] == [group.runs[0].id, group.runs[2].id]
        assert [run.id for run in given_up] == [group.runs[1].id]
        assert behind.position(store) == 2  # the one that was given up still says that it waits
        assert {run.status.state for run in begun} == {"running"}


def test_all_of_it_is_stopped_cancelled_resumed_shared_and_deleted_at_once(store):
    group = race(store)
    group.request_stop()
    assert all(run.stop_requested for run in group.runs)
    group.request_cancel()
    assert all(run.cancel_requested for run in group.runs)
    with pytest.raises(RunError, match="Cancel"):
        group.delete()
    ended(group, state="cancelled")
    with pytest.raises(RunError, match="nothing left"):
        group.request_stop()
    group.prepare_resume()
    assert {(run.status.state, run.status.attempt, run.cancel_requested) for run in group.runs} == {
        ("queued", 2, False)
    }
    ended(group)
    with pytest.raises(RunError, match="nothing to resume"):
        group.prepare_resume()
    group.share(True)
    shared = groups.get(store, group.id, "bob")
    assert len(shared.runs) == 3
    for act in (shared.delete, lambda: shared.rename("mine"), lambda: shared.share(False), shared.request_stop):
        with pytest.raises(RunError, match="Only the person"):
            act()
    group.delete()
    assert not store.list("ann") and not list((store.root / GROUPS).iterdir())


def test_a_foreign_group_and_an_unknown_one_are_told_alike(store):
    group, told = race(store), []
    for asked in (group.id, "0" * 26, "../x"):
        with pytest.raises(RunNotFound) as error:
            groups.get(store, asked, "bob")
        told.append(str(error.value))
    assert len(set(told)) == 1


def test_members_may_be_added_and_say_what_they_differ_in(store):
    group = ended(race(store, equal="seconds"))
    (fourth,) = groups.add(group, [Member({"units": 64}, Recipe.make(units=64))], owner="ann")
    again = groups.get(store, group.id, "ann")
    assert [seat.changes for seat in again.seats] == [*({"cell": cell} for cell in CELLS), {"units": 64}]
    assert again.lead.id == fourth.id and again.equal == "seconds"
    assert len({run.dataset_path.stat().st_ino for run in group.runs}) == 1  # the rows lie there once
    with pytest.raises(LimitReached, match="at most"):
        groups.add(again, [Member({}, Recipe())] * 15, owner="ann")


def test_what_is_lost_of_a_group_takes_nothing_else_with_it(store):
    group, alone = ended(race(store)), single(store)
    store.delete(group.runs[0])
    (group.runs[1].folder / "about.json").write_text("{")
    units = groups.gathered(store, store.list("ann"))
    assert [type(unit) for unit in units] == [type(alone), Group]
    seats = units[1].seats
    assert [seat.run and seat.run.id for seat in seats] == [None, None, group.runs[2].id]
    assert [seat.changes["cell"] for seat in seats] == list(CELLS)
    for broken in ("{", "[]", '{"task": 1}', "\0", json.dumps({"members": [{}] * 9})):
        (store.root / GROUPS / f"{group.id}.json").write_text(broken)
        found = groups.get(store, group.id, "ann")
        assert found.info is None and found.name == "cells" and len(found.seats) == 1
    found.rename("again")
    assert groups.get(store, group.id, "ann").name == "again"


def test_it_is_made_whole_or_not_at_all(store, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(groups, "write_aside", full)
    with pytest.raises(LimitReached, match="full"):
        race(store)
    assert not store.list("ann")
    with pytest.raises(LimitReached, match="at most"):
        race(store, cells=["gru"] * 19)


def test_a_group_is_swept_as_one_and_its_name_with_the_last_of_it(store):
    group = ended(race(store))
    old = time.time() - 31 * DAY
    for run in group.runs[:2]:
        run.write_json("status.json", json.loads((run.folder / "status.json").read_text()) | {"updated": old})
        (run.folder / "expired").write_text(str(old))
    assert not store.sweep()  # one of them ended today
    last = group.runs[2]
    last.write_json("status.json", json.loads((last.folder / "status.json").read_text()) | {"updated": old})
    for run in group.runs:
        (run.folder / "expired").write_text(str(old))
    os.utime(store.root / GROUPS / f"{group.id}.json", (old, old))
    assert set(store.sweep()) == {run.id for run in group.runs}
    assert not list((store.root / GROUPS).iterdir())


def test_everything_of_somebody_is_deleted_with_the_names_of_their_groups(store):
    ended(race(store))
    ended(race(store, "bob"))
    assert delete_everything(store, "ann") == 3
    assert len(list((store.root / GROUPS).iterdir())) == 1 and len(store.list("bob")) == 3
