"""Run life end to end, with real children: kill, resume, stop, cancel, order, a full disk."""

import threading

import pytest
from children import training as start
from shared_runs import copied, recipe_of_six, wait_until

from nlp_models import runners
from nlp_models.runs.run import NETWORK
from nlp_models.training import finalize, loop
from nlp_models.training.ended import UNLEARNED
from nlp_models.training.worker import run_worker

TIMES = ("seconds", "tokens_per_second")


def history(run):
    return [{key: value for key, value in row.items() if key not in TIMES} for row in run.metrics()]


@pytest.fixture(autouse=True)
def _soon_interrupted(monkeypatch):
    monkeypatch.setattr("nlp_models.runs.records.STALE_SECONDS", 0.3)  # ten seconds of waiting in real life


@pytest.fixture
def recipe():
    return recipe_of_six()


def test_a_run_killed_in_the_middle_of_an_epoch_ends_as_the_unbroken_one(store, whole_folder, killed_folder):
    whole, broken = copied(whole_folder, store), copied(killed_folder, store)
    wait_until(lambda: broken.status.state == "interrupted", seconds=5)
    assert broken.lock_is_free()
    assert len(broken.metrics()) < 6
    broken.prepare_resume()
    assert start(broken).wait() == 0
    assert history(broken) == history(whole)
    assert broken.report["test"] == whole.report["test"] and broken.status.attempt == 2
    weights = [(run.folder / "weights.safetensors").read_bytes() for run in (whole, broken)]
    assert weights[0] == weights[1]
    kept = [{path.name: path.read_bytes() for path in (run.folder / "snapshots").iterdir()} for run in (whole, broken)]
    assert kept[0] == kept[1] and len(kept[0]) == 7  # before learning, and after each of six epochs


def test_stop_keeps_the_best_so_far_and_cancel_leaves_nothing(store, tiny_dataset, tiny_recipe, traced_before):
    long = tiny_recipe.changed(batch_size=2, epochs=500, patience=100, minutes=10)
    stopped = store.create("sentiment", long, tiny_dataset, owner="local")
    owner = threading.Thread(target=lambda: wait_until(stopped.metrics) or stopped.request_stop())
    owner.start()
    assert run_worker(store, stopped.id) == 0
    owner.join()
    assert stopped.status.state == "done" and stopped.report["best_epoch"] >= 1

    cancelled = store.create("sentiment", long, tiny_dataset, owner="local")
    child = start(cancelled)
    wait_until(lambda: (cancelled.status.step or 0) >= 1)
    cancelled.request_cancel()
    assert child.wait(timeout=60) == 0
    assert cancelled.status.state == "cancelled" and cancelled.report is None


@pytest.mark.parametrize("batches", [1, 3])
def test_cancel_stops_within_a_batch(store, tiny_dataset, recipe, monkeypatch, untraced, batches):
    run = store.create("sentiment", recipe.changed(epochs=500, patience=100), tiny_dataset, owner="local")
    learned, one_step = [], loop.Training.one_step

    def cancelled_after(self, batch):
        learned.append(one_step(self, batch))
        if len(learned) == batches:
            run.request_cancel()
        return learned[-1]

    monkeypatch.setattr(loop.Training, "one_step", cancelled_after)
    assert run_worker(store, run.id) == 0
    assert len(learned) == batches and run.status.state == "cancelled" and run.report is None


def stop(run):
    run.request_stop()


def cancel(run):
    run.request_cancel()


def network_of(run):
    return {name for name in NETWORK if (run.folder / name).exists()}


def test_stopped_while_it_waits_it_is_cancelled_with_a_sentence(store, tiny_dataset, recipe):
    run = store.create("sentiment", recipe, tiny_dataset, owner="local")
    run.request_stop()
    assert run_worker(store, run.id) == 0
    assert run.status.state == "cancelled" and run.status.message.text == UNLEARNED


@pytest.mark.parametrize(
    ("where", "asked", "state", "told"),
    [
        ((loop.Training, "build_problem"), stop, "cancelled", UNLEARNED),  # getting ready
        ((loop.Training, "finish_epoch"), stop, "done", None),
        ((finalize, "baselines_of"), stop, "done", None),  # scoring
        ((finalize, "baselines_of"), cancel, "cancelled", None),
        ((finalize, "examples_of"), cancel, "cancelled", None),  # its report is written
    ],
)
def test_asked_at_any_moment_it_is_a_network_or_cancelled(
    store, tiny_dataset, tiny_recipe, monkeypatch, untraced, where, asked, state, told
):
    recipe, before = tiny_recipe.changed(batch_size=64), getattr(*where)  # an epoch is a step
    run = store.create("sentiment", recipe, tiny_dataset, owner="local")

    def asked_then(*arguments):
        asked(run)
        return before(*arguments)

    monkeypatch.setattr(*where, asked_then)
    assert run_worker(store, run.id) == 0, run.log_tail()
    assert (run.status.state, run.status.message and run.status.message.text) == (state, told)
    assert network_of(run) == (set(NETWORK) if state == "done" else set())
    assert [row["step"] for row in run.metrics()] == sorted({row["step"] for row in run.metrics()} - {0})


def test_cancelled_while_it_gets_ready_it_builds_no_network(store, tiny_dataset, recipe, monkeypatch):
    run, build_problem = store.create("sentiment", recipe, tiny_dataset, owner="local"), loop.Training.build_problem

    def cancelled_then(*arguments):
        run.request_cancel()
        return build_problem(*arguments)

    monkeypatch.setattr(loop.Training, "build_problem", cancelled_then)
    monkeypatch.setattr(loop.Training, "build_network", None)
    assert run_worker(store, run.id) == 0 and run.status.state == "cancelled"


def test_a_run_that_is_done_is_not_trained_once_more(tiny_run):
    before = tiny_run.status
    assert run_worker(tiny_run.store, tiny_run.id) == 2 and tiny_run.status == before


def test_a_full_disk_is_told_and_the_run_can_go_on(store, tiny_dataset, tiny_recipe):
    run = store.create("sentiment", tiny_recipe.changed(epochs=1, units=64), tiny_dataset, owner="local")
    assert start(run, file_size=40_000, untraced=True).wait() == 2
    assert run.status.state == "failed"
    assert run.status.message.text == "The disk is full. Delete old runs, then resume this one."
    run.prepare_resume()
    assert start(run, untraced=True).wait() == 0 and run.status.state == "done"


def test_two_runs_train_in_ticket_order(store, tiny_dataset, tiny_recipe):
    first, second = (
        store.create("sentiment", tiny_recipe.changed(epochs=1), tiny_dataset, owner="local") for _ in "12"
    )
    # the second one's child is even the first to start
    late, early = (start(run, untraced=True) for run in (second, first))

    def begun():
        first.say_starting()  # as its runner does, however long a busy host takes
        return not second.lock_is_free() and first.status.state != "queued"

    wait_until(begun)
    assert second.position(store) == 1 or first.status.state != "running"
    assert early.wait() == late.wait() == 0
    assert first.status.started <= second.status.started
    assert first.status.updated <= second.status.started + 0.5


def test_the_inline_runner_waits_for_the_end(store, tiny_dataset, tiny_recipe, keras_ready):
    run = store.create("sentiment", tiny_recipe.changed(epochs=1), tiny_dataset, owner="local")
    runners.chosen("inline").submit(run)
    assert run.status.state == "done" and not runners.chosen("inline").is_alive(run)


def test_one_class_only_fails_with_a_sentence(store, tiny_recipe):
    from nlp_models.datasets.dataset import Dataset

    same = Dataset({"text": ["a good film"] * 20, "label": ["positive"] * 20}, {})
    run = store.create("sentiment", tiny_recipe, same, owner="local")
    assert run_worker(store, run.id) == 2
    assert str(run.status.message.text).startswith("Every label is")
