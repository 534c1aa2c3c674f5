"""The work of a step of a language model is counted among the tokens that there are, not among those that are allowed."""

import pytest

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.problems.language_model.learning import tokens_that_occur
from nlp_models.problems.language_model.problem import LanguageModel


def twice(words):
    """A text of so many different words, each in it twice."""
    return Dataset({"text": [" ".join(f"w{n}" for n in range(first, first + 10)) for first in range(0, words, 10)] * 2})


def short(dataset, **choices):
    return LanguageModel.resolved(tasks.load("next-word").recipe.changed(length="short", **choices), dataset)


@pytest.mark.parametrize("kind", ["word", "character", "jamo"])
def test_the_tokens_that_occur_are_those_of_the_vocabulary(kind):
    dataset = Dataset({"text": [*twice(500).columns["text"], "한국말 nonce", "한국말"]})
    recipe = short(dataset, tokenizer=kind)
    found, built = (
        tokens_that_occur(dataset.columns["text"], recipe),
        len(LanguageModel.build(dataset, recipe).vocabulary),
    )
    assert found == pytest.approx(built, abs=1)


def test_no_more_tokens_are_counted_than_are_allowed():
    dataset = twice(500)
    assert tokens_that_occur(dataset.columns["text"], short(dataset, tokenizer="word", vocabulary_size=200)) == 200


def test_all_words_of_a_small_book_cost_its_own_words_only():
    small, larger = (
        LanguageModel.work(dataset, short(dataset, num_sampled=0, batch_size=16))
        for dataset in (twice(500), twice(3_000))
    )
    assert larger.multiplications - small.multiplications == 16 * 35 * 128 * (3_000 - 500)
