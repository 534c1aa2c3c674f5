"""A process that waits for the next training: a stand-in without TensorFlow here, the real one once."""

import os
import sys
import threading
import time

import pytest

from nlp_models import runners
from nlp_models.recipe import Recipe
from nlp_models.runners import local, warm
from nlp_models.runs import machine
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import RunStore

WAITS = """
import sys
from nlp_models.training import waiting
waiting._waited = lambda seconds: sys.stdin.readline().strip()  # nothing is imported
def run_worker(store, run_id, mark):
    run = store.open(run_id)
    with run.hold_lock():
        print("trained by one that waited", flush=True)
        run.update_status(state="done")
    return 0
waiting.run_worker = run_worker
sys.exit(waiting.main(sys.argv[1]))
"""
ORDINARY = """
import sys
from nlp_models.runs.store import RunStore
run = RunStore.default().open(sys.argv[1])
with run.hold_lock():
    print("trained by a new one", flush=True)
    run.update_status(state="done")
"""


class FewRows:
    def save(self, path):
        path.write_text("{}\n")


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store whose trainings are stand-ins, on a host with room; what waits in the end is ended."""
    monkeypatch.setattr(warm, "command", lambda mark: [sys.executable, "-c", WAITS, mark])
    monkeypatch.setattr(local, "command", lambda run: [sys.executable, "-c", ORDINARY, run.id])
    monkeypatch.setattr(machine, "memory", lambda: (9_000, 9_000))
    monkeypatch.setattr(warm, "_waiting", [])
    yield RunStore(tmp_path / "runs", Limits(warm_minutes=1, trainings_at_once=1))
    for waiting in warm._waiting:
        end(waiting.process)


def end(process):
    process.kill()
    process.wait()


def eventually(true, seconds=60):
    until = time.time() + seconds
    while not true() and time.time() < until:
        time.sleep(0.02)
    return true()


def prepared(store):
    """The process that waits now."""
    runners.chosen("local").prepare(store)
    assert eventually(lambda: warm._waiting)
    return warm._waiting[0].process


def submitted(store):
    """A run given to the runner, and what it printed once it was done."""
    run = store.create("sentiment", Recipe(), FewRows(), owner="ann")
    runners.chosen("local").submit(run)
    assert eventually(lambda: run.status.state == "done"), run.log_tail()
    return run.log_tail()


def test_who_waits_is_the_next_training_and_of_the_second_nobody_waits(store):
    process = prepared(store)
    assert submitted(store) == "trained by one that waited"
    assert process.wait(60) == 0 and not warm._waiting
    assert submitted(store) == "trained by a new one"


def test_two_who_open_train_at_once_have_one_process_between_them(store, monkeypatch):
    started, real = [], warm._started
    monkeypatch.setattr(warm, "_started", lambda environment: started.append(real(environment)) or started[-1])
    sessions = [threading.Thread(target=runners.chosen("local").prepare, args=(store,)) for _ in range(6)]
    for session in sessions:
        session.start()
    assert eventually(lambda: not any(one.name == "warm" for one in threading.enumerate()))
    assert len(started) == 1 == len(warm._waiting)


def test_one_that_was_killed_changes_nothing(store):
    end(prepared(store))
    assert submitted(store) == "trained by a new one"


def test_one_that_is_killed_after_it_was_told_changes_nothing(store, monkeypatch):
    monkeypatch.setattr(warm, "command", lambda mark: [sys.executable, "-c", "import sys; sys.stdin.readline()"])
    prepared(store)
    assert submitted(store) == "trained by a new one"


def test_a_run_deleted_meanwhile_ends_it(store):
    process = prepared(store)
    assert warm._told(process, store.create("sentiment", Recipe(), FewRows(), owner="ann").id[::-1])
    assert process.wait(60) != 0


def test_it_ends_with_its_server_and_a_second_one_of_a_store_at_once(store):
    process = prepared(store)
    assert eventually((store.root / "warm.lock").exists)
    time.sleep(0.1)
    second = warm._started(os.environ | local.environment_of(store.root))
    assert second.wait(60) == 0 and process.poll() is None
    process.stdin.close()  # what the kernel does when the server ends
    assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("setting", "room"),
    [({"warm_minutes": 0}, (9_000, 9_000)), ({}, (9_000, 400)), ({}, None)],
)
def test_none_waits_where_the_host_does_not_want_it_or_has_no_room(tmp_path, store, monkeypatch, setting, room):
    monkeypatch.setattr(machine, "memory", lambda: room)
    runners.chosen("local").prepare(RunStore(tmp_path / "other", Limits(**({"warm_minutes": 1} | setting))))
    assert eventually(lambda: not any(one.name == "warm" for one in threading.enumerate()))
    assert not warm._waiting


def test_none_waits_while_another_trains_and_none_is_given_what_has_to_wait(store):
    process = prepared(store)
    first = store.create("sentiment", Recipe(), FewRows(), owner="ann")
    later = store.create("sentiment", Recipe(), FewRows(), owner="bob")
    environment = os.environ | local.environment(later)
    assert warm.handed_over(later, environment) is None and process.poll() is None
    end(process)
    runners.chosen("local").prepare(store)
    assert eventually(lambda: not any(one.name == "warm" for one in threading.enumerate())) and not warm._waiting
    assert first.status.state == "queued"


def test_another_environment_is_another_training(store, monkeypatch):
    prepared(store)
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert submitted(store) == "trained by a new one"


def test_a_training_that_waited_before_can_be_ended_by_force(store, monkeypatch):
    hanging = WAITS.replace(
        'update_status(state="done")', 'update_status(state="running")\n        import time; time.sleep(60)'
    )
    hanging = hanging.replace(
        "print(", '(run.folder / "pid").write_text(f"{__import__(\'os\').getpid()} {mark}"); print('
    )
    monkeypatch.setattr(warm, "command", lambda mark: [sys.executable, "-c", hanging, mark])
    prepared(store)
    run = store.create("sentiment", Recipe(), FewRows(), owner="ann")
    runners.chosen("local").submit(run)
    assert eventually(lambda: run.status.state == "running")
    local.end(run)
    assert run.status.state == "cancelled"


def test_the_real_one_trains_as_any_other(store, monkeypatch, tiny_dataset, tiny_recipe, tiny_folder):
    monkeypatch.undo()
    monkeypatch.setattr(machine, "memory", lambda: (9_000, 9_000))
    monkeypatch.setattr(warm, "_waiting", [])
    process = prepared(store)
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local")
    runners.chosen("local").submit(run)
    assert process.wait(300) == 0 and run.status.state == "done", run.log_tail()
    assert (run.folder / "weights.safetensors").read_bytes() == (tiny_folder / "weights.safetensors").read_bytes()
