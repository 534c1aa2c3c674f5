"""What a page opens on goes well: ready models on their examples, beside what a teacher would accept."""

import pytest
from conftest import REPOSITORY

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor

MODELS = REPOSITORY / "data" / "models"
WRITTEN = {
    "translation-en-fr": ["Où est la clé ?", "Je veux jouer du piano.", "Tom ne parle pas français."],
    "translation-en-ko": ["열쇠는 어디에 있어요?", "저는 피아노를 치고 싶어요.", "톰은 프랑스어를 하지 않아요."],
    "captions-ko": [
        "가운데에 보라색 세모 네 개가 가로로 나란히 있어요",
        "큰 초록색 하트가 가운데에 있어요",
        "주황색 동그라미 위에 빨간 십자가가 있어요",
    ],
    "captions-en": [
        "an orange circle below a red cross",
        "there are three pink triangles one above the other on the left",
        "a big orange cross on the left",
    ],
}
TAGS = {
    "tagging-pos-ko": [
        "NOUN VERB NOUN NOUN NOUN VERB NOUN VERB",
        "NOUN NOUN ADV VERB",
        "PRON NOUN NOUN NOUN ADV NOUN VERB",
    ],
    "tagging-pos-en": [
        "DET NOUN ADP PROPN VERB PRON NOUN ADV ADP PROPN",
        "AUX PRON VERB PRON ADP NOUN PUNCT",
        "PROPN VERB PRON NOUN ADP PROPN CCONJ VERB DET NOUN",
    ],
}
NEXT = {"next-word-ko": ["싶어", "모르겠어", "수"], "next-word-en": ["go", "go", "do"]}  # that anybody might say next


@pytest.mark.parametrize("model", WRITTEN)
def test_writers_are_right_on_the_examples_of_their_page(model):
    predictor = Predictor.load(MODELS / model)
    for example, right in zip(_examples(predictor, model), WRITTEN[model], strict=True):
        assert predictor.problem.in_brief(example, predictor).text == right


@pytest.mark.parametrize("model", NEXT)
def test_the_likeliest_next_word_goes_on_the_example(model):
    predictor = Predictor.load(MODELS / model)
    likeliest = [
        predictor.problem.in_brief(example, predictor).choices[0][0] for example in _examples(predictor, model)
    ]
    assert likeliest == NEXT[model]


@pytest.mark.parametrize("model", TAGS)
def test_every_word_of_an_example_has_the_tag_of_its_corpus(model):
    predictor = Predictor.load(MODELS / model)
    found = [" ".join(predictor.read(example).tags) for example in _examples(predictor, model)]
    assert found == TAGS[model]


def _examples(predictor, model):
    language = "en" if model.startswith("translation") else model.rpartition("-")[2]  # translators read English
    return tasks.load(predictor.config.task).examples[language]
