"""A language model with a fixed window in a cell's place: Keras, NumPy and hand arithmetic agree; no word beyond it counts."""

import json
from importlib import import_module

import numpy as np
import pytest
from conftest import as_read, opened_page
from safetensors.numpy import load_file

from nlp_models.answering.attribution import integrated_gradients
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.unrolled import everything_printed, has_cells, unroll
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError
from nlp_models.labs.lookback import look_back
from nlp_models.numpy_layers import window
from nlp_models.problems.language_model import forward
from nlp_models.problems.language_model.problem import Split
from nlp_models.recipe import Recipe
from nlp_models.sharing.keras_export import write_keras
from nlp_models.text.vocabulary import END
from nlp_models.training.worker import run_worker

SIZE = 20
RECIPE = Recipe.make(fixed_window=3, units=6, embedding_size=5, batch_size=4, sequence_length=6, dropout=0)
LINES = [
    f"the {a} {b} the {c}" for a in ("cat", "dog") for b in ("sees", "likes") for c in ("bird", "boat", "moon")
] * 4


def network(recipe=RECIPE):
    generator, settings = np.random.default_rng(0), recipe.model_dump()
    weights = {
        name: generator.normal(0, 0.6, shape).astype(np.float32)
        for name, shape in forward.shapes(settings, SIZE).items()
    }
    return forward.Network(settings, weights, SIZE)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    from nlp_models.runs.store import RunStore

    store, recipe = RunStore(tmp_path_factory.mktemp("runs")), RECIPE.changed(embeddings="frozen", epochs=1, minutes=5)
    run = store.create("next-word", recipe, Dataset({"text": LINES}), owner="local", name="window")
    assert run_worker(store, run.id) == 0, run.log_tail()
    return run


@pytest.mark.parametrize(("seen", "layers", "size"), [(1, 1, 6), (3, 2, 5)])
def test_both_networks_say_the_same_and_a_step_is_as_reading(seen, layers, size):
    from nlp_models.problems.language_model.network import LanguageModel as Network

    recipe = RECIPE.changed(fixed_window=seen, num_layers=layers, embedding_size=size)
    keras = Network(recipe, SIZE)
    keras.start()
    weights = {name: np.array(value) for name, value in keras.named_weights().items()}
    assert {name: array.shape for name, array in weights.items()} == forward.shapes(recipe.model_dump(), SIZE)
    ids = np.random.default_rng(0).integers(1, SIZE, 300).astype(np.int32)
    keras.learn_with("adam")
    theirs, ours = keras.answers(Split(ids, 1, 1)), forward.Network(recipe.model_dump(), weights, SIZE)
    assert theirs == pytest.approx(ours.answers(Split(ids, 1, 1)), abs=1e-5)
    state, logs = ours.begin(), []
    for before, number in zip([END, *ids[:-1]], ids, strict=True):
        logits, state = ours.step(np.array([before]), state)
        logs.append(logits[0, number] - np.log(np.exp(logits[0]).sum()))
    assert theirs[:, 0] == pytest.approx(logs, abs=1e-5)


def test_a_state_is_the_tanh_of_the_last_embeddings_side_by_side():
    one, ids = network(), np.array([[4, 5, 6, 7]])
    states, _ = one.read(ids, one.begin())
    beside = np.concatenate([one.weights["embedding"][n] for n in (5, 6, 7)])
    kernel = one.weights["forward_1/kernel"].reshape(-1, 6)
    assert states[0, -1] == pytest.approx(np.tanh(beside @ kernel + one.weights["forward_1/bias"]), abs=1e-6)


def test_what_has_left_the_window_changes_nothing():
    ids = np.random.default_rng(2).integers(2, SIZE, 200)
    found = look_back(network(), ids, tokens=50)
    for damage, losses in found.losses.items():
        assert abs(losses[found.distances.index(2)] - found.whole) > 1e-3, damage
        assert losses[found.distances.index(4) :] == pytest.approx([found.whole] * 4, rel=1e-5), damage


def test_slopes_are_those_of_small_steps():
    one = network(RECIPE.changed(num_layers=2))
    generator = np.random.default_rng(1)
    weights = {name: array.astype(np.float64) for name, array in one.weights.items()}
    past, embedded = [(generator.normal(0, 1, (2, 10)),)], generator.normal(0, 1, (2, 4, 5))
    pull = generator.normal(0, 1, (2, 4, 6))
    slopes, step = window.slopes(weights, embedded, past, pull), 1e-6
    for at in ((0, 0, 0), (1, 1, 2), (0, 2, 4), (1, 3, 1)):
        ends = []
        for sign in (1, -1):
            moved = embedded.copy()
            moved[at] += sign * step
            ends.append((window.read(weights, moved, past)[0] * pull).sum())
        assert slopes[at] == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-5)


def test_frozen_embeddings_stay_as_they_were_drawn_and_all_else_is_learned(finished):
    first, last = finished.folder / "snapshots" / "epoch-0000.safetensors", finished.folder / "weights.safetensors"
    drawn, learned = load_file(first), load_file(last)
    same = {name for name in learned if np.array_equal(drawn[name].astype(np.float16), learned[name])}
    assert same == {"embedding"}


def test_it_goes_out_and_is_told_as_what_it_is(finished, tmp_path):
    predictor = Predictor.load(finished.folder)
    assert finished.report["numpy_difference"] < 1e-4
    assert json.dumps(everything_printed(predictor, "the cat sees")) and not has_cells(predictor)
    with pytest.raises(DataError, match="no recurrent cells"):
        unroll(predictor, "the cat sees")
    found = integrated_gradients(predictor, "the cat sees the", predictor.problem.vocabulary.ids["moon"])
    assert found.parts[0] == ("the", 0) and found.adds_up  # the first of four words has left the window
    card = (finished.folder / "card.md").read_text("utf-8")
    assert "A network with a fixed window of 3 tokens with 6 units" in card and "| frozen |" in card
    write_keras(finished.folder, tmp_path / "out.zip")  # which compares its answers with ours


def test_every_kind_has_embeddings_that_can_be_frozen():
    frozen = Recipe.make(embeddings="frozen").frozen
    for kind, more in {
        "classification": (9, 3),
        "tagging": (9, 5, ["A"]),
        "sequence_to_sequence": (9, 9),
        "captioning": (9,),
        "language_model": (9,),
    }.items():
        shapes = import_module(f"nlp_models.problems.{kind}.forward").shapes
        assert set(frozen) & set(shapes(Recipe.make().model_dump(), *more)), kind


def test_the_ladder_has_it_as_a_rung_of_its_own_and_greys_what_it_cannot_see(finished, monkeypatch):
    monkeypatch.setenv("UNROLLED_RUNS", str(finished.store.root))
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    test = opened_page("next_word", step="judge", run=finished.id, text="the cat sees the bird the dog")
    said = as_read(" ".join(part.value for part in (*test.markdown, *test.caption)))
    assert "**Fixed window (3)**" in said and "a fixed window of 3 tokens cannot see" in said
    assert {f"Train the {cell}" for cell in ("RNN", "LSTM", "GRU")} <= {button.label for button in test.button}
    rungs = next(iter(test.dataframe)).value
    assert "Fixed window (3)" in set(rungs["Method"]) and not any("NNLM" in name for name in rungs["Method"])
