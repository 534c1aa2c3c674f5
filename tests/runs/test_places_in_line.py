"""Several trainings beside each other: as many as the host has places, each with its share of the cores."""

import threading

import pytest

from nlp_models.runs import machine
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import RunStore
from nlp_models.runs.turns import has_free_place, wait_for_turn
from nlp_models.training.threads import threads_of


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs", Limits(trainings_at_once=2))


@pytest.fixture
def submit(store, tiny_dataset, tiny_recipe):
    def submit(seconds=None):
        return store.create("sentiment", tiny_recipe, tiny_dataset, owner=f"of {seconds}", seconds=seconds)

    return submit


def test_two_places_take_two_and_the_third_waits_for_either(store, submit):
    first, second, third = submit(1), submit(2), submit(3)
    waiter = threading.Thread(target=wait_for_turn, args=(third, store), kwargs={"poll": 0.01})
    with third.hold_lock():
        with first.hold_lock():
            with second.hold_lock():
                assert wait_for_turn(first, store, poll=0.01) and wait_for_turn(second, store, poll=0.01)
                waiter.start()
                waiter.join(0.2)
                assert third.status.state == "queued" and not has_free_place(store)
                second.update_status(state="done")
            waiter.join(10)
        assert third.status.state == "running" and first.status.state == "running"


def test_a_later_one_never_takes_the_place_of_an_earlier_one(store, submit):
    first, earlier, later = submit(1), submit(2), submit(3)
    with first.hold_lock(), earlier.hold_lock(), later.hold_lock():
        assert wait_for_turn(first, store, poll=0.01)
        waiter = threading.Thread(target=wait_for_turn, args=(later, store), kwargs={"poll": 0.01})
        waiter.start()
        waiter.join(0.2)
        assert later.status.state == "queued"  # the second place is the earlier one's, who has not looked yet
        assert wait_for_turn(earlier, store, poll=0.01)
        earlier.update_status(state="done")
        waiter.join(10)
        assert later.status.state == "running"


def test_who_waits_is_told_when_a_place_is_free(store, submit):
    first, second, third, mine = submit(100), submit(50), submit(20), submit(1)
    with first.hold_lock(), second.hold_lock():
        for run, left in ((first, 100.0), (second, 50.0)):
            run.update_status(state="running", seconds_left=left)
        assert 48 < store.seconds_before(third) <= 50  # the second one's place
        assert 68 < store.seconds_before(mine) <= 70  # that place again, after the third
        first.update_status(state="done")
        assert store.seconds_before(third) == 0


def test_a_training_keeps_the_threads_that_it_began_with(store, submit, monkeypatch):
    monkeypatch.setattr(machine, "cores", lambda: 8)
    run = submit()
    assert threads_of(run) == 4
    monkeypatch.setattr(machine, "cores", lambda: 2)
    assert threads_of(run) == 4 and threads_of(submit()) == 1


def groups(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".", 1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_a_container_has_what_its_host_gives_it(tmp_path, monkeypatch):
    monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    told = tmp_path / "meminfo"
    told.write_text("MemTotal: 65536000 kB\nMemAvailable: 32768000 kB\n")
    assert machine.memory(tmp_path, told) == (64_000, 32_000) and machine.cores(tmp_path) == 16
    half = groups(tmp_path / "second", cpu_max="200000 100000", memory_max=str(2**31), memory_current=str(2**29))
    assert machine.cores(half) == 2 and machine.memory(half, told) == (2048, 1536)
    endless = groups(tmp_path / "none", cpu_max="max 100000", memory_max="max", memory_current="5")
    assert machine.cores(endless) == 16 and machine.memory(endless, told) == (64_000, 32_000)
    assert machine.memory(tmp_path, tmp_path / "nobody tells") is None


@pytest.mark.parametrize(
    ("cores", "room", "places"),
    [(1, (9_000, 1), 1), (2, (9_000, 1), 1), (16, (64_000, 1), 8), (16, (5_000, 1), 2), (16, None, 1)],
)
def test_half_the_cores_train_as_far_as_memory_reaches(cores, room, places, monkeypatch):
    monkeypatch.setattr(machine, "cores", lambda: cores)
    monkeypatch.setattr(machine, "memory", lambda: room)
    assert machine.trainings_at_once() == places
