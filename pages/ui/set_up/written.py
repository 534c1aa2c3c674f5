"""How a set-up stands in an address, and how it is read: nothing of it is believed before it was checked. No page here.

written({"distance": 32, "clipped": True})                       # "distance:32,clipped:yes"
read("distance:32", {"distance": OneOf((2, 4, 8, 16, 32, 64))})  # {"distance": 32}
read_holds("forward_1:forget_gate:1:all", {"forward_1": (["forget_gate"], 32)})   # (Hold("forward_1", "forget_gate", 1.0),)
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from nlp_models.errors import LinkError
from nlp_models.numpy_layers.trace import LONG_NAMES, Hold

Value = str | int | float | bool | list[int] | None

LONGEST = 2_000  # letters of either
MOST_HOLDS = 20
PAIR = re.compile(r"([a-z][a-z0-9_]{0,40}):([A-Za-z0-9_.\-]{0,1000})")  # as many units as there may be
HOLD = re.compile(r"([a-z0-9_/]{1,40}):([a-z_]{1,20}):(-?\d(?:\.\d{1,6})?):(all|\d{1,4}(?:\.\d{1,4})*)")
SIGNED = ("candidate", "cell_state", "hidden_state")  # the others lie between 0 and 1


class Knob(Protocol):
    """What may be set, and within which limits."""

    def taken(self, text: str) -> Value:
        """The value; ValueError, with what would be right, where it is none."""


@dataclass(frozen=True)
class OneOf:
    """One of these."""

    options: tuple[Value, ...]

    def taken(self, text: str) -> Value:
        for option in self.options:
            if _said(option) == text:
                return option
        raise ValueError(", ".join(map(_said, self.options)))


@dataclass(frozen=True)
class Within:
    """A number between two, both allowed; a whole one where these are whole."""

    low: float
    high: float

    def taken(self, text: str) -> Value:
        try:
            value = type(self.low)(text)
        except ValueError:
            value = math.nan
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.low:g}–{self.high:g}")
        return value


@dataclass(frozen=True)
class Several:
    """Some of the whole numbers from 0 to the last, each once."""

    last: int

    def taken(self, text: str) -> Value:
        numbers = [int(number) for number in text.split(".") if number.isascii() and number.isdigit()]
        if len(numbers) != text.count(".") + 1 or max(numbers) > self.last:
            raise ValueError(f"0–{self.last}")
        return sorted(set(numbers))


SWITCH = OneOf((True, False))


def written(values: Mapping[str, Value]) -> str:
    """Names and values as an address has them.

    >>> written({"cell": "gru", "units": 64, "attention": False, "learning_rate": None})
    'cell:gru,units:64,attention:no,learning_rate:'
    """
    return ",".join(f"{name}:{_said(value)}" for name, value in values.items())


def pairs(text: str) -> dict[str, str]:
    """The names and what is said of each, unchecked but for its form; LinkError where it has another one.

    >>> pairs("cell:gru,units:64")
    {'cell': 'gru', 'units': '64'}
    """
    found = [PAIR.fullmatch(part) for part in text.split(",")] if 0 < len(text) <= LONGEST else [None]
    if not all(found):
        raise LinkError("The settings in this link cannot be read: “{said}”. It may have been cut off.", said=text[:60])
    return {one[1]: one[2] for one in found if one}


def read(text: str, knobs: Mapping[str, Knob]) -> dict[str, Value]:
    """What a text says of these knobs; LinkError with one sentence where it says something else."""
    return {name: _taken(name, said, knobs) for name, said in pairs(text).items()}


def _taken(name: str, said: str, knobs: Mapping[str, Knob]) -> Value:
    if name not in knobs:
        raise LinkError("This link sets {name}, which there is not on this page.", name=name)
    try:
        return knobs[name].taken(said)
    except ValueError as wrong:
        raise LinkError(
            "This link sets {name} to {said}; it can be {known}.", name=name, said=said[:60], known=str(wrong)
        ) from None


def can_be_read(value: Value, knob: Knob) -> bool:
    """Whether a link that says so would be understood: what stands in a box may be meant for another network."""
    try:
        knob.taken(_said(value))
    except ValueError:
        return False
    return True


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ".".join(map(str, value))
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def written_holds(holds: Iterable[Hold]) -> str:
    """Gates that are held, as an address has them.

    >>> written_holds([Hold("forward_1", "forget_gate", 1.0, (3, 7)), Hold("forward_1", "input_gate", 0.0)])
    'forward_1:forget_gate:1:3.7,forward_1:input_gate:0:all'
    """
    return ",".join(
        f"{hold.reader}:{hold.gate}:{_short(hold.value)}:{'all' if hold.units is None else '.'.join(map(str, hold.units))}"
        for hold in list(holds)[:MOST_HOLDS]
    )


def _short(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def read_holds(text: str, readers: Mapping[str, tuple[Iterable[str], int]]) -> tuple[Hold, ...]:
    """The gates that a text holds; LinkError where this network has no such gate or unit.

    Args:
        readers: of each reader the gates that it has, by their long names, and its number of units.
    """
    found = [HOLD.fullmatch(part) for part in text.split(",")] if 0 < len(text) <= LONGEST else [None]
    if not all(found) or len(found) > MOST_HOLDS:
        raise LinkError("The gates in this link cannot be read: “{said}”. It may have been cut off.", said=text[:60])
    return tuple(_hold((one[1], one[2], one[3], one[4]), readers) for one in found if one)


def _hold(said: tuple[str, str, str, str], readers: Mapping[str, tuple[Iterable[str], int]]) -> Hold:
    reader, gate, value, units = said
    gates, count = readers.get(reader, ((), 0))
    numbers = None if units == "all" else tuple(sorted({int(number) for number in units.split(".")}))
    if gate not in gates or gate not in LONG_NAMES.values() or max(numbers or (0,)) >= count:
        raise LinkError("This link holds {said}, which this network does not have.", said=f"{reader}:{gate}:{units}")
    least = -1.0 if gate in SIGNED else 0.0
    if not least <= float(value) <= 1:
        raise LinkError(
            "This link holds {said} at {value}; it can be {low} to 1.", said=gate, value=value, low=f"{least:g}"
        )
    return Hold(reader, gate, float(value), numbers)
