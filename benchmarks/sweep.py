"""A sweep whose driver is killed (SIGKILL) in mid-training and resumed: does it go on to the same trials? In a folder of its own.

python benchmarks/sweep.py                          # 12 trials of 120 steps on 1,000 sentences of UCI's, killed after 4
python benchmarks/sweep.py --trials 4 --steps 20 --kill-after 1

What a trial should have been follows from the trials before it and the seed alone, so every one is asked for again at the end.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from measuring import SHARED

from nlp_models import tasks
from nlp_models.runs import groups
from nlp_models.runs.store import RunStore
from nlp_models.sweeps import sampling
from nlp_models.sweeps import sweep as sweeps
from nlp_models.sweeps.space import parsed
from nlp_models.sweeps.starting import command
from nlp_models.sweeps.study import Trial

FILE = SHARED / "sentiment-en-uci" / "yelp_labelled.txt"
TRIED = ("cell=rnn,lstm,gru", "units=16..128", "learning_rate=0.001..0.01")


def begun(store, options):
    """A sweep that waits for its driver."""
    task = tasks.load("sentiment")
    dataset = task.dataset(task.kind.read_table(FILE))
    base = task.recipe.changed(length="short", steps=options.steps)
    space = parsed(task, base, TRIED)
    return sweeps.create(store, task, base, space, dataset, owner="local", data="sweep", trials=options.trials)


def looked_at(sweep):
    return sweeps.Sweep(groups.get(sweep.store, sweep.id, "local"))


def drive(sweep, until):
    """A driver, until the sweep is as it should be; gives its exit status, minus a signal where it was killed then."""
    pid = os.posix_spawn(sys.executable, command(sweep), os.environ)
    while not (ended := os.waitpid(pid, os.WNOHANG))[0]:
        if until(looked_at(sweep).study):
            os.kill(pid, signal.SIGKILL)
            ended = os.waitpid(pid, 0)
            break
        time.sleep(0.5)
    return os.waitstatus_to_exitcode(ended[1])


def is_the_same(study):
    """Whether every trial has the settings that follow from those before it, and was given up where it had to be."""
    plan, trials = study.plan, study.trials
    for number in range(1, len(trials)):
        known = trials[: max(0, number - plan.at_once + 1)]  # the others may have trained beside it
        beside = [Trial(one.run, one.settings) for one in trials[len(known) : number]]
        if trials[number].settings != sampling.next_settings(plan, [*known, *beside]):
            return False
        own, points = trials[number].settings, trials[number].points
        so_far = [Trial("", own, "open", points[: count + 1]) for count in range(len(points))]
        given_up = [sampling.is_hopeless(plan, known, one) for one in so_far]
        if given_up[:-1].count(True) or (given_up[-1:] == [True]) != (trials[number].state == "pruned"):
            return False
    return True


def measure(options, folder):
    """What happened, as it is printed."""
    os.environ["UNROLLED_RUNS"] = folder
    sweep, since, load = begun(RunStore(folder), options), time.monotonic(), os.getloadavg()[0]
    killed = drive(sweep, lambda study: len(study.trials) > options.kill_after and study.trials[-1].points == ())
    before = looked_at(sweep)
    state, trials = before.state, [(one.run, one.settings) for one in before.study.trials]
    before.prepare_resume()
    status = drive(sweep, lambda _: False)
    ended = looked_at(sweep)
    return {
        "load": [load, os.getloadavg()[0]],
        "killed": killed,
        "state then": state,
        "trials then": len(trials),
        "kept": [(one.run, one.settings) for one in ended.study.trials][: len(trials)] == trials,
        "the same trials": is_the_same(ended.study),
        "states": [one.state for one in ended.study.trials],
        "seconds of each": [one.seconds for one in ended.study.trials],
        "status": status,
        "winner": ended.study.winner,
        "accuracy": ended.winner.report["test"]["accuracy"] if ended.winner else None,
        "runs left": sorted({run.status.state for run in ended.group.runs}),
        "seconds": round(time.monotonic() - since, 1),
    }


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    for name, default in (("--trials", 12), ("--steps", 120), ("--kill-after", 4)):
        asked.add_argument(name, type=int, default=default)
    if not Path(FILE).exists():
        sys.exit(f"{FILE} is not here.")
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(asked.parse_args(), folder)))
