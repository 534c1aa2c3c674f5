"""A sweep goes from its first trial to its finished winner, whatever kills its driver; it is one to its owner."""

import time
from dataclasses import replace

import pytest
from fake_trials import FakeRunner, begun, driven, goodness

from nlp_models.errors import LimitReached, RunError, RunNotFound
from nlp_models.runners.everything import delete_everything
from nlp_models.runs import groups
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import GROUPS, RunStore
from nlp_models.runs.turns import processes
from nlp_models.sweeps import driver, sampling
from nlp_models.sweeps import study as studies
from nlp_models.sweeps import sweep as sweeps


@pytest.fixture
def small(tmp_path):
    return RunStore(
        tmp_path / "runs", Limits(runs_per_owner=2, waiting_per_owner=1, free_disk_mb=0, trainings_at_once=1)
    )


def found(sweep):
    """What came of every trial, without the ids of its run."""
    return [(one.settings, one.state, one.points) for one in sweep.study.trials]


def test_it_tries_the_usual_first_and_finishes_the_best_only(small, tiny_dataset, monkeypatch):
    runner = FakeRunner()
    ended = driven(begun(small, tiny_dataset), runner, monkeypatch)
    trials = ended.study.trials
    assert ended.state == "done" and len(trials) == 6 and trials[0].settings == {"cell": "lstm", "units": 2}
    assert len({str(trial.settings) for trial in trials}) == 6
    recipes = [ended.study.plan.of(trial.settings) for trial in trials]
    done = [n for n, trial in enumerate(trials) if trial.state == "complete"]
    assert ended.study.best == ended.study.winner == max(done, key=lambda n: goodness(recipes[n]))
    assert "pruned" in {trial.state for trial in trials} and ended.study.measure == "accuracy"
    states = {run.id: (run.status.state, run.about.trial) for run in ended.group.runs}
    assert states.pop(ended.winner.id) == ("done", False) and set(states.values()) == {("cancelled", True)}
    assert [run.id for run in ended.group.runs if (run.folder / "checkpoint").exists()] == [ended.winner.id]
    assert runner.submitted == [
        *(trial.run for trial in trials),
        ended.winner.id,
    ]  # one after the other, the winner once more
    assert len({run.dataset_path.stat().st_ino for run in ended.group.runs}) == 1


@pytest.mark.parametrize(("every", "before"), [(2, False), (3, True)])
def test_whatever_kills_its_driver_another_one_goes_on_to_the_same_trials(
    small, tiny_dataset, monkeypatch, tmp_path, every, before
):
    whole = driven(begun(RunStore(tmp_path / "other", small.limits), tiny_dataset), FakeRunner(), monkeypatch)
    runner, calls = FakeRunner(), []

    class Killed(BaseException):
        pass

    def deadly(act):
        def called(*given, **named):
            calls.append(act.__name__)
            dies = len(calls) % every == 0
            if dies and before:
                raise Killed
            result = act(*given, **named)
            if dies:
                raise Killed
            return result

        return called

    sweep = begun(small, tiny_dataset)
    for owner, name in (
        (studies, "keep"),
        (FakeRunner, "submit"),
        (RunStore, "create_beside"),
        (RunStore, "choose_trial"),
    ):
        monkeypatch.setattr(owner, name, deadly(getattr(owner, name)))
    kills = 0
    while sweeps.get(small, sweep.id, "local").study.ended is None:
        try:
            driven(sweep, runner, monkeypatch)
        except Killed:
            kills += 1
    again = sweeps.get(small, sweep.id, "local")
    assert kills > 5 and again.state == "done" and found(again) == found(whole)
    assert {run.id for run in again.group.runs} == {trial.run for trial in again.study.trials}  # nothing is left over


def test_a_trial_that_fails_or_is_cut_off_again_and_again_is_told_and_the_others_go_on(
    small, tiny_dataset, monkeypatch
):
    monkeypatch.setattr(driver, "BEGINS_WITHIN", 0)
    runner = FakeRunner(failing=2, cut_off=3)
    ended = driven(begun(small, tiny_dataset, "units=2,3,4", trials=9), runner, monkeypatch)
    states = {trial.settings["units"]: (trial.state, trial.told and trial.told.text) for trial in ended.study.trials}
    assert ended.state == "done" and ended.winner.recipe.units == 4 and len(states) == 3  # all there are
    assert states[2][0] == states[3][0] == "failed" and "no longer a number" in states[2][1] and "again" in states[3][1]
    failed = driven(begun(small, tiny_dataset, "units=2,3"), runner, monkeypatch)
    assert failed.state == "failed" and failed.study.told and failed.winner is None
    failed.prepare_resume()
    runner.failing = None
    assert driven(failed, runner, monkeypatch).winner.recipe.units == 2


def test_where_its_cluster_is_lost_no_trial_is_used_up_and_it_goes_on_to_the_same(
    small, tiny_dataset, monkeypatch, tmp_path
):
    monkeypatch.setattr(driver, "BEGINS_WITHIN", 0)
    whole = driven(begun(RunStore(tmp_path / "other", small.limits), tiny_dataset), FakeRunner(), monkeypatch)
    units = [trial.settings["units"] for trial in whole.study.trials]
    cut = next(number for number in range(2, 6) if units[number] not in units[:number])
    runner = FakeRunner(cut_off=units[cut])
    runner.there = False
    lost = driven(begun(small, tiny_dataset), runner, monkeypatch)
    assert lost.state == "failed" and lost.study.told and len(lost.study.trials) == cut + 1
    assert lost.study.open == [cut]
    lost.prepare_resume()
    assert found(driven(lost, FakeRunner(), monkeypatch)) == found(whole)


def test_it_is_stopped_with_the_best_so_far_cancelled_and_resumed_as_one(small, tiny_dataset, monkeypatch):
    sweep, runner = begun(small, tiny_dataset), FakeRunner()

    def stop_after_two(run):
        FakeRunner.submit(runner, run)
        if len(runner.submitted) == 2:
            sweep.request_stop()

    runner.submit = stop_after_two
    ended = driven(sweep, runner, monkeypatch)
    assert ended.state == "done" and len(ended.study.trials) == 2 and ended.winner
    for act in (ended.request_stop, ended.request_cancel, ended.prepare_resume):
        with pytest.raises(RunError):
            act()
    other = begun(small, tiny_dataset)
    assert other.state == "interrupted"  # nobody was started to drive it
    other.request_cancel()
    gone = sweeps.get(small, other.id, "local")
    assert gone.state == "cancelled" and gone.group.runs[0].cancel_requested
    gone.prepare_resume()
    assert found(driven(gone, FakeRunner(), monkeypatch))[:2] == found(ended)


def test_its_time_bounds_all_of_it(small, tiny_dataset, monkeypatch):
    now = iter(range(0, 10_000, 4))
    monkeypatch.setattr(driver.time, "monotonic", lambda: next(now))

    class Slow(FakeRunner):
        def submit(self, run):
            super().submit(run)
            if run.about.trial and len(self.submitted) < 3:
                run.update_status(state="running")

        def is_alive(self, run):
            return run.status.state == "running" and not run.stop_requested

    with pytest.raises(LimitReached, match="minutes here"):
        begun(small, tiny_dataset, minutes=10_000)
    sweep = begun(small, tiny_dataset, minutes=0.5)
    runner, seen = Slow(), []

    def end_what_was_stopped(run):
        type(runner).submit(runner, run)
        seen.append(run)

    runner.submit = end_what_was_stopped
    monkeypatch.setattr(
        driver.Driver,
        "stop_open",
        lambda self: [FakeRunner.submit(FakeRunner(), self.run_of(n)) for n in self.study.open],
    )
    ended = driven(sweep, runner, monkeypatch)
    assert ended.state == "done" and ended.study.cut and len(ended.study.trials) == 1
    assert 30 <= ended.study.seconds <= 40


def test_several_at_once_are_chosen_as_if_none_of_them_had_ended_early(small, tiny_dataset, monkeypatch):
    asked = []
    monkeypatch.setattr(
        sampling, "next_settings", lambda plan, trials: asked.append([*trials]) or {"cell": "gru", "units": 9}
    )
    driven(begun(small, tiny_dataset, trials=4, at_once=2), FakeRunner(), monkeypatch)
    assert [[trial.state for trial in trials] for trials in asked] == [
        ["open"],
        ["complete", "open"],
        ["complete", "complete", "open"],
    ]


def test_the_trials_are_the_same_with_one_place_and_with_two(tmp_path, tiny_dataset, monkeypatch):
    class EndsTheLaterFirst(FakeRunner):
        """A trial trains until somebody waits."""

        def __init__(self):
            super().__init__()
            self.training, self.most = [], 0

        def submit(self, run):
            self.training.append(run)
            run.update_status(state="running")
            self.most = max(self.most, processes(run.store.queue()))

        def is_alive(self, run):
            return run.id in [one.id for one in self.training]

        def end_one(self, _):
            if self.training:
                super().submit(self.training.pop())

    def tried(places):
        store, runner = RunStore(tmp_path / str(places), Limits(trainings_at_once=places)), EndsTheLaterFirst()
        monkeypatch.setattr(driver.runners, "chosen", lambda: runner)
        sweep = begun(store, tiny_dataset, trials=8)
        assert driver.drive(store, sweep.id, sleep=runner.end_one) == 0
        return found(sweeps.get(store, sweep.id, "local")), runner.most

    (alone, one), (beside, two) = tried(1), tried(2)
    assert alone == beside and len(alone) == 8 and (one, two) == (1, 2)


def test_it_counts_as_one_and_nobody_elses_is_found(small, tiny_dataset, monkeypatch):
    sweep = begun(small, tiny_dataset)
    with pytest.raises(LimitReached, match="waiting"):
        begun(small, tiny_dataset)
    driven(sweep, FakeRunner(), monkeypatch)
    begun(small, tiny_dataset)
    with pytest.raises(LimitReached, match="2 runs"):
        begun(small, tiny_dataset)
    for asked, owner in ((sweep.id, "bob"), ("0" * 26, "local")):
        with pytest.raises(RunNotFound):
            sweeps.get(small, asked, owner)


def test_deleted_while_it_goes_on_nothing_comes_after(small, tiny_dataset, monkeypatch):
    sweep, runner = begun(small, tiny_dataset), FakeRunner()

    def deleted_by_the_second(run):
        if len(runner.submitted) == 1:
            delete_everything(small, "local")
            raise RunNotFound("There is no such run; it may have been deleted or the link is wrong.")
        FakeRunner.submit(runner, run)

    runner.submit = deleted_by_the_second
    monkeypatch.setattr(driver.runners, "chosen", lambda: runner)
    driver.drive(small, sweep.id, sleep=lambda _: None)
    assert not small.folders() and not list((small.root / GROUPS).iterdir())
    kept = driven(begun(small, tiny_dataset), FakeRunner(), monkeypatch)
    kept.delete()
    assert not small.folders() and not list((small.root / GROUPS).iterdir())


def test_a_lost_study_takes_nothing_with_it(small, tiny_dataset, monkeypatch):
    sweep = driven(begun(small, tiny_dataset), FakeRunner(), monkeypatch)
    for broken in ("{", '{"plan": 3}', "[]"):
        studies.study_file(small, sweep.id).write_text(broken)
        own, error = sweeps.readable(groups.get(small, sweep.id, "local"))
        assert own is None and "cannot be read" in str(error)
    studies.study_file(small, sweep.id).unlink()
    group = groups.get(small, sweep.id, "local")
    assert group.is_sweep and sweeps.readable(group)[0] is None
    group.delete()


def test_a_living_driver_is_known_by_its_lock(small, tiny_dataset):
    sweep = begun(small, tiny_dataset)
    with sweep.lock():
        assert sweep.state == "running"
        with pytest.raises(RunError, match="already going on"), sweep.lock():
            pass
        with pytest.raises(RunError, match="Cancel"):
            sweep.delete()
    assert sweep.state == "interrupted"
    sweep.file("started").touch()
    assert sweep.state == "running" and time.time()
    studies.keep(small, sweep.id, replace(sweep.study, ended="done"))
    assert sweeps.get(small, sweep.id, "local").state == "done"
