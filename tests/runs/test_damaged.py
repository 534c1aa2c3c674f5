"""One damaged file of a run: everybody else goes on, its owner is told what is wrong and can save the rest or delete it."""

import io
import json
import random
import zipfile

import pytest
from conftest import REPOSITORY, SEARCHING
from streamlit.testing.v1 import AppTest

from nlp_models.answering.judging import judge
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunNotFound, UnrolledError
from nlp_models.recipe import Recipe
from nlp_models.sharing.leftovers import pack_leftovers
from pages.ui.take_home.step import card_of

MADE = REPOSITORY / "tests" / "fixtures" / "made_by_0.4.0" / "classification.folder.zip"
ID = "0" * 26
LISTED = ("about.json", "status.json", "recipe.json", "report.json")  # what a list of runs reads
FILES = (*LISTED, "metrics.jsonl", "dataset.jsonl", "examples.json", "answers.json", "config.json", "vocabulary.json",
         "weights.safetensors", "manifest.json", "card.md")  # fmt: skip
DAMAGES = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "zeros": lambda path: path.write_bytes(b"\0" * path.stat().st_size),
    "noise": lambda path: path.write_bytes(random.Random(0).randbytes(max(64, path.stat().st_size))),
    "list": lambda path: path.write_bytes(b"[]\n"),
    "nested": lambda path: path.write_bytes(b"[" * 100_000),
    "folder": lambda path: (path.unlink(), path.mkdir()),
    "others": lambda path: path.write_bytes(
        b'{"test": 3, "task": [], "state": "flying", "units": "many", "names": 1}\n'
    ),
}
ALL = [(name, damage) for name in FILES for damage in DAMAGES]


@pytest.fixture
def old_run(store, monkeypatch):
    """A finished run of one visitor in the store."""
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    zipfile.ZipFile(MADE).extractall(store.root / ID)
    return store.get(ID, "local")


def damage(run, name, how):
    DAMAGES[how](run.folder / name)


@pytest.mark.parametrize(("name", "how"), ALL)
def test_everybody_else_goes_on(name, how, store, old_run):
    damage(old_run, name, how)
    rows = Dataset({"text": ["good film"], "label": ["1"]}, {"1": "good"})
    other = store.create("sentiment", Recipe(), rows, owner="ann")
    assert [run.id for run in store.list("ann")] == [other.id]
    assert [place.run.id for place in store.queue()] == [other.id] and other.position(store) == 1
    assert store.sweep() == [] and store.damaged("ann") == []
    with pytest.raises(RunNotFound):
        store.get(ID, "ann")


@pytest.mark.parametrize(("name", "how"), ALL)
def test_its_owner_is_told_saves_what_is_there_and_deletes_it(name, how, store, old_run):
    (old_run.folder / "owner.txt").write_text(old_run.about.owner)  # as runs made today have it
    damage(old_run, name, how)
    listed, damaged = store.list("local"), store.damaged("local")
    assert len(listed) + len(damaged) == 1
    if (name in LISTED and (name, how) != ("report.json", "missing")) or (name, how) == ("metrics.jsonl", "folder"):
        assert name in str(UnrolledError(damaged[0].damage.text, **damaged[0].damage.values))
    [run] = listed or damaged
    kept = zipfile.ZipFile(io.BytesIO(pack_leftovers(run))).namelist()
    assert "card.md" in kept or name == "card.md"
    store.delete(run)
    assert store.list("local") == store.damaged("local") == [] and not (store.root / ID).exists()


@pytest.mark.parametrize(("name", "how"), ALL)
def test_what_reads_it_raises_nothing_but_our_errors(name, how, old_run):
    damage(old_run, name, how)
    reads = (
        lambda: old_run.about,
        lambda: old_run.status,
        lambda: old_run.recipe,
        lambda: old_run.report,
        lambda: old_run.metrics(),
        lambda: old_run.dataset,
        lambda: judge(old_run),
        lambda: Predictor.load(old_run.folder),
        lambda: old_run.columns,
        lambda: old_run.log_tail(),
        lambda: card_of(old_run),
    )
    for read in reads:
        try:
            read()
        except UnrolledError as error:
            assert ("cannot be read" in str(error) or "bundle" in str(error)) and str(old_run.folder) not in str(error)


def fields_of_tomorrow(folder):
    for name in LISTED:
        data = json.loads((folder / name).read_bytes())
        (folder / name).write_text(json.dumps(data | {"of_tomorrow": {"deep": [1, 2]}}))
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    (folder / "metrics.jsonl").write_text("".join(json.dumps(row | {"of_tomorrow": "x"}) + "\n" for row in lines))


def test_fields_of_a_later_version_are_left_out(store, old_run):
    before = (old_run.about, old_run.status, old_run.recipe, len(old_run.metrics()))
    fields_of_tomorrow(old_run.folder)
    assert store.damaged("local") == [] and [run.id for run in store.list("local")] == [ID]
    assert (old_run.about, old_run.status, old_run.recipe, len(old_run.metrics())) == before
    assert old_run.report["of_tomorrow"] and len(judge(old_run))


SOME = [*random.Random(17).sample(ALL, 5), ("about.json", "half"), ("report.json", "list")]


# a seeded part of the matrix in the pages; `make attack` tries all of it
@pytest.mark.parametrize(("name", "how"), ALL if SEARCHING else SOME)
def test_pages_of_its_owner_say_it_and_break_nowhere(name, how, old_run):
    (old_run.folder / "owner.txt").write_text(old_run.about.owner)
    damage(old_run, name, how)
    for page, step in [(runs, "try"), *((use_case_page, step) for step in ("try", "judge", "inside", "home", "train"))]:
        test = AppTest.from_function(page, default_timeout=300)
        test.query_params["step"], test.query_params["run"] = step, ID
        test.run()
        assert not test.exception, (page, step, test.exception)


def runs():
    from pages.ui.runs.page import runs_page

    runs_page()


def use_case_page():
    from nlp_models import tasks
    from pages.ui.story.use_case import use_case

    use_case(tasks.load("sentiment"))


def test_rows_that_lost_their_end_stop_a_training(store):
    rows = Dataset({"text": ["good film", "bad film"], "label": ["1", "0"]}, {})
    run = store.create("sentiment", Recipe(), rows, owner="ann")
    run.check_rows()
    run.dataset_path.write_bytes(run.dataset_path.read_bytes()[:-10])
    with pytest.raises(UnrolledError, match="rows of this run are damaged") as told:
        run.check_rows()
    run.update_status(state="failed", message=told.value.message)
    with pytest.raises(UnrolledError, match="cannot go on"):
        run.prepare_resume()
