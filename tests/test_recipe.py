import pytest

from nlp_models.errors import RecipeError
from nlp_models.recipe import Recipe


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"units": 0}, "units must be between 1 and 1024, got 0."),
        ({"cell": "transformer"}, "cell must be 'rnn', 'lstm' or 'gru', got transformer."),
        ({"minutes": "long"}, "minutes must be between 0.05 and 1440, got long."),
        ({"seed": -1}, "seed must be between 0 and 2147483647, got -1."),
    ],
)
def test_a_bad_setting_is_named_with_its_bounds(choices, sentence):
    with pytest.raises(RecipeError) as told:
        Recipe.make(**choices)
    assert str(told.value) == sentence


def test_an_unknown_setting_lists_the_known_ones():
    with pytest.raises(RecipeError, match=r"There is no setting named unit\. Known settings: cell, minutes, tokens"):
        Recipe.make(unit=3)


def test_a_form_cannot_get_round_the_bounds():
    with pytest.raises(RecipeError):
        Recipe().changed(units=100_000)


def test_what_was_left_open_comes_from_the_texts():
    small, large = Recipe().resolved(["a film"] * 700), Recipe().resolved(["재미있는 영화"] * 150_000)
    assert (small.batch_size, large.batch_size) == (16, 256)
    assert small.epochs > large.epochs == 3 and small.learning_rate < large.learning_rate
    assert (small.tokens, large.tokens) == ("word", "subword")
    few = Recipe().resolved(["재미있는 영화"] * 4_500)
    assert few.vocabulary_size == 1_500 < large.vocabulary_size == small.vocabulary_size == 16_000
    chosen = Recipe.make(epochs=7, batch_size=5, tokens="jamo", learning_rate=0.1, vocabulary_size=300)
    assert chosen.resolved(["a"] * 10) == chosen
