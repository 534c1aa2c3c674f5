"""A sweep of real trainings: trials are not scored on the test part, the winner is, by the very weights it had as a trial."""

import numpy as np
from fake_trials import begun, driven

from nlp_models.runs.records import TRIED
from nlp_models.training.checkpoints import load_best
from nlp_models.training.worker import run_worker


class InThisProcess:
    """A runner that trains at once, here; dies once after the first trial."""

    trials_at_once, weights, dies = 1, None, True

    def submit(self, run):
        trial = run.about.trial
        assert run_worker(run.store, run.id) == 0, run.log_tail()
        if trial:
            assert run.status.message.code == TRIED and not (run.folder / "report.json").exists()
            assert not (run.folder / "weights.safetensors").exists()
            self.weights = load_best(run.folder / "checkpoint")
        if self.dies:
            self.dies = False
            raise KeyboardInterrupt

    def is_alive(self, run):
        return not run.lock_is_free()


def test_the_winner_alone_is_scored_and_learns_no_more(store, tiny_dataset, monkeypatch):
    runner, sweep = InThisProcess(), begun(store, tiny_dataset, "units=2,8", trials=2)
    try:
        driven(sweep, runner, monkeypatch)
    except KeyboardInterrupt:
        ended = driven(sweep, runner, monkeypatch)
    assert ended.state == "done" and [trial.state for trial in ended.study.trials] == ["complete"] * 2
    winner, best = ended.winner, ended.study.trials[ended.study.best]
    assert winner.report["test"]["accuracy"] >= 0 and winner.status.score == best.score
    assert [run.id for run in ended.group.runs if run.report] == [winner.id]
    assert len(winner.metrics()) == best.points[-1].epoch == 2
    if ended.study.best == 1:  # the last that was trained
        for name, weights in load_best(winner.folder / "checkpoint").items():
            assert np.array_equal(weights, runner.weights[name])
