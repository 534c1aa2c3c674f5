"""A group trained by one process: an epoch of each in turn, and each ends as it would alone, killed in the middle or not."""

import io
import json
import zipfile

import pytest
from conftest import recipe_of_two

from nlp_models.runs import groups
from nlp_models.runs.groups import Member
from nlp_models.runs.machine import NODE
from nlp_models.sharing.exports import make_bundle
from nlp_models.training import in_turn, loop
from nlp_models.training.worker import run_worker

TIMES = {"seconds", "tokens_per_second"}


class Killed(BaseException):
    """As a kill would end it."""


def of_cells(store, dataset, *cells, **changes):
    members = [Member({"cell": cell}, recipe_of_two().changed(cell=cell, **changes)) for cell in cells]
    return groups.create(store, "sentiment", members, dataset, owner="local", name="cells")


def without_times(run):
    return [{name: value for name, value in row.items() if name not in TIMES} for row in run.metrics()]


def test_killed_and_resumed_it_ends_as_each_would_alone_and_a_broken_one_stops_nobody(
    store, tiny_run, tiny_dataset, monkeypatch
):
    group = of_cells(store, tiny_dataset, "gru", "rnn", "lstm", steps=tiny_run.report["steps"])
    gru, broken, lstm = group.runs
    broken.dataset_path.unlink()  # else it would be the others', too
    broken.dataset_path.write_text('{"fields": {}}\n')
    order, finish_epoch = [], loop.Training.finish_epoch

    def noted(self, epoch, learned):
        finish_epoch(self, epoch, learned)
        order.append((self.recipe.cell, epoch))
        if len(order) == 2:
            raise Killed

    monkeypatch.setattr(loop.Training, "finish_epoch", noted)
    monkeypatch.setenv(NODE, "gpu-1")
    with pytest.raises(Killed):
        run_worker(store, group.lead.id)
    assert [run.status.state == "failed" for run in group.runs] == [False, True, False]
    assert broken.status.cannot_go_on and "damaged" in broken.status.message.text
    assert {run.id for run in group.resumable} == {gru.id, lstm.id}
    group.prepare_resume()
    monkeypatch.setenv(NODE, "gpu-2")
    assert run_worker(store, group.lead.id) == 0
    assert order == [("gru", 1), ("lstm", 1), ("gru", 2), ("lstm", 2)]
    assert [run.status.state for run in group.runs] == ["done", "failed", "done"]
    assert without_times(lstm) == without_times(tiny_run)
    weights = [(run.folder / "weights.safetensors").read_bytes() for run in (lstm, tiny_run)]
    assert weights[0] == weights[1]
    both = "CPU (gpu-1), then CPU (gpu-2)"
    assert lstm.report["device"] == both and lstm.status.device == "CPU (gpu-2)"
    assert f"seconds on {both}\n" in zipfile.ZipFile(io.BytesIO(make_bundle(lstm.folder))).read("card.md").decode()
    told = ("test", "baselines", "rows")
    assert {name: lstm.report[name] for name in told} == {name: tiny_run.report[name] for name in told} and gru.report[
        "rows"
    ] == lstm.report["rows"]


def test_what_it_waits_for_the_others_is_not_its_time(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(in_turn.time, "monotonic", lambda: now[0])

    class Training:
        waits = []

        def by_epochs(self):
            yield from range(2)

        def waited(self, seconds):
            self.waits.append(seconds)

    one = in_turn.Contestant(None, None)
    assert one.go_on(lambda _: Training(), {})
    now[0] += 7
    assert one.go_on(None, {})
    now[0] += 3
    assert not one.go_on(None, {})
    assert Training.waits == [7, 3]


def test_a_member_that_was_cancelled_before_its_turn_leaves_nothing_and_one_alone_goes_on(
    store, tiny_dataset, monkeypatch
):
    group = of_cells(store, tiny_dataset, "rnn", "gru")
    for run in group.runs:
        run.request_cancel()
    monkeypatch.setattr(loop, "begin", None)  # nothing is begun
    assert run_worker(store, group.lead.id) == 0
    assert {run.status.state for run in group.runs} == {"cancelled"}
    assert run_worker(store, group.lead.id) == 2  # it is not waiting any more
    status = json.loads((group.runs[0].folder / "status.json").read_text())
    assert status["state"] == "cancelled" and group.runs[0].lock_is_free()
