"""What a race compares and how much each contestant may learn."""

import pytest
from conftest import recipe_of_two

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError, RecipeError
from nlp_models.runs.contests import WINDOW, Budget, comparable, contestants, crossed
from nlp_models.runs.store import RunStore

CELLS = [{"cell": cell} for cell in ("rnn", "lstm", "gru")]
SENTIMENT = tasks.load("sentiment")
ENGLISH, KOREAN = ["a good film", "dull"], ["좋은 영화예요", "지루해요"]


@pytest.fixture
def planned(tmp_path, tiny_dataset):
    def planned(changes, budget, seeds=1, dataset=tiny_dataset, base=None):
        store = RunStore(tmp_path)
        return contestants(store, SENTIMENT, base or recipe_of_two(), changes, dataset, budget, seeds)

    return planned


def test_all_get_the_steps_of_the_slowest_or_the_same_time(planned):
    base = recipe_of_two().changed(epochs=400, units=256)
    alike = [one.recipe for one in planned(CELLS, Budget("short", "steps"), base=base)]
    assert len({recipe.steps for recipe in alike}) == 1 and {recipe.length for recipe in alike} == {"short"}
    timed = [one.recipe for one in planned(CELLS, Budget("short", "seconds"), base=base)]
    assert [recipe.steps for recipe in timed] == [None] * 3  # a length says them, of every contestant its own
    rnn, lstm, gru = (one.recipe.steps for one in planned(CELLS, Budget(seconds=30), base=base))
    assert rnn > gru > lstm > 0
    assert [one.recipe.steps for one in planned(CELLS, Budget(steps=77))] == [77] * 3


def test_nothing_else_differs_and_every_seed_has_all_of_them(planned):
    members = planned(CELLS, Budget(steps=5), seeds=3)
    assert [(one.changes["cell"], one.recipe.seed) for one in members] == [
        (cell, seed) for seed in range(3) for cell in ("rnn", "lstm", "gru")
    ]
    assert len({one.recipe.changed(cell="rnn", seed=0).model_dump_json() for one in members}) == 1
    assert all(one.seconds > 0 for one in members)


def test_changes_may_be_written_as_on_the_command_line(planned):
    changes = crossed({"layers": ["1", "2"], "bidirectional": ["true", "false"]})
    assert [one.changes for one in planned(changes, Budget(steps=5))] == [
        {"num_layers": layers, "bidirectional": both} for layers in (1, 2) for both in (True, False)
    ]


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        (CELLS[:1], RecipeError, "two contestants"),
        ([*CELLS, {"cell": "gru"}], RecipeError, "the same"),
        ([{"cell": "gru"}, {"cell": "transformer"}], RecipeError, "cell must be"),
        ([{"depth": 1}, {"depth": 2}], RecipeError, "no setting named depth"),
    ],
)
def test_what_cannot_be_compared_is_told(planned, changes, error, said):
    with pytest.raises(error, match=said):
        planned(changes, Budget(steps=5))


def test_too_little_data_is_told(planned):
    with pytest.raises(DataError):
        planned(CELLS, Budget(steps=5), dataset=Dataset({"text": ["good"], "label": ["1"]}, {}))


def test_a_kind_offers_what_it_has_and_a_language_what_fits_it():
    assert set(comparable(SENTIMENT.kind, ENGLISH)) == {
        *("cell", "tokenizer", "bidirectional", "pooling", "spelling", "embeddings")
    }
    assert {"crf", "characters"} < set(comparable(tasks.load("tagging").kind, ENGLISH))
    assert "attention" in comparable(tasks.load("translation").kind, ENGLISH)
    assert all("embeddings" in comparable(tasks.load(name).kind, ENGLISH) for name in tasks.names())
    with_window = [name for name in tasks.names() if WINDOW in comparable(tasks.load(name).kind, ENGLISH)["cell"]]
    assert with_window == ["next-word"]
    tokens = [change["tokenizer"] for change in comparable(SENTIMENT.kind, ENGLISH)["tokenizer"]]
    assert "jamo" not in tokens and {"word", "subword", "character"} == {*tokens}
    assert {"tokenizer": "jamo"} in comparable(SENTIMENT.kind, KOREAN)["tokenizer"]
