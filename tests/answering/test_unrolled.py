"""The unrolled network: what it shows is what answered, for every kind; what is held is held, and only that."""

import json

import numpy as np
import pytest
from test_attribution import MADE, made  # noqa: F401
from test_probe import CELLS, SENTENCE, make_predictor

from nlp_models.answering.unrolled import Hold, everything_printed, unroll
from nlp_models.errors import DataError
from nlp_models.problems import kinds

SQUASHED = {"input_gate", "forget_gate", "output_gate", "update_gate", "reset_gate"}
KINDS = sorted(kinds())


def texts(kind):
    return json.loads((MADE / f"{kind}.answers.json").read_text("utf-8"))["texts"]


def same(ours, theirs):
    """Two Unrolled, bit by bit."""
    assert str(ours.answer) == str(theirs.answer) and ours.over_time == theirs.over_time
    for name, reader in theirs.readers.items():
        for gate, value in reader.gates.items():
            assert (ours.readers[name].gates[gate] == value).all(), (name, gate)


def sigmoid(x):
    return 1 / (1 + np.exp(-np.float64(x)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_shows_what_it_read(kind, made):  # noqa: F811
    predictor = made(kind)
    for text in texts(kind)[:2]:
        one = unroll(predictor, text)
        assert one.readers and str(one.answer) == str(predictor.read(text))
        for name, reader in one.readers.items():
            tokens = one.written if name.startswith("decoder/") else one.tokens
            assert reader.tokens == tokens and reader.inputs.shape == (len(tokens), reader.weights["kernel"].shape[0])
            assert all(value.shape == (len(tokens), reader.units) for value in reader.gates.values())
            gates = [value for gate, value in reader.gates.items() if gate in SQUASHED]
            assert all(((value >= 0) & (value <= 1)).all() for value in gates)
            assert reader.parameters["total"] == sum(weight.size for weight in reader.weights.values())
        assert len(one.places) == len(one.tokens) and set(one.places) <= set(range(max(1, len(one.words))))
        assert all(-1e-6 <= p <= 1 + 1e-6 for step in one.over_time for p in step.values())


@pytest.mark.parametrize("both", [True, False])
@pytest.mark.parametrize("cell", CELLS)
def test_the_numbers_shown_make_the_next_state(cell, both):
    predictor = make_predictor(cell=cell, layers=2, bidirectional=both)
    for reader in unroll(predictor, SENTENCE).readers.values():
        for step in reader.steps:
            gates = {gate: value[step] for gate, value in reader.gates.items()}
            before, added = (
                reader.previous(step),
                {gate: (s.x[step], s.h[step], s.bias, s.recurrent_bias) for gate, s in reader.summands.items()},
            )
            for gate, (x, h, bias, own) in added.items():
                assert np.allclose(
                    x,
                    reader.inputs[step]
                    @ np.split(reader.weights["kernel"], len(added), axis=1)[list(added).index(gate)],
                    atol=1e-5,
                )
                inner = h if own is None else h + own
                total = x + bias + (gates["reset_gate"] * inner if cell == "gru" and gate == "candidate" else inner)
                squash = sigmoid if gate in SQUASHED else np.tanh
                assert np.allclose(squash(total), gates[gate], atol=1e-6), gate
            if cell == "lstm":
                c = gates["forget_gate"] * before["cell_state"] + gates["input_gate"] * gates["candidate"]
                assert np.allclose(c, gates["cell_state"], atol=1e-6)
                assert np.allclose(gates["output_gate"] * np.tanh(c), gates["hidden_state"], atol=1e-6)
            if cell == "gru":
                z = gates["update_gate"]
                h = z * before["hidden_state"] + (1 - z) * gates["candidate"]
                assert np.allclose(h, gates["hidden_state"], atol=1e-6)


@pytest.mark.parametrize("pooling", ["last", "max", "mean"])
def test_the_states_shown_give_the_answer(pooling):
    predictor = make_predictor(pooling=pooling)
    one, weights = unroll(predictor, SENTENCE), predictor.network.weights
    forward, backward = (one.readers[name].gates["hidden_state"] for name in ("forward_1", "backward_1"))
    both = np.concatenate([forward, backward], axis=1)
    pooled = {"max": both.max(axis=0), "mean": both.mean(axis=0), "last": np.concatenate([forward[-1], backward[0]])}
    logits = pooled[pooling] @ weights["answer/kernel"] + weights["answer/bias"]
    probabilities = np.exp(logits) / np.exp(logits).sum()
    assert list(one.answer.probabilities.values()) == pytest.approx(probabilities.tolist(), abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_holding_what_was_there_changes_nothing(kind, made):  # noqa: F811
    predictor, text = made(kind), texts(kind)[0]
    free = unroll(predictor, text)
    same(unroll(predictor, text, []), free)
    name, reader = next(reversed(free.readers.items()))
    gate = next(iter(reader.gates))
    step = len(reader.tokens) - 1
    value = reader.gates[gate][step]
    holds = [Hold(name, gate, float(value[unit]), (unit,), (step,)) for unit in range(reader.units)]
    held = unroll(predictor, text, holds)
    assert all((held.readers[name].gates[each] == reader.gates[each]).all() for each in reader.gates)


@pytest.mark.parametrize("kind", KINDS)
def test_a_held_gate_is_held_and_answers_follow(kind, made):  # noqa: F811
    predictor, text = made(kind), texts(kind)[0]
    for name in unroll(predictor, text).readers:
        held = unroll(predictor, text, [Hold(name, "hidden_state", 0.5)])
        assert (held.readers[name].gates["hidden_state"] == 0.5).all()
        assert str(held.answer) != str(unroll(predictor, text).answer)
        one = unroll(predictor, text, [Hold(name, "hidden_state", 0.5, (1,), (0,))]).readers[name]
        assert (
            one.gates["hidden_state"][0, 1] == 0.5
            and (one.gates["hidden_state"] != 0.5).sum() == one.gates["hidden_state"].size - 1
        )


def test_a_hold_reaches_the_same_token_in_both_directions_and_in_the_curve():
    predictor = make_predictor()
    holds = [Hold(name, "hidden_state", 0.0) for name in ("forward_1", "backward_1")]
    one = unroll(predictor, SENTENCE, holds)
    first = one.over_time[0]
    assert all(step == pytest.approx(first) for step in one.over_time)  # nothing is read, so nothing moves
    assert one.answer.probabilities == pytest.approx(first)
    assert str(predictor.read(SENTENCE)) != str(one.answer)  # and the network itself is as it was


@pytest.mark.parametrize(
    "hold",
    [
        Hold("forward_9", "hidden_state", 0.0),
        Hold("forward_1", "forget_gate", 1.0),
        Hold("forward_1", "hidden_state", 0.0, (5,)),
    ],
)
def test_a_hold_of_what_is_not_there_is_told(hold):
    with pytest.raises(DataError):
        unroll(make_predictor(cell="gru"), SENTENCE, [hold])


@pytest.mark.parametrize("kind", KINDS)
def test_everything_can_be_printed(kind, made):  # noqa: F811
    predictor, text = made(kind), texts(kind)[0]
    told = json.loads(json.dumps(everything_printed(predictor, text)))
    for name, reader in unroll(predictor, text).readers.items():
        for gate, value in reader.gates.items():
            assert (
                np.allclose(told["readers"][name][gate], value) and np.shape(told["readers"][name][gate]) == value.shape
            )


@pytest.mark.parametrize("text", ["", "   ", "good"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "captioning"])
def test_nothing_or_one_word_is_unrolled(kind, text, made):  # noqa: F811
    one = unroll(made(kind), text)
    assert len(one.places) == len(one.tokens)
    assert all(len(reader.tokens) for reader in one.readers.values())
    for reader in one.readers.values():  # a tagger reads padding behind one word
        assert {len(values) for values in (*reader.gates.values(), reader.inputs)} == {len(reader.tokens)}


def test_a_long_text_is_read_as_far_as_the_network_reads():
    one = unroll(make_predictor(max_tokens=30), "a good film " * 2000)
    assert len(one.tokens) == 30 and one.answer.truncated_at == 30
