"""What a run promises: alive or not is told by its lock, and what is written survives a crash."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import LimitReached, RunError, RunNotFound
from nlp_models.messages import Message
from nlp_models.recipe import Recipe
from nlp_models.runs import asked, records
from nlp_models.runs.choices import Choice, keep_choice, last_choice
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import REPOSITORY, RunStore

HOLD = """
import sys, time
from nlp_models.runs.store import RunStore
with RunStore(sys.argv[1]).open(sys.argv[2]).hold_lock():
    print("held", flush=True)
    time.sleep(60)
"""

ROWS = Dataset({"text": ["good film"], "label": ["1"]}, {"1": "good"})


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


def make(store, owner="ann", **more):
    return store.create("sentiment", Recipe(), ROWS, owner=owner, **more)


def child(code, *arguments):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)


# alive or not


def test_killed_training_is_interrupted_and_can_be_resumed(store, monkeypatch):
    monkeypatch.setattr(records, "STALE_SECONDS", 0)
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
    run.update_status(started=1.0)  # of the attempt that is over: the next one counts its own seconds
    run.prepare_resume()
    again = records.read_status(run.folder)
    assert again.attempt == 2 and again.started is None


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
    monkeypatch.setattr(records, "STALE_SECONDS", 0)
    run = make(store)
    run.update_status(state="running")

    def ends_just_now():
        run.update_status(state="done")
        return True

    monkeypatch.setattr(run, "lock_is_free", ends_just_now)
    assert run.status.state == "done"


def test_second_process_for_the_same_run_is_refused(store, monkeypatch):
    monkeypatch.setattr("nlp_models.runs.run.LOCK_PATIENCE", 0.05)
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


# asking it to end


@pytest.mark.parametrize("ask", ["request_cancel", "request_stop"])
@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_has_ended_is_neither_stopped_nor_cancelled(store, ask, state):
    run = make(store)
    run.update_status(state=state)
    with pytest.raises(RunError, match="This training has ended; there is nothing left to stop or cancel"):
        getattr(run, ask)()
    assert not run.stop_requested and not run.cancel_requested
    store.delete(run)
    with pytest.raises(RunNotFound):
        getattr(run, ask)()
    assert not run.folder.exists()


def test_a_cancel_wins_until_it_is_done(store):
    run = make(store)
    run.request_cancel()
    assert not run.end_well(best_epoch=1) and run.status.state == "queued"
    run.clear_flags()
    assert run.end_well(best_epoch=1) and run.status.state == "done"


# a disk that takes nothing


@pytest.fixture(params=[(errno.ENOSPC, "The disk is full"), (errno.EROFS, "The folder of the runs cannot be written")])
def disk_says(request, monkeypatch):
    """What is told; from now on nothing is written any more."""
    number, told = request.param

    def broken():
        for name in ("fsync", "open"):
            monkeypatch.setattr(os, name, lambda *_, **__: (_ for _ in ()).throw(OSError(number, os.strerror(number))))
        monkeypatch.setattr(Path, "touch", lambda *_, **__: (_ for _ in ()).throw(OSError(number, os.strerror(number))))
        return told

    return broken


CHANGES = {
    "create": lambda store, run: make(store),
    "stop": lambda store, run: run.request_stop(),
    "cancel": lambda store, run: run.request_cancel(),
    "share": lambda store, run: store.share(run, True),
    "rename": lambda store, run: store.rename(run, "other"),
    "ask": lambda store, run: asked.keep(run, "a good film"),
    "choose": lambda store, run: keep_choice(store, "ann", "sentiment", Choice("other")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_disk_that_takes_nothing_is_told_and_changes_nothing(store, disk_says, change):
    run = make(store)
    before = {path: path.read_bytes() for path in run.folder.rglob("*")}
    with pytest.raises(RunError, match=disk_says()):
        CHANGES[change](store, run)
    assert {path: path.read_bytes() for path in run.folder.rglob("*")} == before


def test_choices_that_a_disk_has_damaged_or_a_later_version_wrote_break_nothing(store):
    keep_choice(store, "ann", "sentiment", Choice("mine"))
    [file] = (store.root / "choices").iterdir()
    for data in ("", "[]", '{"sentiment": 3}', '{"sentiment": {"network": []}}'):
        file.write_text(data)
        assert last_choice(store, "ann", "sentiment") == Choice()
    file.write_text('{"sentiment": {"network": "mine", "later": 1}}')
    assert last_choice(store, "ann", "sentiment") == Choice("mine")


# going on


def test_resumed_run_goes_to_the_end_of_the_queue(store):
    first, second = make(store), make(store)
    first.request_cancel()
    first.update_status(state="failed", message=Message("It broke."), epoch=3)
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
