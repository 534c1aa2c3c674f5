"""What every class sees: fixed texts, samples and examples of our own hold no listed word, and the first examples go well."""

import json
from functools import cache

import pytest
from conftest import REPOSITORY

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.safety import told, word_filter
from pages.ui.views.language_model.judge_step import SAMPLED, WRITTEN, WRITTEN_SEED

DATA = REPOSITORY / "data"
READ = {  # looked at by a person and left: what stands there is no more than it says
    "마약류 밀반입 택배에 선생님 이름이 적혀 있었습니다": "a fraud that the spam filter is to know",
    "내 이름으로 온 소포가 마약 검사에 걸렸습니다": "the same",
    "That razor is dangerous, I cut myself every time": "a complaint about a razor",
    "Stylish, sexy and suspenseful": "a film review",
    "with age, sex and occupation": "a fraud that the spam filter is to know",
    "Sentiment Labelled Sentences": "the name of a data set",
}


@cache
def _predictor(folder):
    return Predictor.load(folder)


def _lines(path):
    return path.read_text("utf-8").splitlines()


def _strings(value):
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (key, *_strings(item))]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def _not_for_a_class(lines):
    return [line for line in lines if not word_filter().allows(line) and not any(known in line for known in READ)]


@pytest.mark.parametrize("path", sorted(path for path in (DATA / "samples").rglob("*.*")), ids=lambda path: path.name)
def test_samples(path):
    lines = _lines(path)
    assert _not_for_a_class(lines) == []
    if path.suffix == ".conll":  # a word a line; read as sentences too
        words = [line.split()[0] if line.strip() else "\n" for line in lines]
        assert _not_for_a_class(" ".join(words).split("\n")) == []


@pytest.mark.parametrize("model", ready_models(), ids=lambda model: model.id)
def test_texts_of_ready_models(model):
    """Card and licence, and whatever is a string in its report and settings."""
    texts = [line for path in model.folder.glob("*") if path.suffix in (".md", ".txt") for line in _lines(path)]
    for name in ("report.json", "config.json", "manifest.json"):
        texts += _strings(json.loads((model.folder / name).read_text("utf-8")))
    assert len(texts) > 20
    assert _not_for_a_class(texts) == []


@pytest.mark.parametrize("name", tasks.names())
def test_examples_of_tasks(name):
    texts = [text for texts in tasks.load(name).examples.values() for text in texts]
    assert _not_for_a_class(texts) == []
    assert not any(map(told, texts)), "an example is answered"


@pytest.mark.parametrize("model", ready_models("next-word"), ids=lambda model: model.id)
def test_what_judge_shows_of_a_language_model_needs_no_mask(model):
    from nlp_models.problems.language_model.writing import text_of, write

    predictor = _predictor(model.folder)
    written = text_of(predictor.problem.vocabulary, list(write(predictor, "", SAMPLED, WRITTEN, seed=WRITTEN_SEED)))
    assert len(written) > 100 and word_filter().masked(written) == written


@pytest.mark.parametrize("model", [*ready_models("chatbot"), *ready_models("translation")], ids=lambda model: model.id)
def test_examples_are_answered_fit_for_a_class(model):
    predictor = _predictor(model.folder)
    answers = [predictor.read(text) for text in tasks.load(model.about.task).examples[model.language]]
    assert _not_for_a_class([answer.said for answer in answers]) == []
    assert answers[0].sure, "a page does not open on an answer that it holds back"


@pytest.mark.parametrize(
    ("model", "right"), [("translation-en-fr", "Où est la clé ?"), ("translation-en-ko", "열쇠는 어디에 있어요?")]
)
def test_translation_opens_on_one_it_gets_right(model, right):
    first = tasks.load("translation").examples["en"][0]
    assert first == "Where is the key?"
    assert _predictor(DATA / "models" / model).read(first).said == right


def test_no_ordinary_word_of_ours_is_masked():
    """Of all pieces that the ready models can write, those listed are listed on purpose."""
    listed = set()
    for model in (
        model for task in ("captions", "chatbot", "next-word", "translation") for model in ready_models(task)
    ):
        problem = _predictor(model.folder).problem
        tokens = getattr(problem, "target_vocabulary", problem.vocabulary).tokens
        listed |= {word for word in (token.replace("▁", "") for token in tokens) if not word_filter().allows(word)}
    assert listed <= {"suicide", "suicid", "suicidé", "자살", "heroin", "cocaine", "sexy", "nique"}
