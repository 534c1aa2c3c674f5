"""What can be taken home, as bytes; every export is loaded again and checked before it is given.

make_bundle(run.folder)          # a zip that Unrolled reads back
make_keras(run.folder, progress) # a zip with model.keras, made by a child process
make_reproduction(run)           # a zip with a script that trains the same network again
import_bundle(validate_bundle(uploaded), store, owner=visitor)   # the way back: somebody's bundle, checked, as a finished run
"""

import io
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from importlib.util import find_spec
from pathlib import Path
from pprint import pformat
from typing import NamedTuple

import numpy as np

from nlp_models import tasks
from nlp_models.answering.predictor import Config, Predictor, read_config
from nlp_models.errors import BundleError, RunError
from nlp_models.report import check_report
from nlp_models.runs import bundles
from nlp_models.runs.records import read_json
from nlp_models.runs.store import NAME_LIMIT, REPOSITORY
from nlp_models.sharing.sandbox import open_in_sandbox
from nlp_models.sharing.smoke import smoke_inputs

HERE = Path(__file__).parent
KERAS_SECONDS = 10  # what a person is told
KERAS_PATIENCE = 180  # seconds; a busy computer takes a minute to load TensorFlow
ONE_AT_A_TIME = threading.Lock()  # a child with Keras takes some 600 MB


class Bundle(NamedTuple):
    """A bundle that answers; `files` is what RunStore.adopt takes."""

    files: dict[str, bytes]
    manifest: bundles.Manifest
    config: Config


def make_bundle(folder):
    """The bundle of a trained run or ready model, read back and asked."""
    with tempfile.TemporaryDirectory() as aside:
        to = Path(aside) / "bundle.zip"
        bundles.export(folder, to)
        data = to.read_bytes()
    predictor, copy = Predictor.load(folder), Predictor.from_files(bundles.read(data))
    texts = smoke_inputs(predictor)
    if not np.array_equal(predictor(texts), copy(texts)):
        raise BundleError("The bundle answers differently from this network; it was not written.")
    return data


def validate_bundle(source):
    """A Bundle from anybody's zip, as bytes or a path; BundleError says what is wrong with it."""
    files = bundles.read(source)
    open_in_sandbox(files["vocabulary.json"])
    predictor = Predictor.from_files(files)
    manifest, config = bundles.read_manifest(files), predictor.config
    check_report(files["report.json"], config.labels, tasks.load(config.task).kind)
    if manifest.task != config.task:
        raise BundleError("The manifest of this bundle is wrong at {name}.", name="task")
    if not np.isfinite(predictor(smoke_inputs(predictor))).all():
        raise BundleError("The network in this bundle does not answer with numbers.")
    return Bundle(files, manifest, config)


def opened_bundle(files):
    """The Bundle of files that were validated elsewhere."""
    return Bundle(files, bundles.read_manifest(files), read_config(files["config.json"]))


def import_bundle(taken, store, *, owner, name=""):
    """Keep a Bundle as a finished run; it is called as it was, or else `name`. Raises LimitReached."""
    config, name = taken.config, (taken.manifest.name or name)[:NAME_LIMIT]
    return store.import_bundle(config.task, config.recipe, taken.files, owner=owner, name=name)


def has_keras(task):
    """Whether networks of this task can be taken as a Keras model: where their kind has a `keras_export.py`."""
    return find_spec(f"nlp_models.problems.{task.problem}.keras_export") is not None


def make_keras(folder, progress=None):
    """The Keras zip of a trained run or ready model (see networks/portable.py), made by a child process.

    Args:
        progress: a function of the seconds that have passed; raising in it ends the child.
    """
    with ONE_AT_A_TIME, tempfile.TemporaryDirectory() as aside:
        to, log = Path(aside) / "made.keras.zip", Path(aside) / "log.txt"
        child = _start(folder, to, log)
        try:
            _await(child, progress)
        finally:
            child.kill()
            child.wait()
        if child.returncode:
            print(log.read_text("utf-8", "replace"), file=sys.stderr)
            raise RunError("The Keras model could not be made; what this program printed says why.")
        return to.read_bytes()


def make_reproduction(run):
    """A zip of reproduce.py, dataset.jsonl and requirements.txt: the same training again, to the same score.

    Raises RunError for a run whose rows are not here or are somebody else's.
    """
    if run.is_ready or not run.dataset_path.exists():
        raise RunError("The rows that this network learned from are not here, so it cannot be trained again.")
    run.only_mine()
    report = run.report
    if report is None:
        raise RunError("This run has no finished network yet.")
    packages = {name: number for name, number in report["versions"].items() if name != "python"}
    measure = tasks.load(run.about.task).kind.measure(report["test"])
    facts = {
        "TASK": run.about.task,
        "RECIPE": repeated(run).model_dump(),
        "EXPECTED": {measure: report["test"][measure], "data_sha256": report["data_sha256"]},
        "VERSIONS": packages,
    }
    pins = "".join(f"{name}=={number}\n" for name, number in packages.items())
    files = {
        "reproduce.py": _filled((HERE / "reproduce.py").read_text("utf-8"), facts).encode(),
        "dataset.jsonl": run.dataset_path.read_bytes(),
        "requirements.txt": f"# Python {report['versions']['python']}\n{pins}".encode(),
    }
    return _zipped(files)


def repeated(run):
    """The recipe that takes this run's very steps again, whatever the clock says."""
    report = run.report
    # a setting that came later was not there, and is not chosen from the data now
    recipe = run.recipe.changed(**{"spelling": "no"} | report["recipe"])
    plan = run.folder / "schedule.json"
    # it was stopped before the minutes were turned into steps: the schedule was still that of all epochs
    longest = report.get("longest") or recipe.epochs * -(-report["rows"]["train"] // recipe.batch_size)
    longest = recipe.steps or longest
    steps = read_json(plan)["steps"] if plan.exists() else longest
    return recipe.changed(steps=steps, stop_after=report["steps"] if report["steps"] < steps else None)


def _start(folder, to, log):
    command = [
        sys.executable,
        "-m",
        "nlp_models",
        "export",
        "--folder",
        str(Path(folder).resolve()),
        "--to",
        str(to),
        "--format",
        "keras",
    ]
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "2", "CUDA_VISIBLE_DEVICES": "-1"}  # a training may need the GPU
    with open(log, "ab") as written:
        return subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=os.environ | quiet,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )


def _await(child, progress):
    since = time.monotonic()
    while child.poll() is None:
        passed = time.monotonic() - since
        if passed > KERAS_PATIENCE:
            raise RunError("Making the Keras model took longer than {seconds} seconds.", seconds=KERAS_PATIENCE)
        if progress:
            progress(passed)
        time.sleep(0.2)


def _filled(script, facts):
    """The script with its empty constants filled in."""
    for name, value in facts.items():
        written = f"{name} = {pformat(value, width=110, sort_dicts=False)}"
        script, count = re.subn(rf"^{name} = .*$", lambda _, line=written: line, script, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"reproduce.py has no constant {name}")
    return script


def _zipped(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()
