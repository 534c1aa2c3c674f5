"""Every runner starts the same command and lets the folder tell how it went."""

import os
import sys
import time
from pathlib import Path

import pytest

from nlp_models import runners
from nlp_models.errors import RunError
from nlp_models.recipe import Recipe
from nlp_models.runners import local
from nlp_models.runs import lease, records
from nlp_models.runs.store import REPOSITORY, RunStore

TRAIN = """
import os, sys
from nlp_models.runs.store import RunStore
run = RunStore.default().open(sys.argv[1])
with run.hold_lock():
    print("학습 begins in", os.getcwd(), "session", os.getsid(0) == os.getpid(), flush=True)
    run.update_status(state="done")
"""

TRAIN_UNTIL_CANCELLED = """
import sys, time
from nlp_models.runs.store import RunStore
run = RunStore.default().open(sys.argv[1])
with run.hold_lock():
    run.update_status(state="running")
    while not run.cancel_requested:
        time.sleep(0.01)
    run.update_status(state="cancelled")
"""

TRAIN_LATE = """
import sys, time
from nlp_models.runs.store import RunStore
run = RunStore.default().open(sys.argv[1])
while not (run.folder / "go").exists():  # a busy host: it still imports
    time.sleep(0.01)
with run.hold_lock():
    run.update_status(state="done")
"""


class FewRows:
    def save(self, path):
        Path(path).write_text("{}\n")


@pytest.fixture
def run(tmp_path):
    return RunStore(tmp_path / "runs").create("sentiment", Recipe(), FewRows(), owner="ann")


def pretend(monkeypatch, code):
    monkeypatch.setattr(local, "command", lambda run: [sys.executable, "-c", code, run.id])


def eventually(true, seconds=10):
    until = time.time() + seconds
    while not true() and time.time() < until:
        time.sleep(0.02)
    return true()


def test_every_runner_starts_the_same_command(run):
    assert local.command(run) == [sys.executable, "-m", "nlp_models", "train", "--run", run.id]


def test_inline_returns_when_the_training_ended(run, monkeypatch):
    pretend(monkeypatch, TRAIN)
    runners.chosen("inline").submit(run)
    assert run.status.state == "done"
    assert run.log_tail() == f"학습 begins in {REPOSITORY} session True"


def test_failing_child_leaves_its_words_in_the_log(run, monkeypatch):
    pretend(monkeypatch, "raise SystemExit('no such network')")
    runners.chosen("inline").submit(run)
    assert "no such network" in run.log_tail()


def test_log_of_the_first_attempt_is_kept(run, monkeypatch):
    for word in ("first", "second"):
        pretend(monkeypatch, f"print({word!r})")
        runners.chosen("inline").submit(run)
    assert run.log_tail() == "first\nsecond"


def test_a_training_that_needs_long_to_begin_is_not_cut_off(run, monkeypatch):
    monkeypatch.setattr("nlp_models.runs.records.STALE_SECONDS", 0.3)
    monkeypatch.setattr(local, "BEAT", 0.02)
    pretend(monkeypatch, TRAIN_LATE)
    runners.chosen("local").submit(run)
    time.sleep(0.7)
    assert records.read_status(run.folder).is_stale and run.lock_is_free()
    assert run.status.state == "queued"
    with pytest.raises(RunError, match="already waiting"):  # no second process beside the first one
        run.prepare_resume()
    (run.folder / "go").touch()
    assert eventually(lambda: run.status.state == "done")


def test_one_that_ends_before_it_begins_is_cut_off(run, monkeypatch):
    monkeypatch.setattr("nlp_models.runs.records.STALE_SECONDS", 0.3)
    pretend(monkeypatch, "raise SystemExit('no such network')")
    runners.chosen("local").submit(run)
    assert eventually(lambda: run.status.state == "interrupted")


def test_local_returns_at_once_and_a_cancelled_run_stops(run, monkeypatch):
    pretend(monkeypatch, TRAIN_UNTIL_CANCELLED)
    runner = runners.chosen("local")
    runner.submit(run)
    assert run.status.state == "queued"
    assert eventually(lambda: run.status.state == "running")
    assert runner.is_alive(run)
    runner.cancel(run)
    assert eventually(lambda: not runner.is_alive(run))
    assert run.status.state == "cancelled"


def test_ended_child_does_not_stay_as_a_zombie(run, monkeypatch):
    pretend(monkeypatch, TRAIN)
    started = []
    start = local.start
    monkeypatch.setattr(local, "start", lambda run: started.append(start(run)) or started[0])
    runners.chosen("local").submit(run)
    assert eventually(lambda: started[0].returncode is not None)
    with pytest.raises(ProcessLookupError):
        os.kill(started[0].pid, 0)


def test_environment_chooses_the_runner(monkeypatch):
    monkeypatch.delenv("UNROLLED_RUNNER", raising=False)
    assert isinstance(runners.chosen(), local.Local)
    monkeypatch.setenv("UNROLLED_RUNNER", "inline")
    assert type(runners.chosen()).__name__ == "Inline"


def test_a_run_is_ended_by_the_runner_that_has_it_whatever_is_chosen_by_now(run, monkeypatch):
    assert type(runners.of(run)) is local.Local and runners.of(run).place_in_line(run, run.store) == 1
    with run.store.locked():
        lease.take(run, "5f0c1d9ab2e44d77")
    assert isinstance(runners.of(run), runners.Ray) and runners.of(run).is_alive(run)
    with pytest.raises(RunError, match="on this computer to end"):  # no process of this token is here
        runners.of(run).end(run)
    assert not run.lock_is_free()


def test_unknown_runner_is_an_error_that_names_the_known_ones(monkeypatch):
    monkeypatch.setenv("UNROLLED_RUNNER", "rya")
    with pytest.raises(RunError, match=r'no runner named "rya"\. Known runners: inline, local, ray'):
        runners.chosen()
