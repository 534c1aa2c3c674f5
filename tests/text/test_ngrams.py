"""Spelling: n-grams as numbers, what each tells, and that every answer takes them from the words that are read."""

import json
import math

import numpy as np
import pytest
from test_exports import network_folder

from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.datasets.dataset import Dataset
from nlp_models.problems.classification.problem import Classification
from nlp_models.recipe import Recipe
from nlp_models.text import ngrams as ngrams

TEXT = "배우는 좋은데 이야기가 지루해요"


def spelled_folder(folder, **choices):
    return network_folder(folder, tokens="subword", spelling="yes", **choices)


def test_the_numbers_are_the_same_on_every_computer():
    # CRC-32 of "123456789" is 0xCBF43926 (its published check value)
    assert ngrams.number("123456789") == 1 + 0xCBF43926 % (ngrams.BUCKETS - 1)


def test_a_word_is_spelled_with_its_ends():
    pieces = [" ", "a", "b", " ", " a", "ab", "b ", " ab", "ab ", " ab "]
    assert ngrams.ngrams_of("ab").tolist() == [ngrams.number(piece) for piece in pieces]
    assert ngrams.spell(["ab", "c"]).tolist() == [*ngrams.ngrams_of("ab"), *ngrams.ngrams_of("c")]
    assert ngrams.spell([]).tolist() == [0]
    assert len(ngrams.ngrams_of("x" * 20_000)) < 5 * (ngrams.LETTERS + 2)
    assert len(ngrams.ngrams_of("\ud800")) == 6  # a lone surrogate has no bytes


@pytest.mark.parametrize(
    ("text", "rows", "choices", "expected"),
    [
        ("재미있는 영화", 4_500, {}, "yes"),
        ("재미있는 영화", 4_500, {"spelling": "no"}, "no"),
        ("재미있는 영화", 60_000, {}, "no"),
        ("재미있는 영화", 60_000, {"spelling": "yes"}, "yes"),
        ("재미있는 영화", 4_500, {"tokens": "jamo"}, "no"),
        ("a film", 700, {}, "yes"),
        ("a film", 700, {"spelling": "no"}, "no"),
        ("a film", 700, {"tokens": "character"}, "no"),
        ("a film", 700, {"tokens": "character", "spelling": "yes"}, "yes"),
    ],
)
def test_spelling_is_read_of_few_texts_or_where_asked(text, rows, choices, expected):
    dataset = Dataset({"text": [text] * rows})
    assert Classification.resolved(Recipe.make(**choices), dataset).spelling == expected


def test_rarity_is_hand_arithmetic():
    found = ngrams.idf([np.array([5, 5, 7]), np.array([5, 7, 9]), np.array([7, 0])])
    assert found.shape == (ngrams.BUCKETS,) and np.flatnonzero(found).tolist() == [5, 7]
    assert found[[5, 7]] == pytest.approx([math.log(4 / 3) + 1, 1])


def test_following_ends_with_the_answer_and_every_word_counts(tmp_path):
    predictor = Predictor.load(spelled_folder(tmp_path / "run", max_tokens=100))
    answer = predictor.read(TEXT)
    assert len(answer.curve) == 4
    for words in range(1, 5):
        alone = predictor([" ".join(TEXT.split()[:words])])[0]
        assert list(answer.curve[words - 1].values()) == pytest.approx(alone.tolist(), abs=1e-5)
    assert list(answer.probabilities.values()) == pytest.approx(predictor([TEXT])[0].tolist(), abs=1e-6)


def test_words_that_are_not_read_are_not_spelled(tmp_path):
    predictor = Predictor.load(spelled_folder(tmp_path / "run", max_tokens=3))
    assert np.array_equal(predictor([TEXT]), predictor([TEXT + " 그리고 아무 말이나"]))
    assert predictor.read(TEXT).truncated_at < 4
    assert np.isfinite(Predictor.load(spelled_folder(tmp_path / "one", max_tokens=1))(["", " ", "\u200b"])).all()


def test_texts_of_a_batch_do_not_touch_each_other(tmp_path):
    predictor = Predictor.load(spelled_folder(tmp_path / "run"))
    texts = ["", "지루해요", TEXT, "a lovely film"]
    assert np.allclose(predictor(texts), np.concatenate([predictor([text]) for text in texts]), atol=1e-6)


def test_networks_from_before_spelling_answer_as_they_did(tmp_path):
    folder = network_folder(tmp_path / "run", tokens="subword", spelling="no")
    before = Predictor.load(folder)([TEXT])
    config = json.loads((folder / "config.json").read_text("utf-8"))
    del config["recipe"]["spelling"]
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    assert np.array_equal(Predictor.load(folder)([TEXT]), before)
    for model in ready_models("sentiment") + ready_models("spam"):
        reads_ngrams = "spelling/kernel" in Predictor.load(model.folder).network.weights
        assert reads_ngrams == (model.recipe.spelling == "yes")
