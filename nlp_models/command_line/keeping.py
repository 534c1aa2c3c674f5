"""runs, delete, export and import: what is kept, and how it travels."""

from pathlib import Path

from nlp_models.answering.predictor import Predictor
from nlp_models.command_line.told import OWNER, finished, own_run, own_unit, tell
from nlp_models.errors import RunError
from nlp_models.files import write_aside
from nlp_models.messages import render
from nlp_models.runners.everything import delete_counted
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore
from nlp_models.sharing import brought, exports


def show_runs(options):
    """The runs of this computer; those that cannot be read with what is wrong."""
    store = RunStore.default()
    rows = [_row_of(run, run.about, run.status) for run in store.list(OWNER)]
    for run in store.damaged(OWNER):
        damage = render(run.damage) if run.damage else ""
        rows.append({"run": run.id, "task": "", "name": run.known_name, "state": "damaged", "damage": damage})
    lines = [f"{r['run']}  {r['state']:<11} {r['task']:<10} {r['name']}{r.get('damage', '')}" for r in rows]
    tell(options, rows, "\n".join(lines))


def _row_of(run, about, status):
    return {"run": run.id, "task": about.task, "name": about.name, "state": status.state, "score": status.score}


def delete(options):
    """Remove a run, or all of a race or sweep, that has ended."""
    unit = own_unit(options)
    if isinstance(unit, Run):
        RunStore.default().delete(unit)
    else:
        unit.delete()


def delete_everything(options):
    deleted = delete_counted(RunStore.default(), OWNER, options.count)
    tell(options, {"deleted": deleted}, f"{deleted} deleted")


def export(options):
    """Write the zip that was asked for; every one is opened and checked before."""
    if not options.run and not options.folder:
        raise RunError("export needs a run.")
    if options.format == "script":
        return write_aside(options.to, exports.make_reproduction(own_run(options)))
    folder = options.folder or finished(options.run)
    if options.format == "bundle":
        return write_aside(options.to, exports.make_bundle(folder))
    Predictor.load(folder)  # what is damaged is told before Keras is imported
    from nlp_models.sharing.keras_export import write_keras  # Keras is needed for nothing else here

    write_keras(folder, options.to)


def import_bundle(options):
    """Check a bundle or the file of a run, and keep it."""
    run = brought.bring(Path(options.file).read_bytes(), RunStore.default(), owner=OWNER)
    tell(options, {"run": run.id}, run.id)
