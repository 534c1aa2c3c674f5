"""What every task must do. Tasks are found by themselves: a new file in `tasks/` is tested unasked."""

import json

import numpy as np
import pytest

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.training.worker import run_child

SAMPLES = [(name, language) for name in tasks.names() for language in tasks.load(name).samples]
MOST_ROWS, MOST_PICTURES = 400, 2_000  # of a sample: an epoch is a matter of form; a picture is a step towards any word
# a setting that changes the shape of the network is tried both ways
WAYS = [(*sample, {}) for sample in SAMPLES] + [
    (*sample, {"tokens": "subword", "spelling": "yes" if sample[1] == "en" else "no"})
    for sample in SAMPLES
    if "spelling" in tasks.load(sample[0]).kind.SETTINGS
]


@pytest.fixture(params=WAYS, ids=str)
def task_and_sample(request):
    name, language, choices = request.param
    task = tasks.load(name)
    sample = task.sample(language)
    most = MOST_PICTURES if task.problem == "captioning" else MOST_ROWS
    few = Dataset({column: values[:most] for column, values in sample.columns.items()}, sample.names)
    return task, language, few, choices


def test_sample_to_answer(task_and_sample, store):
    """sample -> read -> encode -> build -> one epoch -> save -> load -> same answer from Keras and NumPy."""
    task, language, dataset, choices = task_and_sample
    recipe = task.recipe.changed(epochs=1, units=8, embedding_size=8, vocabulary_size=400, **choices)
    run = store.create(task.name, recipe, dataset, owner="tester", name="contract")
    assert run_child(store, run.id) == 0, run.log_tail()
    report = run.report
    assert run.status.state == "done"
    assert report["numpy_difference"] < 1e-4
    assert report["test"]["rows"] == len(task.kind.parted(dataset, recipe).part("test"))
    assert report["baselines"] and set(report["baselines"]) <= set(task.kind.BASELINES)
    predictor = Predictor.load(run.folder)
    for sentence in task.examples[language]:
        answer = predictor.read(sentence)
        if task.problem != "captioning":  # its words are those it says, not those it reads
            told = "".join(answer.words).translate({ord("·"): "", ord("␣"): ""})  # signs of pieces
            assert told == "".join(sentence.split())
        data, lines = predictor.problem.told(answer)
        assert lines and json.dumps(data)
        ANSWERS[task.problem](answer)


def check_label(answer):
    assert len(answer.curve) == len(answer.words)
    assert np.isclose(sum(answer.probabilities.values()), 1, atol=1e-5)
    assert answer.curve[-1] == pytest.approx(answer.probabilities, abs=1e-6)


def check_tags(answer):
    assert len(answer.tags) == len(answer.words)
    for shares, tag in zip(answer.shares, answer.tags, strict=True):
        assert tag in shares and np.isclose(sum(shares.values()), 1, atol=1e-4)


def check_next(answer):
    chances = [chance for _, chance in answer.next]
    assert chances == sorted(chances, reverse=True) and 0 < sum(chances) <= 1 + 1e-5
    assert len(answer.chances) == len(answer.words)


def check_reply(answer):
    assert answer.said and len(answer.said_words) == len(answer.chances) == len(answer.looks)
    for looks in answer.looks:
        assert len(looks) == len(answer.words) and np.isclose(sum(looks), 1, atol=1e-4)


def check_caption(answer):
    assert len(answer.words) == len(answer.chances) == len(answer.blind_chances) == len(answer.looks)
    assert np.allclose(answer.looks.sum(axis=(1, 2)), 1, atol=1e-4)
    assert answer.beams[0][0] == answer.text


ANSWERS = {
    "language_model": check_next, "classification": check_label, "tagging": check_tags,
    "sequence_to_sequence": check_reply, "captioning": check_caption,
}  # fmt: skip


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
