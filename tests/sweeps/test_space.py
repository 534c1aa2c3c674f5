"""What a sweep tries is said in a line, held against the Recipe's own bounds, and refused in a sentence."""

import pytest

from nlp_models import tasks
from nlp_models.errors import LimitReached, RecipeError
from nlp_models.sweeps.space import Choices, Range, as_said, combinations, parsed, size, usual
from nlp_models.sweeps.study import check_trials

SENTIMENT = tasks.load("sentiment")


def space_of(*said, task=SENTIMENT):
    return parsed(task, task.recipe, said)


def test_lists_and_ranges_are_read_in_the_types_of_the_recipe():
    said = (
        "cell=rnn, gru",
        "layers=1..3",
        "units=32..256",
        "learning_rate=0.001..0.01",
        "dropout=0..0.6",
        "bidirectional=yes,no",
    )
    assert space_of(*said) == {
        "cell": Choices(("rnn", "gru")),
        "num_layers": Range(1, 3, whole=True),  # its bounds lie within a decade
        "units": Range(32, 256, log=True, whole=True),
        "learning_rate": Range(0.001, 0.01, log=True),
        "dropout": Range(0, 0.6),
        "bidirectional": Choices((True, False)),
    }
    assert [as_said(*one) for one in space_of(*said).items()] == [text.replace(" ", "") for text in said]


def test_what_can_be_counted_is_counted_and_the_usual_settings_come_first():
    space = space_of("cell=rnn,gru", "layers=1..3")
    assert size(space) == len(combinations(space)) == 6 and size(space_of("dropout=0..0.6")) is None
    assert usual(space, SENTIMENT.recipe) == {"cell": "rnn", "num_layers": 1}  # an LSTM is not among what is tried
    assert usual(space_of("units=16..100", "learning_rate=0.001..0.01"), SENTIMENT.recipe) == {
        "units": 100,
        "learning_rate": 0.00316,
    }


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["unit=32..64"], "Did you mean units"),
        (["mamba=1,2"], "What can be tried: cell, tokens"),
        (["crf=yes,no"], "sentiment has no setting crf"),
        ([], "nothing to try"),
        (["cell="], "no value"),
        (["cell=gru"], "nothing to try"),
        (["cell"], "key=value"),
        (["cell=rnn,mamba"], "cell must be"),
        (["cell=rnn..gru"], "as in cell=rnn,lstm,gru"),
        (["units=256..32"], "upside down"),
        (["units=32..5000"], "between 1 and 1024, got 5000"),
        (["units=1.5..4"], "between 1 and 1024, got 1.5"),
        (["learning_rate=nan..0.1"], "got nan"),
        (["units=3,4", "units=5..6"], "twice"),
        (["seed=1,2"], "held back"),
        (["epochs=1..9"], "as long as"),
    ],
)
def test_bad_input_is_a_sentence(said, told):
    with pytest.raises(RecipeError, match=told):
        space_of(*said)


def test_the_perplexity_of_other_tokens_is_not_compared():
    with pytest.raises(RecipeError, match="other tokens"):
        space_of("tokens=word,subword", task=tasks.load("next-word"))
    assert space_of("tokens=word,subword")


@pytest.mark.parametrize("count", [0, 1, 101, 1000, -3])
def test_a_sweep_has_some_trials_and_not_too_many(count):
    with pytest.raises(LimitReached, match="between 2 and 100"):
        check_trials(count)
