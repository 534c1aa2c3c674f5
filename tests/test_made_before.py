"""Runs and bundles that version 0.4.0 made still open, answer the same and are judged: one small one of each kind.

They were trained by that version (24 steps on our own samples) with the answers it gave then, in `*.answers.json`; of
captions that went round and round the first round is left, since a text is cut where it begins to repeat itself.
"""

import json
import zipfile

import numpy as np
import pytest
from conftest import REPOSITORY

from nlp_models.answering.judging import judge
from nlp_models.answering.predictor import Predictor
from nlp_models.problems import problem_class
from nlp_models.runs import bundles
from nlp_models.sharing import archive

MADE = REPOSITORY / "tests" / "fixtures" / "made_by_0.4.0"
KINDS = sorted(file.name.removesuffix(".answers.json") for file in MADE.glob("*.answers.json"))


def plain(value):
    """Arrays and the keys of dicts as JSON keeps them."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(one) for one in value]
    return value.item() if isinstance(value, np.generic) else value


def same(ours, theirs):
    """Equal in every word, within 1e-6 in every number."""
    if isinstance(theirs, dict):
        return set(ours) == set(theirs) and all(same(ours[key], theirs[key]) for key in theirs)
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return ours == pytest.approx(theirs, abs=1e-6) if isinstance(theirs, float) else ours == theirs


def test_one_of_each_kind_is_kept():
    from nlp_models.problems import kinds

    assert set(KINDS) == set(kinds())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["folder", "bundle"])
def test_what_was_made_before_answers_as_it_did(kind, form, tmp_path):
    given = json.loads((MADE / f"{kind}.answers.json").read_text("utf-8"))
    packed = MADE / f"{kind}.{form}.zip"
    if form == "bundle":
        predictor = Predictor.from_files(bundles.read(packed))
    else:
        zipfile.ZipFile(packed).extractall(tmp_path)
        predictor = Predictor.load(tmp_path)
    assert same(plain(predictor(given["texts"])), given["answers"])
    told = [plain(predictor.problem.predicted(predictor.read(text))[0]) for text in given["texts"]]
    assert same(told, given["told"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_made_before_is_whole(kind, store):
    folder = store.root / ("0" * 26)
    zipfile.ZipFile(MADE / f"{kind}.folder.zip").extractall(folder)
    run = store.get(folder.name, "local")
    assert run.status.state == "done" and run.recipe.steps == 24 and run.metrics()
    assert run.report["test"]["rows"] and len(run.dataset)
    assert archive.read(archive.pack(run)).task == run.about.task
    if problem_class(kind).ANSWERS:  # a kind that keeps none is judged by its report alone
        assert len(judge(run))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("nlp_models.runners", "chosen"),
        ("nlp_models.datasets", "Dataset"),
        ("nlp_models.datasets", "guess_columns"),
        ("nlp_models.recipe", "Recipe"),
        ("nlp_models.runs", "RunStore"),
        ("nlp_models.run", "Run"),
        ("nlp_models.tasks", "load"),
        ("nlp_models.predictor", "Predictor"),
        ("nlp_models.readers", "read_table"),
    ],
)
def test_what_peoples_scripts_import_is_there(module, name):
    assert getattr(__import__(module, fromlist=[name]), name)
