"""Translation: the task's samples in either direction, and ready models named after two languages."""

import pytest

from nlp_models import tasks
from nlp_models.answering.ready import ReadyModel


@pytest.mark.parametrize(
    "name, languages, variant",
    [
        ("translation-en-fr", ["en", "fr"], ""),
        ("translation-plain-en-fr", ["en", "fr"], "plain"),
        ("sentiment-ko", ["ko"], ""),
        ("tagging-pos-en", ["en"], "pos"),
        ("next-word-en", ["en"], ""),
    ],
)
def test_a_ready_model_tells_its_languages_by_its_name(tmp_path, name, languages, variant):
    task = next(task for task in tasks.names() if name.startswith(task))
    (tmp_path / name).mkdir()
    (tmp_path / name / "manifest.json").write_text(f'{{"task": "{task}", "name": "{name}"}}')
    model = ReadyModel(tmp_path / name)
    assert model.languages == languages and model.language == languages[0] and model.variant == variant


def test_a_sample_is_read_in_either_direction():
    task = tasks.load("translation")
    forward, backward = task.sample("ko"), task.sample("ko", reads="en")
    assert forward.columns["text"] == backward.columns["label"]
    assert forward.columns["label"] == backward.columns["text"]
    assert task.sample("ko", reads="ko").columns == forward.columns


def test_the_samples_test_part_is_the_marked_tenth():
    task = tasks.load("translation")
    for language in task.samples:
        sample = task.sample(language)
        parts = task.kind.split_dataset(sample, task.recipe).columns["part"]
        assert parts.count("test") == 90 and parts.count("validation") == 90
