"""A run's folder there and back, without a cluster between: two folders of one disk, and every call as it is made."""

import os
import time

import pytest
from conftest import recipe_of_two, tiny_rows

from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunError
from nlp_models.runners.ray import carrying, versions
from nlp_models.runners.ray.carrying import Carried
from nlp_models.runners.ray.node import Trainee
from nlp_models.runs import lease
from nlp_models.runs.run import Run


@pytest.fixture
def run(store):
    texts, labels = tiny_rows()
    return store.create("sentiment", recipe_of_two(), Dataset({"text": texts, "label": labels}), owner="ann")


@pytest.fixture
def trainee(run, tmp_path, monkeypatch):
    monkeypatch.setenv("UNROLLED_RUNS", str(tmp_path / "elsewhere"))
    trainee = Trainee()
    assert not trainee.find(str(run.folder.parent), [run.id], "token")
    return trainee


@pytest.fixture
def carried(run, trainee):
    carried = Carried(run.folder.parent, [run.id], lambda method, *given: getattr(trainee, method)(*given))
    carried.send()
    return carried


def there(trainee, run):
    return Run(trainee.root / run.id)


def brought(carried, trainee, seconds=5):
    return carried.bring(trainee.told([], carried.known), seconds)


def checkpoint(folder, epoch, size=10):
    aside = folder / "checkpoint" / f".epoch-{epoch:04d}"
    aside.mkdir(parents=True)
    for name in ("state.safetensors", "facts.json"):
        (aside / name).write_bytes(os.urandom(size))
    aside.rename(aside.with_name(aside.name[1:]))


def test_run_is_whole_where_it_is_sent_and_nothing_comes_back_unchanged(run, trainee, carried):
    other = there(trainee, run)
    assert other.recipe == run.recipe and other.about == run.about and other.dataset == run.dataset
    assert carried.known and carried.known == trainee.told([], {})["files"]
    assert trainee.told([], carried.known)["contents"] == {}


def test_changes_come_back_and_what_was_asked_stays(run, trainee, carried):
    other = there(trainee, run)
    other.update_status(state="running", epoch=2)
    other.append_metrics({"epoch": 1})
    (run.folder / "cancel").touch()
    trainee.told([f"{run.id}/stop"], {})
    assert other.stop_requested and not other.cancel_requested
    assert brought(carried, trainee)
    assert (run.status.epoch, run.metrics(), run.stop_requested) == (2, [{"epoch": 1}], False)


def test_checkpoints_come_whole_and_those_before_go(run, trainee, carried):
    other = there(trainee, run)
    for epoch in (1, 2):
        checkpoint(other.folder, epoch, size=carrying.PIECE + 1)
    assert not brought(carried, trainee, seconds=0) and not run.has_learned
    assert brought(carried, trainee)
    for path in (other.folder / "checkpoint").glob("*/*"):
        assert (run.folder / path.relative_to(other.folder)).read_bytes() == path.read_bytes()
    for file in (first := other.folder / "checkpoint" / "epoch-0001").iterdir():
        file.unlink()
    first.rmdir()
    checkpoint(other.folder, 3)
    assert brought(carried, trainee)
    assert sorted(path.name for path in (run.folder / "checkpoint").iterdir()) == ["epoch-0002", "epoch-0003"]


def test_file_that_changes_while_it_is_carried_is_begun_anew(run, trainee, carried):
    weights = trainee.root / run.id / "weights.safetensors"
    weights.write_bytes(b"a" * (2 * carrying.PIECE))
    told = trainee.told([], carried.known)
    weights.write_bytes(b"b" * (2 * carrying.PIECE))
    assert not carried.bring(told, 5) and not (run.folder / weights.name).exists()
    assert brought(carried, trainee) and (run.folder / weights.name).read_bytes() == weights.read_bytes()


def test_log_keeps_what_the_driver_said_beside_what_was_printed_there(run, trainee, carried):
    with open(run.folder / "log.txt", "a") as ours:
        ours.write("said here\n")
    log = trainee.root / run.id / "log.txt"
    for line in ("printed there\n", "and then\n"):
        with open(log, "a") as theirs:
            theirs.write(line)
        assert brought(carried, trainee)
    assert run.log_tail().splitlines() == ["said here", "printed there", "and then"]


def test_folder_that_is_gone_there_takes_nothing_with_it(run, trainee, carried):
    files = {path.name for path in run.folder.iterdir()}
    trainee.end()
    brought(carried, trainee)
    assert {path.name for path in run.folder.iterdir()} == files and run.dataset


def test_checkpoint_that_goes_while_it_is_listed_ends_nothing(run, trainee, carried, monkeypatch):
    checkpoint(there(trainee, run).folder, 1)
    looked_at = os.scandir

    def gone(folder):
        if str(folder).endswith("epoch-0001"):
            raise FileNotFoundError(folder)
        return looked_at(folder)

    monkeypatch.setattr(os, "scandir", gone)
    assert trainee.told([], {})["files"].keys() == carried.known.keys()


def test_no_run_says_that_it_has_ended_before_everything_is_here(run, trainee, carried):
    other = there(trainee, run)
    (other.folder / "weights.safetensors").write_bytes(b"w" * 2 * carrying.PIECE)
    other.update_status(state="done")
    assert not brought(carried, trainee, seconds=0) and run.status.state == "queued"
    assert brought(carried, trainee) and run.status.state == "done"
    assert not [path.name for path in run.folder.rglob(".*")]


def test_rows_of_a_machine_that_was_killed_go_when_it_trains_next(run, trainee, carried):
    left = trainee.root
    trainee.here.close()  # as the kernel does
    Trainee().find(str(run.folder.parent), [run.id], "token")
    assert not left.exists()


def test_runs_are_trained_in_their_folder_where_it_is_seen(run, monkeypatch):
    monkeypatch.delenv("UNROLLED_RUNS")
    with run.store.locked():
        lease.take(run, "token")
    assert not Trainee().find(str(run.folder.parent), [run.id], "another")
    trainee = Trainee()
    assert trainee.find(str(run.folder.parent), [run.id], "token") and trainee.told([], {})["files"] == {}


def test_versions_that_differ_are_named():
    versions.check(versions.own(), "gpu-1")
    with pytest.raises(RunError, match=r"gpu-1 has keras 2\.0, this server has 3"):
        versions.check(versions.own() | {"keras": "2.0"}, "gpu-1")


def test_lease_stands_for_the_lock_while_it_is_renewed(run, monkeypatch):
    with run.store.locked():
        lease.take(run, "token")
    assert not run.lock_is_free() and lease.in_force(run.folder).token == "token"
    with pytest.raises(RunError, match="already being trained"), run.hold_lock():
        pass
    monkeypatch.setenv(lease.OWN, "token")
    with run.hold_lock():  # by whom it was given
        pass
    monkeypatch.delenv(lease.OWN)
    for then in (time.time() - lease.SECONDS - 1, time.time() + lease.SECONDS + 1):
        os.utime(run.folder / lease.FILE, (then, then))
        assert run.lock_is_free()
    assert lease.renew(run.folder, "token") and not lease.renew(run.folder, "another") and not run.lock_is_free()
    lease.give_up(run.folder, "another")
    assert not run.lock_is_free()
    lease.give_up(run.folder, "token")
    assert run.lock_is_free()
