"""The unrolled network: what every reader computed while one text was answered, with gates held where somebody holds them.

>>> one = unroll(predictor, "not a good film")
>>> one.readers["forward_1"].gates["forget_gate"].shape   # (T, units)
(4, 128)
>>> held = unroll(predictor, "not a good film", [Hold("forward_1", "forget_gate", 1.0)])   # an LSTM that cannot forget
>>> held.answer.probabilities == one.answer.probabilities
False
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp_models.answering.predictor import Predictor
from nlp_models.answering.probe import printed
from nlp_models.errors import DataError
from nlp_models.numpy_layers.trace import LONG_NAMES, CellTrace, Hold, Trace

__all__ = ["Hold", "Reader", "Summand", "Unrolled", "unroll"]

Floats = NDArray[np.floating[Any]]
# the gates in the order in which they lie in a kernel; a SimpleRNN squashes its state itself
IN_KERNEL = {"rnn": "h", "lstm": "ifgo", "gru": "zrg"}


@dataclass(frozen=True)
class Summand:
    """What is added up before a gate's squashing: `x + h + bias`; of a GRU's candidate `x + bias + r (h + recurrent_bias)`,
    of its other gates `x + bias + h + recurrent_bias`."""

    x: Floats  # what was read, times the kernel (T, units)
    h: Floats  # the state before, times the recurrent kernel (T, units)
    bias: Floats  # (units,)
    recurrent_bias: Floats | None = None  # of a GRU (units,)


@dataclass(frozen=True)
class Reader:
    """One recurrent layer in one direction, over T steps; row t of every array is the step that read token t."""

    name: str  # as its weights are called: "forward_1", "backward_1", "decoder/forward_1"
    cell: str  # "rnn", "lstm", "gru"
    units: int
    backward: bool  # reads the last token first
    tokens: list[str]  # T
    inputs: Floats  # the vectors that it read (T, input): embeddings, or states of the layer below
    gates: dict[str, Floats]  # by Keras's long names, states among them, each (T, units)
    summands: dict[str, Summand]  # of every gate and candidate that is squashed, by the same names
    before: dict[str, Floats]  # hidden_state, and cell_state of an LSTM, before the first step (units,)
    weights: dict[str, Floats]  # kernel (input, gates * units), recurrent_kernel (units, gates * units), bias

    @property
    def steps(self) -> list[int]:
        """The places of the tokens, in the order in which they are read."""
        order = list(range(len(self.tokens)))
        return order[::-1] if self.backward else order

    def previous(self, step: int) -> dict[str, Floats]:
        """hidden_state, and cell_state of an LSTM, just before the token in this place is read, each (units,)."""
        at = step + 1 if self.backward else step - 1
        if not 0 <= at < len(self.tokens):
            return self.before
        return {name: self.gates[name][at] for name in self.before}

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of every weight."""
        return {name: weight.shape for name, weight in self.weights.items()}

    @property
    def parameters(self) -> dict[str, int]:
        """How many numbers each weight has, and `total`: as Keras counts them."""
        counts = {name: int(weight.size) for name, weight in self.weights.items()}
        return counts | {"total": sum(counts.values())}


@dataclass(frozen=True)
class Unrolled:
    """One text answered, and everything that was computed on the way."""

    readers: dict[str, Reader]  # by name, in the order of the layers; a decoder's after those of the encoder
    words: list[str]  # as they were typed; none of a picture
    tokens: list[str]  # what the readers of the text read; none of a picture
    places: list[int]  # which of `words` each of `tokens` is part of
    written: list[str]  # what the readers of a decoder read: the start, then its own tokens; else none
    attention: Floats | None  # (tokens,) of a classifier that has it; of a decoder (written, tokens or picture's cells)
    over_time: list[dict[str, float]]
    """Probabilities by what they are of. Of a classifier every label, after each of (the first hundreds of) `words`; of a tagger every tag, at each
    of `words`; of a language model the likeliest next tokens, after each of `tokens`; of a decoder the same, after each of
    `written`."""
    answer: Any  # the kind's Answer
    holds: tuple[Hold, ...] = ()


def unroll(predictor: Predictor, text: str, hold: Sequence[Hold] = ()) -> Unrolled:
    """A text (or a picture, as a text) answered by a network of any kind, with these gates held.

    DataError where a hold names no gate of this network, or the network has no cells to look into.
    """
    check_holds(predictor, hold)
    predictor, trace = predictor.holding(hold) if hold else predictor, Trace()
    told = kind_of(predictor).told(text, predictor, trace)
    readers = {
        name: _reader(name, cell, told.written if name.startswith("decoder/") else told.tokens)
        for name, cell in trace.readers.items()
    }
    return Unrolled(
        readers,
        told.words,
        told.tokens,
        np.unique(told.places, return_inverse=True)[1].tolist(),
        told.written,
        told.attention,
        told.over_time,
        told.answer,
        tuple(hold),
    )


def everything_printed(predictor: Predictor, text: str) -> dict[str, Any]:
    """What `probe --json` prints: the Answer, then tokens and every reader with its gates, `(T, units)` as lists of lists.

    Of a network without cells the Answer alone.
    """
    if not has_cells(predictor):
        return printed(predictor.read(text))
    one = unroll(predictor, text)
    readers = {name: _printed(reader) for name, reader in one.readers.items()}
    told = {"tokens": one.tokens, "written": one.written, "over_time": one.over_time, "readers": readers}
    return printed(one.answer) | told


def _printed(reader: Reader) -> dict[str, Any]:
    own = {"cell": reader.cell, "units": reader.units, "backward": reader.backward, "tokens": reader.tokens}
    shapes = {"shapes": reader.shapes, "parameters": reader.parameters}
    return own | shapes | {gate: value.tolist() for gate, value in reader.gates.items()}


def has_cells(predictor: Predictor) -> bool:
    """Whether there is anything to unroll."""
    told = hasattr(importlib.import_module(type(predictor.network).__module__), "told")
    return told and not getattr(predictor.network, "window", 0)


def kind_of(predictor: Predictor) -> Any:
    """The module with the network and `told` of a Predictor's kind; DataError where it has no cells."""
    if not has_cells(predictor):
        raise DataError("This network has no recurrent cells to look into.")
    return importlib.import_module(type(predictor.network).__module__)


def check_holds(predictor: Predictor, holds: Sequence[Hold]) -> None:
    """DataError where one of them names what this network has not."""
    recipe = predictor.config.recipe
    gates = {LONG_NAMES[letter] for letter in gate_letters(recipe.cell)}
    for hold in holds:
        if f"{hold.reader}/kernel" not in predictor.network.weights:
            raise DataError("This network has no reader {name}.", name=hold.reader)
        if hold.gate not in gates:
            raise DataError("A {cell} has no gate {name}.", cell=recipe.cell, name=hold.gate)
        if hold.units and not all(0 <= unit < recipe.units for unit in hold.units):
            raise DataError("This network has the units 0 to {last}.", last=recipe.units - 1)


def gate_letters(cell: str) -> str:
    """The letters of a cell's gates and states."""
    return {"rnn": "h", "lstm": "ifgoch", "gru": "zrgh"}[cell]


def _reader(name: str, cell: CellTrace, tokens: list[str]) -> Reader:
    weights, read = (
        cell.weights,
        slice(len(tokens)),
    )  # behind them may stand padding: a tagger reads no fewer than two words
    states = ("hidden_state", "cell_state")[: len(cell.before)]
    return Reader(
        name=name,
        cell=cell.cell,
        units=len(weights["recurrent_kernel"]),
        backward=cell.backward,
        tokens=list(tokens),
        inputs=cell.inputs[0][read],
        gates={LONG_NAMES[letter]: value[0][read] for letter, value in cell.gates.items()},
        summands=_summands(cell, read),
        before={state: value[0] for state, value in zip(states, cell.before, strict=True)},
        weights=weights,
    )


def _summands(cell: CellTrace, read: slice) -> dict[str, Summand]:
    letters = IN_KERNEL[cell.cell]
    x, h = (np.split(part[0][read], len(letters), axis=-1) for part in (cell.from_input, cell.from_state))
    bias = np.split(np.atleast_2d(cell.weights["bias"]), len(letters), axis=-1)
    return {
        LONG_NAMES[letter]: Summand(own_x, own_h, own[0], own[1] if len(own) > 1 else None)
        for letter, own_x, own_h, own in zip(letters, x, h, bias, strict=True)
    }
