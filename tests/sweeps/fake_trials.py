"""Trials that are not trained: a runner that writes at once what a training of these settings would have written."""

import shutil

from conftest import recipe_of_two
from races import OF_A_TRAINING

from nlp_models import tasks
from nlp_models.messages import Message
from nlp_models.runs.records import TRIED
from nlp_models.sweeps import sweep as sweeps
from nlp_models.sweeps.space import parsed

EPOCHS, STEPS = 4, 40
SENTIMENT = tasks.load("sentiment")


def goodness(recipe):
    """What a network of these settings scores in the end: a GRU of many units is best."""
    return 0.6 + 0.1 * (recipe.cell == "gru") + 0.001 * min(recipe.units, 64)


class FakeRunner:
    """`submitted` has the ids of all runs that it was given; a run of `failing` units fails, one of `cut_off` units goes nowhere."""

    there = True  # where it executes

    def __init__(self, folder=None, failing=None, cut_off=None):
        self.folder, self.failing, self.cut_off, self.submitted = folder, failing, cut_off, []

    def submit(self, run):
        self.submitted.append(run.id)
        if not run.about.trial:
            for name in OF_A_TRAINING if self.folder else ():
                shutil.copy(self.folder / name, run.folder / name)
            return run.update_status(state="done")
        if run.recipe.units == self.cut_off:
            return run.update_status(state="interrupted")
        if run.recipe.units == self.failing:
            return run.end_without("failed", Message("The loss is no longer a number; a lower learning rate helps."))
        (run.folder / "checkpoint").mkdir(exist_ok=True)
        run.update_status(state="running", steps=STEPS)
        for epoch in range(len(run.metrics()) + 1, EPOCHS + 1):
            score = goodness(run.recipe) * (0.6 + 0.1 * epoch)
            line = {"epoch": epoch, "step": 10 * epoch, "validation_accuracy": score, "validation_loss": 1 - score}
            run.append_metrics(line | {"kept": True, "seconds": 1.0})
        run.end_without("cancelled", Message("A trial", code=TRIED))

    def is_alive(self, run):
        return False

    def is_there(self):
        return self.there


def begun(store, dataset, *said, trials=6, owner="local", **more):
    """A sweep whose first trial waits."""
    base = recipe_of_two()
    space = parsed(SENTIMENT, base, said or ("cell=rnn,lstm,gru", "units=2..64"))
    return sweeps.create(store, SENTIMENT, base, space, dataset, owner=owner, data="tiny", trials=trials, **more)


def driven(sweep, runner, monkeypatch):
    """To its end, in this process; gives the Sweep as it is then."""
    from nlp_models.sweeps import driver

    monkeypatch.setattr(driver.runners, "chosen", lambda: runner)
    driver.drive(sweep.store, sweep.id, sleep=lambda _: None)
    return sweeps.get(sweep.store, sweep.id, "local")
