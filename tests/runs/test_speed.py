"""How long a training takes here is learned from those that ended here, and nothing that is learned depends on it."""

import json
import platform

import pytest

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.lengths import LENGTHS
from nlp_models.recipe import Recipe
from nlp_models.runs import speed
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import RunStore
from nlp_models.training.worker import run_worker

LSTM = Recipe.make(cell="lstm", units=128)


def test_a_fresh_host_counts_as_a_slow_one(store):
    assert speed.here(store, "tagging", LSTM) == speed.FRESH and not speed.FRESH.measured


def test_the_most_alike_trainings_count_and_one_slow_one_changes_little(store):
    for times in (2.0, 2.2, 30.0):
        speed.remember(store, "tagging", LSTM, ready=5, times=times, end=1)
    speed.remember(store, "tagging", LSTM.changed(units=512), ready=5, times=4.0, end=1)
    speed.remember(store, "captioning", LSTM.changed(cell="gru"), ready=9, times=7.0, end=3)
    assert speed.here(store, "tagging", LSTM).times == 2.2
    assert speed.here(store, "tagging", LSTM.changed(units=500)).times == 4.0
    assert speed.here(store, "tagging", LSTM.changed(cell="gru")).times == pytest.approx(3.1)  # of that kind, any cell
    assert speed.here(store, "captioning", LSTM).ready == 9
    assert speed.here(store, "language_model", LSTM).measured  # nothing alike: all there are


def test_every_host_has_its_own_speed_in_a_folder_that_several_share(store, monkeypatch):
    speed.remember(store, "tagging", LSTM, ready=5, times=2, end=1)
    monkeypatch.setattr(platform, "node", lambda: "../another host")
    assert speed.here(store, "tagging", LSTM) == speed.FRESH
    speed.remember(store, "tagging", LSTM, ready=5, times=3, end=1)
    assert sorted(file.name for file in store.root.glob("speed-*"))[0] == "speed-.._another_host.jsonl"


def test_a_damaged_line_costs_only_itself_and_the_file_does_not_grow(store):
    for _ in range(speed.KEPT + 5):
        speed.remember(store, "tagging", LSTM, ready=5, times=2, end=1)
    [file] = store.root.glob("speed-*")
    lines = file.read_text().splitlines()
    assert len(lines) == speed.KEPT
    file.write_text("\n".join(["{", "[]", json.dumps({"kind": "tagging"}), '{"times": null}', lines[0]]))
    assert speed.here(store, "tagging", LSTM).times == 2


@pytest.mark.parametrize("name", tasks.names())
def test_each_length_of_every_task_is_estimated_longer_than_the_one_before(name):
    task = tasks.load(name)
    plans = speed.lengths_of(task.kind, task.recipe, task.sample("en"))
    short, medium, long = (plans[length] for length in LENGTHS)
    assert short.steps < medium.steps < long.steps
    fewer = speed.lengths_of(task.kind, task.recipe.changed(cell="rnn"), task.sample("en"))
    assert fewer["short"].work.seconds < plans["short"].work.seconds


def test_what_is_estimated_is_never_more_than_the_time_it_may_take(store):
    task, host = tasks.load("sentiment"), RunStore(store.root, Limits(max_minutes=2))
    rows = task.sample("en")
    long = task.recipe.changed(length="long", units=1024)
    assert speed.estimated(store, task, long, rows) > 120 == speed.estimated(host, task, long, rows)
    assert speed.estimated(store, task, long.changed(minutes=1), rows) == 60
    assert speed.estimated(store, task, Recipe.make(minutes=0.1), rows) == 6


def test_a_large_file_is_estimated_without_being_split(monkeypatch):
    task = tasks.load("sentiment")
    rows = Dataset({"text": ["a film of some words"] * 100_000, "label": ["good", "bad"] * 50_000})
    monkeypatch.setattr(Dataset, "with_parts", None)
    plans = speed.lengths_of(task.kind, task.recipe, rows)
    assert plans[None].steps == 3 * -(-75_000 // 256)  # 20,000 rows to test, 5,000 to choose the epoch


def test_a_training_that_ends_is_remembered_and_one_of_few_steps_is_not(
    store, tiny_dataset, tiny_recipe, traced_before
):
    few = store.create("sentiment", tiny_recipe.changed(steps=5), tiny_dataset, owner="local")
    assert run_worker(store, few.id) == 0 and not list(store.root.glob("speed-*"))
    run = store.create("sentiment", tiny_recipe.changed(steps=80), tiny_dataset, owner="local")
    assert run_worker(store, run.id) == 0
    [file] = store.root.glob("speed-*")
    [line] = map(json.loads, file.read_text().splitlines())
    assert (line["kind"], line["cell"], line["size"]) == ("classification", "lstm", 0) and line["times"] > 0
    assert line["ready"] + line["end"] <= run.report["seconds"]["all"] + 5


def test_the_wait_is_what_is_left_of_the_one_that_trains_and_all_before(store, tiny_dataset, tiny_recipe):
    def submit(seconds):
        return store.create("sentiment", tiny_recipe, tiny_dataset, owner=f"of {seconds}", seconds=seconds)

    first, second, mine, last = submit(100), submit(50), submit(7), submit(1)
    with first.hold_lock():
        first.update_status(state="running", seconds_left=30.0)
        assert 78 < store.seconds_before(mine) <= 80
        assert 85 < store.seconds_before(last) <= 87
        first.update_status(state="done")
    assert store.seconds_before(mine) == second.seconds_left == 50


def test_a_run_of_before_waits_for_its_minutes(store, tiny_dataset, tiny_recipe):
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local")
    about = {
        name: value for name, value in json.loads((run.folder / "about.json").read_text()).items() if name != "seconds"
    }
    run.write_json("about.json", about)
    assert run.seconds_left == 60 * tiny_recipe.minutes
