"""sweep: several settings tried on the same rows, chosen on the validation part; the best one is finished."""

import os
import sys
import time
from contextlib import suppress
from dataclasses import asdict

from nlp_models import runners, tasks
from nlp_models.command_line.files import table_and_columns
from nlp_models.command_line.told import OWNER, scores_line, tell
from nlp_models.datasets.dataset import parse_names
from nlp_models.errors import DataError, RecipeError, RunError
from nlp_models.messages import render
from nlp_models.runs.store import RunStore
from nlp_models.sweeps import sweep as sweeps
from nlp_models.sweeps.space import in_words, parsed
from nlp_models.sweeps.starting import start
from nlp_models.sweeps.study import check_trials
from nlp_models.sweeps.sweep import Sweep, check_minutes

SECONDS_BETWEEN = 0.5


def sweep(options):
    """Begin one and follow it to its end, tell one that is there, or be the process that drives it."""
    store = RunStore.default()
    if options.drive:
        from nlp_models.sweeps.driver import drive  # Optuna is needed for nothing else here

        os.nice(store.limits.nice)
        return drive(store, options.drive)
    if options.group:
        return tell_sweep(sweeps.get(store, options.group, OWNER), options)
    if not options.task or not options.data:
        raise DataError("sweep needs a task and --data FILE.")
    begun = _created(store, options)
    start(begun)
    return follow_sweep(begun, options)


def _created(store, options):
    runners.chosen()  # or says that there is none of this name, before anything is kept
    task = tasks.load(options.task)
    base = task.recipe.changed(**{"length": options.length, "minutes": None} | dict(map(_pair, options.set)))
    space = parsed(task, base, options.tries or [])
    check_trials(options.trials)
    check_minutes(store, options.minutes)
    table, columns = table_and_columns(task, options.data, options)
    dataset = task.dataset(table, columns, names=parse_names(options.labels))
    return sweeps.create(
        store,
        task,
        base,
        space,
        dataset,
        owner=OWNER,
        data=options.name or options.data.stem,
        trials=options.trials,
        minutes=options.minutes,
        columns=columns,
    )


def resume_sweep(own, options):
    """One that was cut off, cancelled or failed goes on."""
    own.prepare_resume()
    start(own)
    return follow_sweep(own, options)


def follow_sweep(own, options):
    """Tell every trial that ends, then what came of all; ctrl-C cancels it."""
    told = {number for number, trial in enumerate(own.study.trials) if trial.state != "open"}
    try:
        while _looked_at(own, told).state == "running":
            time.sleep(SECONDS_BETWEEN)
    except KeyboardInterrupt:
        with suppress(RunError):  # it has just ended
            own.request_cancel()
        raise
    return tell_sweep(_looked_at(own, told), options)


def _looked_at(own, told):
    """The sweep as it is now; what has ended since is told."""
    now = sweeps.get(own.store, own.id, OWNER)
    for number, trial in enumerate(now.study.trials):
        if trial.state != "open" and number not in told:
            told.add(number)
            print(_trial_line(now, number), file=sys.stderr)
    return now


def _trial_line(now, number):
    study, trial = now.study, now.study.trials[number]
    return f"{number + 1:>3}/{study.plan.trials} {in_words(trial.settings)}: {_how(study, number)}"


def _how(study, number):
    trial = study.trials[number]
    score = f"{study.measure} {trial.score:.4f} on the validation part" if trial.score is not None else ""
    if trial.state == "complete":
        return score + (", the best so far" if number == study.best else "")
    if trial.state == "pruned":
        return f"{score}, given up after epoch {trial.points[-1].epoch}"
    return f"{trial.state}. {render(trial.told) if trial.told else ''}".strip()


def tell_sweep(now: Sweep, options):
    """All trials, the best settings, what matters, and the scores of the network that came of it."""
    study, winner = now.study, now.winner
    lines = [f"{now.id}  {now.state}, {len(study.trials)} of {study.plan.trials} trials", *_trial_lines(now)]
    if study.cut:
        lines.append(f"Stopped after the {study.plan.minutes:g} minutes it was given; the best so far is kept.")
    if study.best is not None:
        best = study.trials[study.best]
        lines.append(f"best: {in_words(best.settings)} ({study.measure} {best.score:.4f} on the validation part)")
    if study.importance:
        shares = (f"{name} {share:.0%}" for name, share in study.importance.items())
        lines.append("what tells the better trials from the others: " + ", ".join(shares))
    if winner:
        lines.append(f"{winner.id}  {scores_line(tasks.load(now.group.task).kind, winner.report['test'])}")
    tell(options, _as_data(now), "\n".join(lines))
    if study.told:
        print(render(study.told), file=sys.stderr)
    if now.state == "interrupted":
        print(f"It was cut off; `resume {now.id}` goes on to the same trials.", file=sys.stderr)
    return 0 if now.state in ("done", "running") else 2


def _trial_lines(now):
    return [_trial_line(now, number) for number, trial in enumerate(now.study.trials) if trial.state != "open"]


def _as_data(now):
    study, winner = now.study, now.winner
    trials = [
        {
            "number": number + 1,
            "run": trial.run,
            "settings": trial.settings,
            "state": trial.state,
            "score": trial.score,
            "epochs": trial.points[-1].epoch if trial.points else 0,
            "seconds": trial.seconds,
            "message": render(trial.told) if trial.told else None,
        }
        for number, trial in enumerate(study.trials)
    ]
    return {
        "group": now.id,
        "state": now.state,
        "measure": study.measure,
        "asked": study.plan.trials,
        "space": {name: asdict(one) for name, one in study.plan.space.items()},
        "trials": trials,
        "best": None if study.best is None else study.best + 1,
        "importance": study.importance,
        "cut": study.cut,
        "run": winner.id if winner else None,
        "report": winner.report if winner else None,
    }


def _pair(text):
    name, sign, value = text.partition("=")
    if not sign:
        raise RecipeError("--try and --set need key=value, got {got}.", got=text)
    return name, value
