"""Delete everything of mine: nothing of one owner is left on the disk, all of the others' is; trainings end first."""

import subprocess
import sys
import time

import pytest

from nlp_models import command_line
from nlp_models.errors import RunError
from nlp_models.runners import everything
from nlp_models.runners.everything import delete_counted, delete_everything
from nlp_models.runs.choices import Choice, keep_choice, last_choice
from nlp_models.runs.store import hash_owner

TRAINS = """
import sys, time
from nlp_models.runs.store import RunStore
run = RunStore(sys.argv[1]).open(sys.argv[-1])
with run.hold_lock():
    import os
    (run.folder / "pid").write_text(str(os.getpid()))
    run.update_status(state="running")
    while not {hears}:
        time.sleep(0.02)
"""


@pytest.fixture
def make(store, tiny_dataset, tiny_recipe):
    def make(owner, state="done"):
        run = store.create("sentiment", tiny_recipe, tiny_dataset, owner=owner, name=f"of {owner}")
        run.update_status(state=state)
        return run

    return make


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def holding(store, text):
    """Every file under the store's folder, hidden ones too, in which a text stands."""
    return [path for path in store.root.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def training(store, run, hears):
    """A process that trains this run, named as the runner's is, once it holds the lock."""
    command = [sys.executable, "-c", TRAINS.format(hears=hears), str(store.root), "--run", run.id]
    child = subprocess.Popen(command, start_new_session=True)
    until = time.monotonic() + 60
    while run.lock_is_free() and time.monotonic() < until:
        time.sleep(0.02)
    return child


def test_all_of_one_owner_is_gone_and_nothing_of_another(store, make):
    for state in ("done", "failed", "cancelled", "interrupted", "queued"):
        make("mine", state)
    (make("mine").folder / "status.json").write_text("half a fi")  # a disk lost the rest
    theirs = make("theirs")
    for owner in ("mine", "theirs"):
        keep_choice(store, owner, "spam", Choice(network="spam-en"))
    before = files(theirs.folder)
    assert delete_everything(store, "mine") == 6
    assert store.all_of("mine") == [] and holding(store, hash_owner("mine")) == []
    assert [run.id for run in store.list("theirs")] == [theirs.id] and files(theirs.folder) == before
    assert last_choice(store, "mine", "spam") == Choice() != last_choice(store, "theirs", "spam")
    assert not [path for path in store.root.rglob("*") if hash_owner("mine") in path.name]


@pytest.mark.parametrize("hears", ["run.cancel_requested", "False"], ids=["one that hears", "one that hangs"])
def test_a_training_is_ended_first(store, make, monkeypatch, hears):
    monkeypatch.setattr(everything, "PATIENCE", 0.3)
    run = make("mine", "queued")
    child = training(store, run, hears)
    assert delete_everything(store, "mine") == 1
    assert child.wait(10) == (0 if hears != "False" else -9)
    assert not run.folder.exists() and holding(store, hash_owner("mine")) == []


def test_a_training_within_this_process_is_told(store, make, monkeypatch):
    monkeypatch.setattr(everything, "PATIENCE", 0)
    monkeypatch.setattr(everything, "LONGEST", 0.2)
    run = make("mine", "running")
    with run.hold_lock(), pytest.raises(RunError, match="has not ended yet"):
        delete_everything(store, "mine")
    assert run.folder.exists(), "what could not be ended is still there, and can be deleted later"


def test_what_a_crash_left_is_gone_too(store, make):
    half, theirs = make("mine"), make("theirs")
    half.folder.rename(store.root / f".{half.id}-ab12")
    aside = theirs.folder.rename(store.root / f".{theirs.id}-ab12")
    assert delete_everything(store, "mine") == 0
    assert holding(store, hash_owner("mine")) == [] and aside.exists()


def test_on_the_command_line_the_number_is_said(store, make, capsys):
    make("local"), make("local"), make("a browser")
    assert command_line.main(["delete-everything", "1"]) == 2
    assert "2 runs" in capsys.readouterr().err and len(store.list("local")) == 2
    assert command_line.main(["delete-everything", "2"]) == 0
    assert store.list("local") == [] and len(store.list("a browser")) == 1
    assert delete_counted(store, "local", "0") == 0
