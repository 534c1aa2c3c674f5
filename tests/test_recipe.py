import pytest

from nlp_models import recipe, tasks
from nlp_models.errors import RecipeError
from nlp_models.lengths import PASSES
from nlp_models.recipe import Recipe
from nlp_models.settings import CommonSettings, placed


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
    with pytest.raises(
        RecipeError, match=r"There is no setting named unit\. Known settings: cell, length, minutes, tokens"
    ):
        Recipe.make(unit=3)


def test_a_form_cannot_get_round_the_bounds():
    with pytest.raises(RecipeError):
        Recipe().changed(units=100_000)


def test_what_was_left_open_comes_from_the_texts():
    small, large = Recipe().resolved(["a film"] * 700), Recipe().resolved(["재미있는 영화"] * 150_000)
    assert (small.batch_size, large.batch_size) == (16, 256)
    assert small.epochs > large.epochs == 3 and small.learning_rate < large.learning_rate
    assert (small.tokenizer, large.tokenizer) == ("word", "subword")
    few = Recipe().resolved(["재미있는 영화"] * 4_500)
    assert few.vocabulary_size == 1_500 < large.vocabulary_size == small.vocabulary_size == 16_000
    chosen = Recipe.make(epochs=7, batch_size=5, tokenizer="jamo", learning_rate=0.1, vocabulary_size=300)
    assert chosen.resolved(["a"] * 10) == chosen


@pytest.mark.parametrize(
    ("rows", "passes"),
    [(44, 30), (350, 11), (720, 6), (1_710, 5), (3_600, 4), (12_000, 5), (25_000, 4), (150_000, 3)],
)
def test_a_short_training_is_planned_short_and_longer_ones_are_multiples_of_it(rows, passes):
    planned = {length: Recipe.make(length=length).resolved(["a film"] * rows) for length in PASSES}
    assert [one.epochs for one in planned.values()] == [passes, 2 * passes, 4 * passes]
    assert Recipe.make(length="short", epochs=9).resolved(["a film"] * rows).epochs == 9


def test_the_settings_of_all_kinds_stand_in_one_order():
    """The order of the form, of recipe.json and of the list of what differs between runs."""
    assert " ".join(Recipe.model_fields) == (
        "cell length minutes tokenizer units num_layers fixed_window bidirectional pooling embedding_size characters crf attention spelling "
        "embeddings vocabulary_size lower_case max_tokens dropout embedding_dropout token_dropout subword_sampling label_smoothing "
        "contrastive_weight weight_decay ema_momentum class_weights num_beams allow_repeats abstention_threshold epochs steps stop_after patience "
        "batch_size learning_rate sequence_length num_sampled clip_norm validation_share test_share held_back seed"
    )


@pytest.mark.parametrize(
    ("task", "without"),
    [
        (
            "sentiment",
            "fixed_window characters crf attention label_smoothing contrastive_weight num_beams allow_repeats abstention_threshold sequence_length num_sampled held_back",
        ),
        (
            "captions",
            "fixed_window bidirectional pooling characters crf spelling max_tokens subword_sampling contrastive_weight class_weights "
            "allow_repeats abstention_threshold sequence_length num_sampled held_back",
        ),
    ],
)
def test_a_kind_has_the_settings_that_change_something_there(task, without):
    assert set(tasks.load(task).kind.SETTINGS) == set(Recipe.model_fields) - set(without.split())


def test_two_kinds_cannot_mean_different_things_by_one_name(monkeypatch):
    class Settings(CommonSettings):
        pooling: bool = False

    monkeypatch.setattr("nlp_models.problems.tagging.settings.Settings", Settings)
    with pytest.raises(TypeError, match="another setting pooling"):
        recipe.assembled()


def test_a_setting_goes_by_its_name_and_as_it_was_always_written():
    written = {
        "layers": 2, "tokens": "word", "average_weights": 0.5, "window": 40, "negatives": 8, "beams": 3,
        "stutters": False, "contrast": 0.5, "unsure_below": 0.2,
    }  # fmt: skip
    old = Recipe.make(**written)
    new = Recipe.make(
        num_layers=2,
        tokenizer="word",
        ema_momentum=0.5,
        sequence_length=40,
        num_sampled=8,
        num_beams=3,
        allow_repeats=False,
        contrastive_weight=0.5,
        abstention_threshold=0.2,
    )
    assert old == new == Recipe.model_validate_json(new.model_dump_json()) == Recipe.make().changed(**old.model_dump())
    assert new.changed(**{"layers": 3}).num_layers == new.changed(num_layers=3).model_dump()["layers"] == 3
    assert written.items() <= new.model_dump().items()  # older programs read what is written
    with pytest.raises(RecipeError, match="layers must be between 1 and 3"):
        Recipe.make(num_layers=9)


def test_a_setting_stands_behind_the_one_it_names():
    assert placed(["cell", "units"], {"pooling": "cell", "seed": ""}) == ["cell", "pooling", "units", "seed"]
