"""What the commands share: whose runs they are, a run by its id, how a result is told."""

import json

from nlp_models.answering.ready import ready_models
from nlp_models.errors import RunError, RunNotFound
from nlp_models.problems.problem import Scoring
from nlp_models.runs import groups
from nlp_models.runs.records import not_found
from nlp_models.runs.store import RunStore
from nlp_models.sweeps.sweep import of_group

OWNER = "local"


def scores_line(kind: type[Scoring], scores):
    """The scores that matter, on one line."""
    return "  ".join(
        f"{measure.title.lower()} {scores[name]:.4f}"
        for name, measure in kind.MEASURES.items()
        if scores.get(name) is not None
    )


def own_run(options):
    return RunStore.default().get(options.run, OWNER)


def own_unit(options):
    """A run, or a race or sweep by its id: what all of them can be asked."""
    try:
        return own_run(options)
    except RunNotFound:
        try:
            group = groups.get(RunStore.default(), options.run, OWNER)
            return of_group(group) or group
        except RunNotFound:
            raise not_found() from None


def folder_of(name):
    """A run of ours, or a ready model by its name."""
    try:
        return RunStore.default().get(name, OWNER).folder
    except RunNotFound:
        ready = {model.id: model.folder for model in ready_models()}
        if name in ready:
            return ready[name]
        raise


def finished(name):
    folder = folder_of(name)
    state = RunStore.default().get(name, OWNER).status.state if (folder / "status.json").exists() else "done"
    if state != "done" or not (folder / "weights.safetensors").exists():
        raise RunError("This run has no finished network yet.")
    return folder


def tell(options, data, text):
    print(json.dumps(data, ensure_ascii=False) if options.json else text)
