"""One step of every cell and its way back, held against Keras, finite differences and hand arithmetic."""

import keras
import numpy as np
import pytest

from nlp_models.numpy_layers.backbone import run_backbone, shapes, turning
from nlp_models.numpy_layers.backward import through_backbone, through_time
from nlp_models.numpy_layers.cells import STEPS, go_on, run_cell
from nlp_models.numpy_layers.trace import Hold, Trace, held_for

CELLS = ["rnn", "lstm", "gru"]
LAYERS = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
GATES = {"rnn": 1, "lstm": 4, "gru": 3}
UNITS, INPUT, STEPS_READ = 3, 4, 6


def weights_of(cell, dtype=np.float64, seed=0):
    draw, gates = np.random.default_rng(seed), GATES[cell] * UNITS
    sizes = {
        "kernel": (INPUT, gates),
        "recurrent_kernel": (UNITS, gates),
        "bias": (2, gates) if cell == "gru" else (gates,),
    }
    return {name: draw.normal(0, 0.6, shape).astype(dtype) for name, shape in sizes.items()}


def inputs_of(rows=2, dtype=np.float64):
    return np.random.default_rng(1).normal(0, 1, (rows, STEPS_READ, INPUT)).astype(dtype)


def traced(cell, inputs, weights, holds=()):
    noted = []
    held = held_for(holds, "r", inputs.shape[1], UNITS) if holds else None
    states = run_cell(cell, inputs, weights, noted.append, held)
    return states, noted[0]


@pytest.mark.parametrize("cell", CELLS)
def test_the_slopes_are_keras_own(cell):
    import tensorflow as tf

    weights, inputs = weights_of(cell), inputs_of()
    pull = np.random.default_rng(2).normal(size=(2, STEPS_READ, UNITS))
    layer = getattr(keras.layers, LAYERS[cell])(UNITS, return_sequences=True, dtype="float64")
    layer.build(inputs.shape)
    for name in weights:
        getattr(layer.cell, name).assign(weights[name])
    read, variables = tf.Variable(inputs), [getattr(layer.cell, name).value for name in weights]
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(layer(read) * pull)
    theirs = tape.gradient(total, [read, *variables])
    states, trace = traced(cell, inputs, weights)
    assert np.abs(states - layer(inputs).numpy()).max() < 1e-6
    ours = through_time(trace, pull)
    for name, slope in zip(["inputs", *weights], theirs, strict=True):
        own = ours.inputs if name == "inputs" else ours.weights[name]
        assert np.abs(own - slope.numpy()).max() < 1e-5, name


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("holds", [(), (Hold("r", "hidden_state", 0.3, (1,), (2,)),)])
def test_the_slopes_are_those_of_finite_differences(cell, holds):
    weights, inputs = weights_of(cell), inputs_of(1)
    pull = np.random.default_rng(2).normal(size=(1, STEPS_READ, UNITS))
    slopes = through_time(traced(cell, inputs, weights, holds)[1], pull).inputs
    for place in np.ndindex(inputs.shape):
        step = np.zeros_like(inputs)
        step[place] = 1e-6
        ahead, behind = (traced(cell, inputs + sign * step, weights, holds)[0] for sign in (1, -1))
        assert ((ahead - behind) * pull).sum() / 2e-6 == pytest.approx(slopes[place], abs=1e-8)


@pytest.mark.parametrize("cell", CELLS)
def test_a_slope_goes_back_to_the_state_before(cell):
    weights, inputs = weights_of(cell), inputs_of(1)
    state = tuple(np.full((1, UNITS), 0.1 + part) for part in range(STEPS[cell][1]))
    noted = []
    go_on(cell, inputs, weights, state, noted.append)
    slopes = through_time(noted[0], np.ones((1, STEPS_READ, UNITS))).before
    for part in range(len(state)):
        moved = [tuple(one + sign * 1e-6 * (n == part) for n, one in enumerate(state)) for sign in (1, -1)]
        ahead, behind = (go_on(cell, inputs, weights, own)[0].sum() for own in moved)
        assert (ahead - behind) / 2e-6 == pytest.approx(slopes[part].sum(), abs=1e-7)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("both", [True, False])
def test_padding_and_two_layers_both_ways_have_slopes_of_their_own(cell, both):
    config = {"cell": cell, "layers": 2, "bidirectional": both, "units": UNITS, "embedding_size": INPUT}
    draw = np.random.default_rng(3)
    weights = {name: draw.normal(0, 0.6, shape) for name, shape in shapes(config, 9)[0].items()}
    ids = np.asarray([[3, 4, 5, 6], [7, 8, 0, 0]])
    read, trace = weights["embedding"][ids], Trace()
    states, mask = run_backbone(config, weights, ids, trace, read)
    pull = draw.normal(size=states.shape) * mask[:, :, None]
    slopes = through_backbone(config, trace, mask, pull)
    assert not slopes[1, 2:].any()
    for place in [(0, 0, 1), (0, 3, 2), (1, 0, 0), (1, 1, 3)]:
        step = np.zeros_like(read)
        step[place] = 1e-6
        ahead, behind = (run_backbone(config, weights, ids, None, read + sign * step)[0] for sign in (1, -1))
        assert ((ahead - behind) * pull).sum() / 2e-6 == pytest.approx(slopes[place], abs=1e-7)


def test_turning_twice_changes_nothing():
    turn = turning(np.asarray([[True, True, True, False]]))
    values = np.arange(4)[None, :, None]
    assert turn(values)[0, :, 0].tolist() == [2, 1, 0, 3] and (turn(turn(values)) == values).all()


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_holding_every_gate_at_what_it_was_changes_nothing(cell, dtype):
    from nlp_models.numpy_layers.trace import LONG_NAMES

    weights, inputs = weights_of(cell, dtype), inputs_of(1, dtype)
    states, trace = traced(cell, inputs, weights)
    holds = [
        Hold("r", LONG_NAMES[letter], float(value[0, t, unit]), (unit,), (t,))
        for letter, value in trace.gates.items()
        for t in range(STEPS_READ)
        for unit in range(UNITS)
    ]
    assert (traced(cell, inputs, weights, holds)[0] == states).all()
    assert (traced(cell, inputs, weights, [Hold("another", "hidden_state", 0.0)])[0] == states).all()


def test_an_lstm_that_cannot_forget_keeps_all_it_wrote():
    weights, inputs = weights_of("lstm"), inputs_of(1)
    _, trace = traced("lstm", inputs, weights, [Hold("r", "forget_gate", 1.0)])
    written = (trace.gates["i"] * trace.gates["g"]).cumsum(axis=1)
    assert np.abs(trace.gates["c"] - written).max() < 1e-12


def test_of_two_holds_the_later_counts_and_only_where_it_says():
    held = held_for([Hold("r", "forget_gate", 1.0), Hold("r", "forget_gate", 0.5, (0,), (1, 9))], "r", 3, 2)
    assert held.at(1)("f", np.full((1, 2), 0.25)).tolist() == [[0.5, 1.0]]
    assert held.at(2)("f", np.full((1, 2), 0.25)).tolist() == [[1.0, 1.0]]
    assert held.at(2)("i", np.full((1, 2), 0.25)).tolist() == [[0.25, 0.25]]
    assert held_for([Hold("r", "forget_gate", 1.0)], "other", 3, 2) is None


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_added_up_is_what_is_squashed(cell):
    weights, inputs = weights_of(cell), inputs_of(1)
    states, trace = traced(cell, inputs, weights)
    bias = np.atleast_2d(weights["bias"])
    total = trace.from_input + trace.from_state + bias.sum(axis=0)
    first, name = (np.tanh, "h") if cell == "rnn" else (lambda x: 1 / (1 + np.exp(-x)), {"lstm": "i", "gru": "z"}[cell])
    assert np.abs(first(total[..., :UNITS]) - trace.gates[name]).max() < 1e-12
    assert (trace.gates["h"] == states).all()
