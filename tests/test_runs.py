"""A run is a folder; these are the promises about who sees it, whose turn it is and what survives a crash."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from nlp_models import bundles
from nlp_models import run as run_module
from nlp_models.datasets import Dataset
from nlp_models.errors import LimitReached, RunError, RunNotFound
from nlp_models.messages import Message
from nlp_models.recipe import Recipe
from nlp_models.runs import REPOSITORY, Limits, RunStore, wait_for_turn

HOLD = """
import sys, time
from nlp_models.runs import RunStore
with RunStore(sys.argv[1]).open(sys.argv[2]).hold_lock():
    print("held", flush=True)
    time.sleep(60)
"""

TAKE_TURN = """
import sys, time
from nlp_models.runs import RunStore, wait_for_turn
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


class FewRows:
    """A stand-in for a Dataset."""

    def save(self, path):
        Path(path).write_text('{"text": "good film", "label": "good"}\n')


class Unwritable:
    def save(self, path):
        raise OSError("disk full")


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


def make(store, owner="ann", **more):
    return store.create("sentiment", Recipe(), FewRows(), owner=owner, **more)


def child(code, *arguments):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)


# what a new run holds


def test_new_run_holds_what_was_asked(store):
    run = store.create("spam", Recipe(units=7), FewRows(), owner="ann", name=" my  run ")
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
    run = store.adopt("sentiment", Recipe(units=9), files, owner="ann", name="theirs")
    assert (run.status.state, run.recipe.units, run.about.name) == ("done", 9, "theirs")
    assert (run.folder / "card.md").read_bytes() == b"hello"
    with pytest.raises(RunError, match="imported as a bundle"):
        _ = run.dataset
    with pytest.raises(LimitReached):
        store.adopt("sentiment", Recipe(), files, owner="ann")


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "..", "about.json"])
def test_only_the_files_of_a_bundle_are_adopted(store, name):
    with pytest.raises(ValueError, match=r"bundles\.read"):
        store.adopt("sentiment", Recipe(), dict.fromkeys([*bundles.LIMITS, name], b""), owner="ann")
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


def test_sweep_deletes_only_what_ended_long_ago(store, monkeypatch):
    old, young, waiting = make(store), make(store), make(store)
    for run in (old, young):
        run.update_status(state="done")
    long_ago = {**json.loads((old.folder / "status.json").read_text()), "updated": time.time() - 31 * 86400}
    old.write_json("status.json", long_ago)
    assert store.sweep() == [old.id]
    assert {run.id for run in store.list("ann")} == {young.id, waiting.id}


def test_sweep_spares_a_run_that_trains_for_a_month(tmp_path):
    store = RunStore(tmp_path, Limits(keep_days=-1))  # everything is old
    run = make(store)
    assert store.sweep() == []
    run.update_status(state="running")
    with run.hold_lock():
        assert store.sweep() == []
    run.update_status(state="done")
    assert store.sweep() == [run.id]


def test_clock_set_back_deletes_nothing(store, monkeypatch):
    run = make(store)
    run.update_status(state="done")
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    assert store.sweep() == []


# alive or not


def test_killed_training_is_interrupted_and_can_be_resumed(store, monkeypatch):
    monkeypatch.setattr(run_module, "STALE_SECONDS", 0)
    run = make(store)
    run.update_status(state="running")
    with child(HOLD, store.root, run.id) as process:
        assert process.stdout.readline() == "held\n"
        assert not run.lock_is_free()
        assert run.status.state == "running"
        os.kill(process.pid, signal.SIGKILL)
        until = time.time() + 5
        while not run.lock_is_free() and time.time() < until:  # not reaped yet: a zombie holds no lock
            time.sleep(0.01)
        assert run.status.state == "interrupted"
        assert not run.is_active
    run.prepare_resume()
    assert run._stored_status().attempt == 2


def test_programs_that_the_training_starts_do_not_keep_its_lock(store):
    run = make(store)
    with run.hold_lock():
        sleeper = subprocess.Popen(["sleep", "30"], close_fds=False)
    try:
        assert run.lock_is_free()
    finally:
        sleeper.kill()
        sleeper.wait()


def test_just_submitted_run_is_not_yet_interrupted(store):
    assert make(store).status.state == "queued"


def test_clock_set_back_does_not_keep_a_dead_run_running(store, monkeypatch):
    run = make(store)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    assert run.status.state == "interrupted"


def test_run_that_ends_while_one_looks_is_not_interrupted(store, monkeypatch):
    monkeypatch.setattr(run_module, "STALE_SECONDS", 0)
    run = make(store)
    run.update_status(state="running")

    def ends_just_now():
        run.update_status(state="done")
        return True

    monkeypatch.setattr(run, "lock_is_free", ends_just_now)
    assert run.status.state == "done"


def test_second_process_for_the_same_run_is_refused(store, monkeypatch):
    monkeypatch.setattr(run_module, "LOCK_PATIENCE", 0.05)
    run = make(store)
    refused = pytest.raises(RunError, match="already being trained by another process")
    with run.hold_lock(), refused, run.hold_lock():
        pass


def test_page_that_looks_does_not_keep_the_training_from_starting(store):
    run = make(store)
    (run.folder / "alive.lock").touch()
    ended = threading.Event()

    def look():
        while not ended.is_set():
            run.lock_is_free()

    lookers = [threading.Thread(target=look) for _ in range(4)]
    for looker in lookers:
        looker.start()
    try:
        for _ in range(50):
            with run.hold_lock():
                pass
    finally:
        ended.set()
        for looker in lookers:
            looker.join()


def test_living_run_is_not_deleted(store):
    run = make(store)
    with pytest.raises(RunError, match="Cancel this run before deleting it"):
        store.delete(run)
    run.update_status(state="cancelled")
    store.delete(run)
    with pytest.raises(RunNotFound):
        store.get(run.id, "ann")
    with pytest.raises(RunNotFound):
        run.update_status(epoch=1)


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
    began = time.monotonic()
    with next_one.hold_lock():
        assert wait_for_turn(next_one, store, poll=0.01)
    assert time.monotonic() - began < run_module.STALE_SECONDS / 2  # its lock is free: no need to wait
    assert next_one.status.state == "running"
    assert next_one.status.started is not None


def test_run_that_never_started_goes_first_only_while_it_is_fresh(store, monkeypatch):
    early, late = make(store), make(store)
    with late.hold_lock():
        threading.Timer(0.2, late.request_cancel).start()
        assert not wait_for_turn(late, store, poll=0.02)
        late.clear_flags()
        monkeypatch.setattr(run_module, "STALE_SECONDS", 0)
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


# going on


def test_resumed_run_goes_to_the_end_of_the_queue(store):
    first, second = make(store), make(store)
    first.update_status(state="failed", message=Message("It broke."), epoch=3)
    first.request_cancel()
    first.prepare_resume()
    assert (first.status.state, first.status.attempt, first.status.message) == ("queued", 2, None)
    assert first.status.epoch == 3
    assert not first.cancel_requested
    assert first.about.ticket > second.about.ticket


def test_done_and_active_runs_cannot_be_resumed(store):
    run = make(store)
    with pytest.raises(RunError, match="already waiting or training"):
        run.prepare_resume()
    run.update_status(state="running")
    with run.hold_lock(), pytest.raises(RunError, match="already waiting or training"):
        run.prepare_resume()
    run.update_status(state="done")
    with pytest.raises(RunError, match="nothing to resume"):
        run.prepare_resume()


def test_just_killed_run_can_be_resumed_at_once_but_only_once(store):
    run = make(store)
    run.update_status(state="running")
    run.prepare_resume()
    assert (run.status.state, run.status.attempt) == ("queued", 2)
    with pytest.raises(RunError, match="already waiting or training"):
        run.prepare_resume()


def test_run_whose_process_is_still_ending_cannot_be_resumed(store):
    run = make(store)
    run.update_status(state="failed")
    with run.hold_lock(), pytest.raises(RunError, match="just ending"):
        run.prepare_resume()


def test_resuming_respects_the_number_of_waiting_runs(tmp_path):
    store = RunStore(tmp_path, Limits(waiting_per_owner=1))
    run = make(store)
    run.update_status(state="failed")
    make(store)
    with pytest.raises(LimitReached):
        run.prepare_resume()


# what is written


def test_status_is_never_seen_half_written(store):
    run = make(store)
    ended = threading.Event()

    def write():
        for step in range(200):
            run.update_status(step=step, message=Message("x" * 20_000))
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while not ended.is_set():
        seen.append(run.status.step)
    writer.join()
    assert seen == sorted(seen)
    assert run.status.step == 199
    assert not list(run.folder.glob(".*"))


def test_failed_write_leaves_the_old_status(store, monkeypatch):
    run = make(store)

    def fail(*_):
        raise OSError("disk full")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr(os, "fsync", fail)
        run.update_status(epoch=5)
    assert run.status.epoch == 0
    assert not list(run.folder.glob(".*"))


def test_message_survives_as_template_and_values(store):
    run = make(store)
    message = Message("Row {row}: {why}", {"row": 3, "why": Message("no label")})
    run.update_status(message=message)
    assert run.status.message == message


def test_misspelt_status_field_is_a_mistake(store):
    with pytest.raises(TypeError):
        make(store).update_status(eopch=1)


def test_half_written_metrics_line_is_ignored_and_not_glued_to_the_next(store):
    run = make(store)
    assert run.metrics() == []
    run.append_metrics({"epoch": 1, "loss": 0.5})
    with open(run.folder / "metrics.jsonl", "a") as file:
        file.write('{"epoch": 2, "lo')
    assert run.metrics() == [{"epoch": 1, "loss": 0.5}]
    run.append_metrics({"epoch": 2, "loss": 0.25})
    assert [row["epoch"] for row in run.metrics()] == [1, 2]


def test_metrics_after_the_checkpoint_are_cut(store):
    run = make(store)
    for epoch in (1, 2, 3):
        run.append_metrics({"epoch": epoch})
    run.cut_metrics(2)
    assert run.metrics() == [{"epoch": 1}, {"epoch": 2}]
    run.cut_metrics(lambda row: row["epoch"] != 1)
    assert run.metrics() == [{"epoch": 2}]


def test_report_and_log_are_read_back(store):
    run = make(store)
    assert run.log_tail() == ""
    (run.folder / "log.txt").write_text("".join(f"line {number}\n" for number in range(5000)))
    assert run.log_tail(2) == "line 4998\nline 4999"
    run.write_json("report.json", {"accuracy": 0.9})
    assert run.report == {"accuracy": 0.9}


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
