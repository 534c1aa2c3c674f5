"""race: several networks trained on the same rows in one process, and what their comparison comes to."""

import sys
import time
from contextlib import suppress
from dataclasses import replace

from nlp_models import runners, tasks
from nlp_models.answering.comparison import caution, compare, finding, points
from nlp_models.command_line.files import table_and_columns
from nlp_models.command_line.told import OWNER, tell
from nlp_models.datasets.dataset import parse_names
from nlp_models.errors import DataError, RecipeError, RunError
from nlp_models.messages import render
from nlp_models.recipe import written
from nlp_models.runs import groups
from nlp_models.runs.contests import Budget, comparable, contestants, crossed
from nlp_models.runs.store import RunStore

SECONDS_BETWEEN = 0.5


def race(options):
    """Make the group, train it to its end, tell the comparison; or tell that of a group that is there."""
    store = RunStore.default()
    if options.group:
        return _tell_comparison(options, groups.get(store, options.group, OWNER))
    if not options.task or not options.data:
        raise DataError("race needs a task and --data FILE.")
    runners.chosen()  # or says that there is none of this name, before anything is kept
    task = tasks.load(options.task)
    table, columns = table_and_columns(task, options.data, options)
    dataset = task.dataset(table, columns, names=parse_names(options.labels))
    base = task.recipe.changed(**dict(map(_pair, options.set)))
    changes = _changes(options.tries) if options.tries else comparable(task.kind, dataset.columns["text"])["cell"]
    budget = Budget(options.length, options.equal, options.steps, options.seconds)
    members = contestants(store, task, base, changes, dataset, budget, options.seeds)
    name = options.name or options.data.stem[:50]
    members = [replace(one, name=f"{name}, {name_of(one.changes)}"[:80]) for one in members]
    equal = "seconds" if options.seconds else options.equal
    group = groups.create(
        store,
        task.name,
        members,
        dataset,
        owner=OWNER,
        name=name,
        equal=equal,
        columns=columns,
        ask=options.ask,
    )
    return follow_group(group, options)


def _changes(tries):
    return crossed({name: values.split(",") for name, values in map(_pair, tries)})


def follow_group(group, options):
    """Submit the group, tell every epoch of it, then the comparison; ctrl-C cancels all of it."""
    runners.chosen().submit(group.lead)
    told = {run.id: 0 for run in group.runs}
    try:
        while group.active:
            _tell_epochs(group, told)
            time.sleep(SECONDS_BETWEEN)
    except KeyboardInterrupt:
        with suppress(RunError):  # it has just ended
            group.request_cancel()
        raise
    _tell_epochs(group, told)
    return _tell_comparison(options, groups.get(group.store, group.id, OWNER))


def name_of(changes):
    """gru, or units=8 pooling=max: what tells a contestant from the others."""
    if set(changes) <= {"cell"}:
        return changes.get("cell", "")
    return " ".join(f"{written(name)}={value}" for name, value in changes.items())


def _tell_epochs(group, told):
    for seat in group.seats:
        for row in seat.run.metrics()[told[seat.run.id] :] if seat.run else []:
            told[seat.run.id] += 1
            score = f"held out {row['validation_accuracy']:.4f}  loss {row['validation_loss']:.4f}"
            line = f"{name_of(seat.changes)} (seed {seat.seed}) epoch {row['epoch']}, step {row['step']}: {score}"
            print(line, file=sys.stderr)


def _tell_comparison(options, group):
    """The table, the pairs and the finding; those that failed or are gone are told before."""
    found = compare(group)
    names = [name_of(one.changes) for one in found.contestants]
    for seat in group.seats:
        _tell_missing(seat)
    lines = [
        _line(name, one, found) for name, one in zip(names, found.contestants, strict=True) if one.score is not None
    ]
    lines += [f"{name:<24} {found.measure} {score:.4f}  (baseline)" for name, score in found.baselines.items()]
    lines += [_pair_line(names, found, pair) for pair in found.pairs]
    lines += [
        f"only {name} has right: {text}"
        for name, texts in zip(names, found.only_right, strict=False)
        for text in texts[:3]
    ]
    lines += [render(message) for message in (finding(found, names), caution(found)) if message]
    tell(options, _as_data(group, found, names), "\n".join([f"{group.id}  the same {group.equal} for all", *lines]))
    return 0 if len(found.ended) > 1 else 2


def _tell_missing(seat):
    if seat.run is None:
        print(f"{name_of(seat.changes)} (seed {seat.seed}) was deleted, or cannot be read.", file=sys.stderr)
    elif (state := seat.run.status.state) != "done":
        message = seat.run.status.message
        print(
            f"{name_of(seat.changes)} (seed {seat.seed}): {state}. {render(message) if message else ''}",
            file=sys.stderr,
        )


def _line(name, one, found):
    between = f" ({one.low:.4f} to {one.high:.4f})" if one.low is not None else ""
    frozen = f" ({one.trained:,} trained)" if one.trained != one.parameters else ""
    return (
        f"{name:<24} {found.measure} {one.score:.4f}{between}  {one.parameters:,} parameters{frozen}  "
        f"{one.steps:,} steps in {one.seconds:.1f} s, {1000 * one.step_seconds:.0f} ms a step"
    )


def _pair_line(names, found, pair):
    own = pair.difference
    chance = "more than chance explains" if own.is_sure else "within chance"
    span = f"{own.low:+.4f} to {own.high:+.4f}"
    shown = points(found, own.value, signed=True)
    shown = shown if isinstance(shown, str) else render(shown)
    test = f", McNemar p = {own.p_value:.3f}" if own.p_value is not None else ""
    return f"{names[pair.first]} less {names[pair.second]}: {shown} ({span}{test}), {chance}"


def _as_data(group, found, names):
    return {
        "group": group.id,
        "equal": group.equal,
        "measure": found.measure,
        "rows": found.rows,
        "seeds": found.seeds,
        "contestants": [
            {
                "name": name,
                "changes": one.changes,
                "runs": {str(seed): run.id for seed, run in one.runs.items()},
                "score": one.score,
                "low": one.low,
                "high": one.high,
                "parameters": one.parameters,
                "trained": one.trained,
                "steps": one.steps,
                "seconds": one.seconds,
                "seconds_a_step": one.step_seconds,
            }
            for name, one in zip(names, found.contestants, strict=True)
        ],
        "baselines": found.baselines,
        "pairs": [
            {"first": names[pair.first], "second": names[pair.second]}
            | vars(pair.difference)
            | {"sure": pair.difference.is_sure}
            for pair in found.pairs
        ],
        "only_right": dict(zip(names, found.only_right, strict=False)),
        "finding": render(finding(found, names)),
    }


def _pair(text):
    name, sign, value = text.partition("=")
    if not sign:
        raise RecipeError("--try and --set need key=value, got {got}.", got=text)
    return name, value
