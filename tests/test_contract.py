"""What every task must do. Tasks are found by themselves: a new file in `tasks/` is tested unasked."""

import json
import runpy
from pathlib import Path

import pytest

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.problems import kinds
from nlp_models.training.worker import run_worker

SAMPLES = [(name, language) for name in tasks.names() for language in tasks.load(name).samples]
CHECKS = Path(__file__).parent / "problems"  # <kind>/right_answer.py: `check(answer, sentence)`, and the rows it needs
MOST_ROWS = 200  # of a sample: an epoch is a matter of form
QUICKLY = ("sentiment", "tagging")  # traced once in English; of short texts a few steps take less than tracing them
# a setting that changes the shape of the network is tried both ways
WAYS = [(*sample, {}) for sample in SAMPLES] + [
    (*sample, {"tokens": "subword", "spelling": "yes" if sample[1] == "en" else "no"})
    for sample in SAMPLES
    if "spelling" in tasks.load(sample[0]).kind.SETTINGS
]


def right_answer(kind):
    return runpy.run_path(str(CHECKS / kind / "right_answer.py"))


@pytest.fixture(params=WAYS, ids=str)
def task_and_sample(request):
    name, language, choices = request.param
    if name in QUICKLY and (language == "ko" or choices):
        request.getfixturevalue("untraced")
        choices = choices | {"steps": 3}
    task = tasks.load(name)
    sample = task.sample(language)
    most = right_answer(task.problem).get("MOST_ROWS", MOST_ROWS)
    few = Dataset({column: values[:most] for column, values in sample.columns.items()}, sample.names)
    return task, language, few, choices


def test_sample_to_answer(task_and_sample, store):
    """sample -> read -> encode -> build -> one epoch -> save -> load -> same answer from Keras and NumPy."""
    task, language, dataset, choices = task_and_sample
    recipe = task.recipe.changed(epochs=1, units=8, embedding_size=8, vocabulary_size=400, **choices)
    run = store.create(task.name, recipe, dataset, owner="tester", name="contract")
    assert run_worker(store, run.id) == 0, run.log_tail()
    report = run.report
    assert run.status.state == "done"
    assert report["numpy_difference"] < 1e-4
    assert report["test"]["rows"] == len(task.kind.split_dataset(dataset, recipe).part("test"))
    assert report["baselines"] and set(report["baselines"]) <= set(task.kind.BASELINES)
    predictor = Predictor.load(run.folder)
    for sentence in task.examples[language]:
        answer = predictor.read(sentence)
        data, lines = predictor.problem.predicted(answer)
        assert lines and json.dumps(data)
        right_answer(task.problem)["check"](answer, sentence)


def test_every_kind_says_what_a_right_answer_is():
    assert [kind for kind in kinds() if not (CHECKS / kind / "right_answer.py").exists()] == []


def test_a_task_is_told_in_both_languages():
    from nlp_models.messages import translator

    for name in tasks.names():
        task = tasks.load(name)
        for text in [task.title, *task.label_names.values(), *(field.title for field in task.fields)]:
            assert translator("ko")(text) != text, f"{text!r} has no Korean"


def test_the_view_of_every_task_draws_its_steps():
    from pages.ui.frame.views import step_of

    for name in tasks.names():
        assert all(
            callable(step_of(tasks.load(name), step)) for step in ("try", "data", "train", "judge", "inside", "home")
        )
