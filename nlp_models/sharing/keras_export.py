"""write_keras(folder, to): a trained network as a zip that anybody with Keras can open, without this package.

The download holds model.keras, layers.py, load.py, vocabulary.json, README.txt (written by the `keras_export.py` of the
network's kind) and requirements.txt. Before the zip is written it is opened as a stranger would open it, and its answers
are compared with ours.
"""

import importlib
import io
import runpy
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.errors import RunError
from nlp_models.files import write_aside
from nlp_models.sharing.exports import has_keras
from nlp_models.sharing.smoke import smoke_inputs

CLOSE = 1e-4  # what float32 in another order of summing may differ


def write_keras(folder, to):
    """Write the zip of the run or ready model in `folder`; RunError when it does not answer as it should."""
    predictor = Predictor.load(folder)
    task = tasks.load(predictor.config.task)
    if not has_keras(task):
        raise RunError("There is no Keras model of this kind of network.")
    with tempfile.TemporaryDirectory() as aside:
        aside = Path(aside)
        importlib.import_module(f"nlp_models.problems.{task.problem}.keras_export").write(predictor, aside)
        (aside / "requirements.txt").write_text(_requirements(predictor), "utf-8")
        _check(aside, predictor)
        write_aside(Path(to), _zipped(aside))


def _requirements(predictor):
    """The versions it was made and checked with."""
    wanted = {"subword": ["sentencepiece"], "morpheme": ["kiwipiepy"]}.get(predictor.config.recipe.tokenizer, [])
    packages = ["keras", keras.backend.backend(), "numpy", *wanted, *predictor.problem.KERAS_NEEDS]
    return "".join(f"{package}=={version(package)}\n" for package in packages)


def _check(aside, predictor):
    """Open the download as a stranger would, load.py and all, and compare its answers with ours."""
    texts = smoke_inputs(predictor)
    for file in aside.glob("*.py"):
        sys.modules.pop(file.stem, None)  # of another download
    answered = runpy.run_path(str(aside / "load.py"))["probabilities"](texts)
    difference = float(np.abs(answered - predictor(texts)).max())
    if not difference < CLOSE:
        raise RunError("The Keras model answers differently from this network; it was not written.")


def _zipped(folder):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            if file.is_file():
                archive.write(file, file.name)
    return written.getvalue()
