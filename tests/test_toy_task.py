"""A use case is added without a changed line of the library: a toy third encoder-decoder, from file to answer and page."""

import sys

import pytest
from streamlit.testing.v1 import AppTest

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.training.worker import run_worker

TASK = """
from nlp_models.problems.sequence_to_sequence.problem import FIELDS
from nlp_models.recipe import Recipe
from nlp_models.tasks import Task

TASK = Task(
    name="toy-mirror", title="Toy mirror", problem="sequence_to_sequence", view="translation", fields=FIELDS,
    recipe=Recipe(cell="gru"), label_names={}, examples={"en": ["red blue", "blue green", "green red"]},
)
"""
WORDS = ("red", "blue", "green", "grey", "white", "black", "brown", "pink")


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A Task in a folder of its own, with a sample: two words, to be said the other way round."""
    (tmp_path / "toy_mirror.py").write_text(TASK)
    pairs = [f"{one} {other},{other} {one}" for one in WORDS for other in WORDS]
    (tmp_path / "toy_mirror.en.csv").write_text("\n".join(["question,answer", *pairs]))
    monkeypatch.setattr(tasks, "__path__", [*tasks.__path__, str(tmp_path)])
    monkeypatch.setattr(tasks, "SAMPLES", tmp_path)
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    yield tasks.load("toy-mirror")
    sys.modules.pop("nlp_models.tasks.toy_mirror")


def page():
    from nlp_models import tasks
    from pages.ui.story.use_case import use_case

    use_case(tasks.load("toy-mirror"))


def test_a_third_encoder_decoder_goes_from_file_to_answer_and_page(toy, store):
    recipe = toy.recipe.changed(epochs=1, units=4, embedding_size=4, bidirectional=False)
    run = store.create(toy.name, recipe, toy.sample("en"), owner="local")
    assert run_worker(store, run.id) == 0, run.log_tail()
    assert run.report["numpy_difference"] < 1e-4 and Predictor.load(run.folder).read("red blue").said is not None
    for step in ("try", "data", "train", "judge", "inside", "home"):
        test = AppTest.from_function(page, default_timeout=60)
        test.query_params["step"], test.query_params["run"] = step, run.id
        test.run()
        assert not test.exception, (step, test.exception)
        assert test.title[0].value == "Toy mirror"
