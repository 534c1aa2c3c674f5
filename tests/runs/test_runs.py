"""Who sees which run, who may have one more, whose turn it is."""

import json
import subprocess
import sys
import threading
import time
from contextlib import ExitStack

import pytest
from conftest import counted_calls

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import LimitReached, RunError, RunNotFound
from nlp_models.messages import Message
from nlp_models.recipe import Recipe
from nlp_models.runs import bundles, records
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import REPOSITORY, RunStore
from nlp_models.runs.turns import wait_for_turn

TAKE_TURN = """
import sys, time
from nlp_models.runs.store import RunStore
from nlp_models.runs.turns import wait_for_turn
store = RunStore(sys.argv[1])
run = store.open(sys.argv[2])
with run.hold_lock():
    if wait_for_turn(run, store, poll=0.02):
        with open(sys.argv[3], "a") as order:
            order.write(f"{run.id} in\\n"); order.flush()
            time.sleep(0.2)
            order.write(f"{run.id} out\\n")
        run.update_status(state="done")
"""

ROWS = Dataset({"text": ["good film"], "label": ["1"]}, {"1": "good"})


class Unwritable:
    def save(self, path):
        raise OSError("disk full")


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


def make(store, owner="ann", **more):
    return store.create("sentiment", Recipe(), ROWS, owner=owner, **more)


def child(code, *arguments):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)


# what a new run holds


def test_new_run_holds_what_was_asked(store):
    run = store.create("spam", Recipe(units=7), ROWS, owner="ann", name=" my  run ")
    assert run.about.task == "spam"
    assert run.about.name == "my run"
    assert run.recipe == Recipe(units=7)
    assert "good film" in run.dataset_path.read_text()
    assert (run.status.state, run.status.attempt, run.report) == ("queued", 1, None)


def test_owner_is_stored_hashed(store):
    run = make(store, owner="secret-visitor-id")
    assert all("secret-visitor-id" not in file.read_text() for file in run.folder.iterdir())


def test_half_made_run_is_never_seen(store):
    with pytest.raises(OSError, match="disk full"):
        store.create("spam", Recipe(), Unwritable(), owner="ann")
    assert [path.name for path in store.root.iterdir()] == [".lock"]


def test_text_with_a_lone_surrogate_can_be_stored(store):
    run = make(store)
    run.update_status(message=Message("{word}", {"word": "\ud800"}))
    assert run.status.message.values["word"] == "\ud800"


def test_too_long_name_is_refused(store):
    with pytest.raises(RunError, match="at most 80 characters, this one has 81"):
        make(store, name="a" * 81)


def test_dataset_is_read_back(store):
    dataset = Dataset({"text": ["good film"], "label": ["1"]}, {"1": "긍정"})
    assert store.create("sentiment", Recipe(), dataset, owner="ann").dataset == dataset


def test_adopted_bundle_is_a_finished_run_without_rows(tmp_path):
    store = RunStore(tmp_path, Limits(waiting_per_owner=0, runs_per_owner=1))
    files = dict.fromkeys(bundles.LIMITS, b"hello")
    run = store.import_bundle("sentiment", Recipe(units=9), files, owner="ann", name="theirs")
    assert (run.status.state, run.recipe.units, run.about.name) == ("done", 9, "theirs")
    assert (run.folder / "card.md").read_bytes() == b"hello"
    with pytest.raises(RunError, match="imported as a bundle"):
        _ = run.dataset
    with pytest.raises(LimitReached):
        store.import_bundle("sentiment", Recipe(), files, owner="ann")


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "..", "about.json"])
def test_only_the_files_of_a_bundle_are_adopted(store, name):
    with pytest.raises(ValueError, match=r"bundles\.read"):
        store.import_bundle("sentiment", Recipe(), dict.fromkeys([*bundles.LIMITS, name], b""), owner="ann")
    assert store.list("ann") == []


# who sees what


def test_foreign_run_and_unknown_run_are_told_alike(store):
    run = make(store)
    with pytest.raises(RunNotFound) as foreign:
        store.get(run.id, "bob")
    with pytest.raises(RunNotFound) as unknown:
        store.get("0" * 26, "bob")
    assert str(foreign.value) == str(unknown.value)
    assert str(unknown.value) == "There is no such run; it may have been deleted or the link is wrong."


@pytest.mark.parametrize("bad", ["", ".", "..", "../x", "/etc", ".lock", "a/b", "0" * 25, "U" * 26, None, 7])
def test_ids_are_never_used_as_paths(store, bad):
    with pytest.raises(RunNotFound):
        store.get(bad, "ann")


def test_id_with_a_tail_is_refused(store):
    run = make(store)
    for bad in (
        run.id + "\n",
        run.id + "/",
        f"../{store.root.name}/{run.id}",
        str(run.folder),
        run.id.upper(),
    ):
        with pytest.raises(RunNotFound):
            store.open(bad)


def test_shared_run_is_seen_by_everyone_and_changed_by_its_owner_only(store):
    run = make(store)
    store.share(run, True)
    theirs = store.get(run.id, "bob")
    changes = [theirs.request_cancel, theirs.request_stop, theirs.prepare_resume]
    changes += [
        lambda: store.delete(theirs),
        lambda: store.share(theirs, False),
        lambda: store.rename(theirs, "x"),
    ]
    for change in changes:
        with pytest.raises(RunError, match="Only the person who started this run"):
            change()
    store.share(run, False)
    with pytest.raises(RunNotFound):
        store.get(run.id, "bob")


def test_a_link_leaves_the_rows_out_unless_its_owner_says_so(store):
    run = make(store)
    store.share(run, True)
    theirs = store.get(run.id, "bob")
    assert run.has_rows and not theirs.has_rows and theirs.seen_as != run.seen_as
    with pytest.raises(RunError):
        _ = theirs.dataset
    store.share(run, True, with_rows=True)
    theirs = store.get(run.id, "bob")
    assert theirs.has_rows and theirs.dataset.digest() == run.dataset.digest()
    store.share(run, False, with_rows=True)
    assert not store.get(run.id, "ann").about.with_rows  # shared again, it begins without them


def test_list_holds_own_runs_newest_first(store):
    first, _, last = make(store), make(store, owner="bob"), make(store)
    assert [run.id for run in store.list("ann")] == [last.id, first.id]
    assert store.list("ann", task="spam") == []
    assert store.list("carol") == []


def test_nobody_is_not_an_owner(store):
    with pytest.raises(ValueError, match="needs an owner"):
        store.list("")


def test_rename_changes_the_name_only(store):
    run = make(store)
    before = run.about
    store.rename(run, "better")
    assert run.about.name == "better" and run.about.ticket == before.ticket and run.about.owner == before.owner


# limits


def test_too_many_runs_are_refused_with_the_number(tmp_path):
    store = RunStore(tmp_path, Limits(runs_per_owner=1))
    make(store).update_status(state="done")
    with pytest.raises(LimitReached, match="You have 1 runs, the most there can be"):
        make(store)
    make(store, owner="bob")


def test_too_many_waiting_runs_are_refused(tmp_path):
    store = RunStore(tmp_path, Limits(waiting_per_owner=2))
    make(store), make(store)
    with pytest.raises(LimitReached, match="2 of your runs are waiting"):
        make(store)
    store.list("ann")[0].update_status(state="cancelled")
    make(store)


def test_full_disk_is_told_before_anything_is_written(tmp_path):
    store = RunStore(tmp_path, Limits(free_disk_mb=10**9))
    with pytest.raises(LimitReached, match=r"The disk has \d+ MB left, 1000000000 MB are needed"):
        make(store)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def a_day_later(monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 90_000)


def test_a_clock_ahead_for_an_hour_deletes_nothing(store, monkeypatch):
    run = make(store)
    run.update_status(state="done")
    now = time.time()
    for seconds in (40 * 86400, 40 * 86400 + 3600, 0, 90_000):  # ahead, and set right again
        monkeypatch.setattr(time, "time", lambda seconds=seconds: now + seconds)
        assert store.sweep() == []
    assert run.folder.exists()


def test_sweep_deletes_only_what_ended_long_ago(store, monkeypatch):
    old, young, waiting = make(store), make(store), make(store)
    for run in (old, young):
        run.update_status(state="done")
    long_ago = {**json.loads((old.folder / "status.json").read_text()), "updated": time.time() - 31 * 86400}
    old.write_json("status.json", long_ago)
    assert store.sweep() == []  # a clock may be ahead: it has to be as old a day later
    a_day_later(monkeypatch)
    assert store.sweep() == [old.id]
    assert {run.id for run in store.list("ann")} == {young.id, waiting.id}


def test_sweep_spares_a_run_that_trains_for_a_month(tmp_path, monkeypatch):
    store = RunStore(tmp_path, Limits(keep_days=-1))  # everything is old
    run = make(store)
    assert store.sweep() == []
    run.update_status(state="running")
    with run.hold_lock():
        assert store.sweep() == []
    run.update_status(state="done")
    assert store.sweep() == []
    a_day_later(monkeypatch)
    assert store.sweep() == [run.id]


def test_clock_set_back_deletes_nothing(store, monkeypatch):
    run = make(store)
    run.update_status(state="done")
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    assert store.sweep() == []


# whose turn it is


def test_first_come_first_served_one_at_a_time(store, tmp_path):
    runs = [make(store) for _ in range(3)]
    order = tmp_path / "order.txt"
    children = [child(TAKE_TURN, store.root, run.id, order) for run in reversed(runs)]
    assert [process.wait(timeout=30) for process in children] == [0, 0, 0]
    for process in children:
        process.stdout.close()
    assert order.read_text().split("\n")[:-1] == [f"{run.id} {way}" for run in runs for way in ("in", "out")]


def test_dead_run_does_not_hold_up_the_queue(store, monkeypatch):
    dead, next_one = make(store), make(store)
    dead.update_status(state="running")
    slept = []
    monkeypatch.setattr("nlp_models.runs.turns.time.sleep", slept.append)
    with next_one.hold_lock():
        assert wait_for_turn(next_one, store, poll=0.01)
    assert slept == []  # its lock is free: no need to wait
    assert next_one.status.state == "running"
    assert next_one.status.started is not None


def test_run_that_never_started_goes_first_only_while_it_is_fresh(store, monkeypatch):
    early, late = make(store), make(store)
    with late.hold_lock():
        threading.Timer(0.2, late.request_cancel).start()
        assert not wait_for_turn(late, store, poll=0.02)
        late.clear_flags()
        monkeypatch.setattr(records, "STALE_SECONDS", 0)
        assert wait_for_turn(late, store, poll=0.02)
    assert early.status.state == "interrupted"


def test_two_that_look_at_once_take_turns(store):
    run = make(store)
    waiter = threading.Thread(target=wait_for_turn, args=(run, store, 0.01))
    with run.hold_lock():
        with store.locked():  # another child is just taking its turn
            waiter.start()
            waiter.join(0.2)
            assert run.status.state == "queued"
        waiter.join()
        assert run.status.state == "running"


def test_waiting_run_can_be_cancelled(store):
    first, second = make(store), make(store)
    with first.hold_lock(), second.hold_lock():
        first.update_status(state="running")
        second.request_cancel()
        assert not wait_for_turn(second, store, poll=0.01)


def test_position_counts_those_that_wait_before(store):
    runs = [make(store) for _ in range(3)]
    assert [run.position(store) for run in runs] == [1, 2, 3]
    runs[0].update_status(state="running")
    assert [run.position(store) for run in runs] == [0, 1, 2]
    runs[0].update_status(state="done")
    assert runs[0].position(store) is None


def test_tickets_grow_when_the_clock_is_set_back(store, monkeypatch):
    first = make(store)
    monkeypatch.setattr(time, "time_ns", lambda: 10**18)
    assert make(store).about.ticket > first.about.ticket


# the folder of all runs


def test_what_has_ended_is_not_read_again_by_every_page(store):
    store.limits = Limits(waiting_per_owner=100)
    runs = [make(store, owner=f"owner {number}") for number in range(20)]
    for run in runs[1:]:
        run.update_status(state="done")
    store.queue(), store.list("owner 1")
    with counted_calls() as calls:
        assert [place.run.id for place in store.queue()] == [runs[0].id]
        assert [run.id for run in store.list("owner 1")] == [runs[1].id] and store.damaged("owner 1") == []
    assert calls["read_json"] == 1  # the status of the one that waits
    runs[1].update_status(state="failed")
    assert runs[1].status.state == "failed"


def test_what_another_process_does_to_an_ended_run_is_seen_at_once(store):
    run = make(store, owner="ann")
    run.update_status(state="cancelled")
    assert store.queue() == [] and store.queue() == []
    code = "import sys; from nlp_models.runs.store import RunStore; RunStore(sys.argv[1]).open(sys.argv[2]).prepare_resume()"
    subprocess.run([sys.executable, "-c", code, str(store.root), run.id], check=True)
    assert [place.run.id for place in store.queue()] == [run.id]
    run.update_status(state="done")
    assert store.queue() == []
    (run.folder / "status.json").write_bytes(b"{")
    assert store.queue() == store.list("ann") == [] and [one.id for one in store.damaged("ann")] == [run.id]


def test_default_store_follows_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("UNROLLED_RUNS", str(tmp_path / "elsewhere"))
    assert RunStore.default().root == (tmp_path / "elsewhere").resolve()


def test_ids_sort_by_time_and_differ(store, monkeypatch):
    store.limits = Limits(waiting_per_owner=100)
    first = make(store)
    time.sleep(0.002)
    later = [make(store).id for _ in range(5)]
    assert all(first.id < run_id for run_id in later)
    assert len(set(later)) == 5


def test_every_run_is_found_while_others_are_deleted(store):
    store.limits = Limits(waiting_per_owner=100)
    runs = [make(store) for _ in range(30)]
    for run in runs[:-1]:
        run.update_status(state="done")
    with ExitStack() as stack:
        deleter = threading.Thread(target=lambda: [store.delete(run) for run in runs[:-1]])
        stack.callback(deleter.join)
        deleter.start()
        for _ in range(50):
            assert runs[-1].id in {run.id for run in store.list("ann")}
            assert [place.run.id for place in store.queue()] == [runs[-1].id]
