"""The recall lab: sentences of a distance, the twin in NumPy, the gradient that reaches back, and a run that ends as it should."""

import json
from dataclasses import replace

import numpy as np
import pytest

from nlp_models.errors import RunDamaged
from nlp_models.labs.reach import gradient_reach, own_way, slopes_by_step
from nlp_models.labs.recall import lab
from nlp_models.labs.recall.forward import Network, shapes
from nlp_models.labs.recall.sentences import DISTANCES, LANGUAGES, language
from nlp_models.runs.store import RunStore

UNITS, EMBEDDING, KEYS = 5, 4, 3


def network(cell, seed=0):
    """A network of two words and three keys, its numbers drawn at random."""
    generator = np.random.default_rng(seed)
    sizes = shapes(cell, 6, KEYS, UNITS, EMBEDDING)
    return Network(cell, {name: generator.normal(0, 0.5, shape) for name, shape in sizes.items()})


@pytest.mark.parametrize("of", LANGUAGES)
def test_the_key_stands_as_far_from_the_blank_as_was_asked(of):
    own = language(of)
    for distance in DISTANCES:
        drawn = own.drawn(distance, 3, np.random.default_rng(distance))
        for ids, answer in zip(drawn.ids, drawn.answers, strict=True):
            words = own.read(ids)
            assert len(words) - own.key_place - 1 == distance
            assert words[own.key_place] == own.key.format(key=own.keys[answer])
    assert len(set(own.words)) == len(own.words)


def test_a_distance_that_no_sentence_has_is_refused():
    own = language("ko")
    with pytest.raises(ValueError):
        own.drawn(own.least - 1, 1, np.random.default_rng(0))
    with pytest.raises(ValueError):  # no clause has one word
        replace(own, clauses=[["a", "b"]]).drawn(own.least + 1, 1, np.random.default_rng(0))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_gradient_of_every_state_is_that_of_finite_differences(cell):
    one, ids, answers = network(cell), np.array([[1, 4, 2, 5, 3]]), np.array([2])
    state, memory, norm = slopes_by_step(one, ids, answers)
    for back, unit in ((0, 1), (2, 3), (4, 0)):
        t = ids.shape[1] - 1 - back
        assert state[0, t, unit] == pytest.approx(_moved(one, ids, answers, t, unit, "h"), rel=1e-4, abs=1e-9)
        if cell == "lstm":
            assert memory[0, t, unit] == pytest.approx(_moved(one, ids, answers, t, unit, "c"), rel=1e-4, abs=1e-9)
    assert norm > 0


def _moved(one, ids, answers, t, unit, letter, little=1e-5):
    """By how much the loss rises with one unit of a state after step t, read on from there by hand."""
    from nlp_models.numpy_layers.cells import go_on, zero_state
    from nlp_models.numpy_layers.functions import softmax

    own = {part: one.weights[part] for part in ("kernel", "recurrent_kernel", "bias")}
    embedded = one.weights["embedding"][ids]
    _, after = go_on(one.cell, embedded[:, : t + 1], own, zero_state(one.cell, 1, UNITS, np.float64))

    def loss(by):
        parts = [part.copy() for part in after]
        parts["hc".index(letter)][0, unit] += by
        if letter == "c":  # the h of this very step follows
            trace = one.traced(ids)[1]
            parts[0] = trace.gates["o"][:, t] * np.tanh(parts[1])
        _, last = go_on(one.cell, embedded[:, t + 1 :], own, tuple(parts)) if t + 1 < ids.shape[1] else (None, parts)
        return -np.log(softmax(one.logits(last[0]))[0, answers[0]])

    return (loss(little) - loss(-little)) / (2 * little)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_keras_gives_the_same_gradient_of_every_state(cell):
    import keras
    import tensorflow as tf

    from nlp_models.keras_layers.backbone import CELLS

    one, ids, answers = network(cell), np.array([[1, 4, 2, 5, 3, 3]]), np.array([1])
    layer = CELLS[cell](UNITS, dtype="float64")
    layer.build((None, None, EMBEDDING))
    layer.set_weights([one.weights[part] for part in ("kernel", "recurrent_kernel", "bias")])
    embedded = tf.constant(one.weights["embedding"][ids])
    state, kept = [tf.zeros((1, UNITS), tf.float64) for _ in range(1 + (cell == "lstm"))], []
    with tf.GradientTape(persistent=True) as tape:
        for t in range(ids.shape[1]):
            _, state = layer.cell(embedded[:, t], state)
            state = [tf.identity(part) for part in state]
            tape.watch(state[0])
            kept.append(state[0])
        logits = state[0] @ tf.constant(one.weights["answer/kernel"]) + tf.constant(one.weights["answer/bias"])
        loss = keras.losses.sparse_categorical_crossentropy(answers, logits, from_logits=True)
    theirs = np.stack([tape.gradient(loss, one) for one in kept], axis=1)
    np.testing.assert_allclose(slopes_by_step(one, ids, answers)[0], theirs, rtol=1e-6, atol=1e-12)


def test_larger_recurrent_weights_reach_farther_and_clipping_shortens_all_alike():
    ids, answers = np.tile([1, 2, 3, 4], 6)[None, :], np.array([0])
    small, large = (gradient_reach(network("rnn").scaled(times), ids, answers) for times in (0.3, 1.0))
    assert small.state[20] / small.state[0] < large.state[20] / large.state[0]
    clipped = large.clipped(large.weights / 2)
    np.testing.assert_allclose(clipped.state, large.state / 2)
    assert large.clipped(2 * large.weights).weights == large.weights


def test_the_product_of_one_unit_is_that_of_its_factors():
    one = network("rnn")
    trace = one.traced(np.array([[1, 2, 3, 4, 5]]))[1]
    factors = own_way(trace, unit=2)
    assert len(factors) == 4
    h, u = trace.gates["h"][0, -1, 2], one.weights["recurrent_kernel"][2, 2]
    assert factors[0].value == pytest.approx((1 - h**2) * u)
    assert factors[-1].product == pytest.approx(np.prod([one.value for one in factors]))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A run of a few steps, trained as a runner would."""
    from nlp_models.training.worker import run_worker

    store = RunStore(tmp_path_factory.mktemp("recall"))
    run = lab.create(store, "me", "symbols", lab.RECIPE.changed(steps=12, units=4, embedding_size=3, batch_size=4))
    assert run_worker(store, run.id) == 0
    return run


def test_a_run_ends_with_its_rounds_and_networks(trained):
    assert trained.status.state == "done"
    rounds = lab.rounds(trained.folder)
    assert [one.number for one in rounds] == list(range(1, lab.ROUNDS + 1))
    assert set(rounds[-1].steps.values()) == {12}
    own = language("symbols")
    asked = own.drawn(8, 50, np.random.default_rng(5))
    for cell in lab.CELLS:
        assert 0 <= rounds[-1].accuracy(cell, 64) <= 1
        after, before = (lab.networks(trained.folder, before)[cell] for before in (False, True))
        assert after.answers(asked.ids).sum(axis=1) == pytest.approx(np.ones(50))
        assert any((after.weights[name] != before.weights[name]).any() for name in after.weights)


def test_it_counts_as_one_of_its_owners_runs_and_hides_from_the_use_cases(trained):
    assert [run.id for run in trained.store.list("me")] == [trained.id]
    assert trained.store.list("me", "next-word") == []
    assert trained.store.queue() == []


def test_a_cancelled_one_leaves_nothing_that_answers(tmp_path):
    from nlp_models.training.worker import run_worker

    store = RunStore(tmp_path)
    run = lab.create(store, "me", "ko")
    run.request_cancel()
    run_worker(store, run.id)
    assert run.status.state == "cancelled" and lab.rounds(run.folder) == []


def test_damaged_files_are_told(trained, tmp_path):
    for name in (lab.SETTINGS, lab.WEIGHTS, "metrics.jsonl"):
        (tmp_path / name).write_bytes((trained.folder / name).read_bytes())
    (tmp_path / lab.SETTINGS).write_text(json.dumps({"language": "kl"}))
    (tmp_path / lab.WEIGHTS).write_bytes(b"half")
    (tmp_path / "metrics.jsonl").write_text('{"epoch": 1, "right": {}}\n')
    for read in (lab.language_of, lab.networks, lab.rounds):
        with pytest.raises(RunDamaged):
            read(tmp_path)


def test_sentences_are_written_with_a_full_stop_before_the_last_one():
    for of, wrong in (("en", ", We"), ("ko", ", 다시")):
        own = language(of)
        for distance in DISTANCES:
            ids = own.drawn(distance, 1, np.random.default_rng(distance)).ids[0]
            text = " ".join(own.written(ids))
            assert wrong not in text and f". {own.closing[0]}" in text and len(own.written(ids)) == len(ids)
