"""What a forward pass computed on the way (Trace), and gates held at a value while it runs (Hold).

>>> trace = Trace()
>>> predictor(["a lovely film"], trace=trace).shape
(1, 2)
>>> trace.readers["forward_1"].gates["f"].shape   # (N, T, units)
(1, 3, 128)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

# what Keras and the books call the letters of `cells.py`
LONG_NAMES = {
    "i": "input_gate", "f": "forget_gate", "o": "output_gate", "z": "update_gate", "r": "reset_gate", "g": "candidate",
    "c": "cell_state", "h": "hidden_state",
}  # fmt: skip
LETTERS = {name: letter for letter, name in LONG_NAMES.items()}


@dataclass(frozen=True)
class Hold:
    """A gate or state held at a value, instead of what the cell would compute.

    `gate` is one of LONG_NAMES' long names; `units` and `steps` None for all. A step is the place of the token that is
    read, so it is the same token for a forward and a backward reader.
    """

    reader: str  # "forward_1", "backward_1", "decoder/forward_1"
    gate: str
    value: float
    units: tuple[int, ...] | None = None
    steps: tuple[int, ...] | None = None


@dataclass(frozen=True)
class CellTrace:
    """What one reader computed for N texts; every array stands at the place of the token that was read."""

    cell: str  # "rnn", "lstm", "gru"
    weights: dict[str, np.ndarray]  # kernel, recurrent_kernel, bias
    inputs: np.ndarray  # (N, T, input)
    before: tuple[np.ndarray, ...]  # the state before the first step: (h,) or (h, c), each (N, units)
    gates: dict[str, np.ndarray]  # by the letters of cells.py, each (N, T, units)
    from_input: np.ndarray  # x W, without a bias (N, T, gates * units)
    from_state: np.ndarray  # h U, without a bias (N, T, gates * units)
    held: dict[str, np.ndarray] = field(default_factory=dict)  # by the same letters: where it was held (N, T, units)
    backward: bool = False

    def turned(self, turn):
        """The same from the texts' other end: `turn` puts `(N, T, ...)` the other way round."""
        arrays = {name: turn(getattr(self, name)) for name in ("inputs", "from_input", "from_state")}
        named = {name: {by: turn(value) for by, value in getattr(self, name).items()} for name in ("gates", "held")}
        return replace(self, backward=not self.backward, **arrays, **named)


@dataclass(frozen=True)
class Trace:
    """Every reader of a pass by its name; and, where the network has them, other arrays `(N, ...)`.

    `beside` has `attention (N, T)`, `summary (N, D)` and `branches (N, 2, labels)` of a classifier, `emissions
    (N, T, C)` of a tagger.
    """

    readers: dict[str, CellTrace] = field(default_factory=dict)
    beside: dict[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One text answered while a Trace was kept: what a kind's `told` gives (forward.py)."""

    answer: Any  # the kind's Answer
    words: list[str]  # as they were typed
    tokens: list[str]  # what the readers of the text read, T
    places: list[int]  # which of the words each token is part of
    over_time: list[dict[str, float]]  # see answering/unrolled.py
    written: list[str] = field(default_factory=list)  # what the decoder read, its own words one place later
    attention: np.ndarray | None = None  # (T,) over the tokens; of a decoder (written, what it looks at)


@dataclass(frozen=True)
class Held:
    """What is held while one reader reads: by letter `(mask, values)`, each `(1 or N, T, units)`, in reading order."""

    parts: dict[str, tuple[np.ndarray, np.ndarray]]

    def at(self, t):
        """A function `(letter, value (N, units)) -> value` for step t."""

        def hold(letter, value):
            if letter not in self.parts:
                return value
            mask, wanted = self.parts[letter]
            return np.where(mask[:, t], wanted[:, t].astype(value.dtype), value)

        return hold

    def turned(self, turn, rows):
        """The same for a reader that reads each of so many texts from its end."""
        return Held(
            {
                letter: tuple(turn(np.broadcast_to(part, (rows, *part.shape[1:]))) for part in pair)
                for letter, pair in self.parts.items()
            }
        )


def held_for(holds: Sequence[Hold], reader: str, steps: int, units: int, start: int = 0) -> Held | None:
    """The holds of one reader over so many steps from a given place on; None where there are none. Of two, the later."""
    own = [hold for hold in holds if hold.reader == reader]
    parts = {}
    for hold in own:
        shape = (1, steps, units)
        mask, values = parts.setdefault(LETTERS[hold.gate], (np.zeros(shape, bool), np.zeros(shape, np.float64)))
        chosen = np.zeros(shape, bool)
        times = range(steps) if hold.steps is None else [t - start for t in hold.steps if 0 <= t - start < steps]
        chosen[
            :, np.asarray(times, int)[:, None], slice(None) if hold.units is None else np.asarray(hold.units, int)
        ] = True
        mask |= chosen
        values[chosen] = hold.value
    return Held(parts) if parts else None
