"""How long a training is: short, medium and long are numbers of steps, from data and recipe alone.

A kind says what a step computes (`Learning.work`) and how many seconds of learning each length has (`Learning.LENGTHS`) on
the machine described by the constants below: two cores of 2023, nothing beside it. Steps of that machine are the steps of
every machine, so that the same data, settings and seed give the same network wherever and beside whatever they are trained.
How long those steps take *here* is measured: `runs/speed.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlp_models.messages import Message, mark

LENGTHS = ("short", "medium", "long")
PASSES = {"short": 1, "medium": 2, "long": 4}  # times the epochs that the size of the data asks for
MINUTES = {"short": 1.0, "medium": 4.0, "long": 15.0}  # about what a length stands for, where a budget has to follow it
DEFAULT_MINUTES = 4.0  # of a recipe that names neither a length nor minutes

GATES = {"rnn": 1, "gru": 3, "lstm": 4}  # matrices of a cell
FIXED = 0.010  # seconds of a step, however small: Python, the optimizer
POSITION = 0.0004  # seconds of one cell at one position, forth and back
MULTIPLICATIONS = 40e9  # a second
FORTH_AND_BACK = 3  # a pass forwards, and two products backwards

MOST_SAMPLED = 1_000  # rows whose words are counted
# tokens that a word between spaces becomes, about
PIECES = {"auto": 1.5, "word": 1.1, "spaced": 1, "subword": 1.8, "morpheme": 2, "character": 5, "jamo": 9}


@dataclass(frozen=True)
class Work:
    """What one step of learning computes: products of two numbers, and positions that a cell takes one after the other."""

    multiplications: float
    positions: float

    @property
    def seconds(self) -> float:
        """On the machine that lengths are measured by."""
        computing = FORTH_AND_BACK * self.multiplications / MULTIPLICATIONS
        return FIXED + POSITION * self.positions + computing

    def __add__(self, other: "Work") -> "Work":
        return Work(self.multiplications + other.multiplications, self.positions + other.positions)


def cells(kind: str, rows: float, tokens: float, inputs: int, units: int, layers: int = 1, ways: int = 1) -> Work:
    """The Work of recurrent cells on so many rows of so many tokens, with numbers of each token as input.

    >>> cells("lstm", rows=1, tokens=1, inputs=3, units=2).multiplications
    40.0
    """
    first = GATES[kind] * (inputs + units) * units
    further = GATES[kind] * (ways * units + units) * units
    return Work(float(rows * tokens * ways * (first + (layers - 1) * further)), tokens * layers * ways)


def tokens_per_row(texts: Sequence[str], tokenizer: str, most: int | None = None) -> float:
    """How many tokens a text has, about and on the average, by its words; each counts as `most` at most."""
    some = texts[:: max(1, len(texts) // MOST_SAMPLED)]
    counts = [max(1.0, len(text.split()) * PIECES[tokenizer]) for text in some] or [1.0]
    return sum(min(count, most or count) for count in counts) / len(counts)


def cut_off(cut: Mapping[str, Any]) -> Message:
    """What is told of a training whose time was over before its steps were: `cut_off` of its report."""
    values = {"minutes": f"{cut['minutes']:g}", "step": f"{cut['step']:,}", "steps": f"{cut['steps']:,}"}
    is_one = cut["minutes"] == 1
    if cut["by_host"] and is_one:
        text = mark("Stopped at the host's limit of one minute after {step} of {steps} steps; the best so far is kept.")
    elif cut["by_host"]:
        text = mark(
            "Stopped at the host's limit of {minutes} minutes after {step} of {steps} steps; the best so far is kept."
        )
    elif is_one:
        text = mark("Stopped after the one minute it was given, at {step} of {steps} steps; the best so far is kept.")
    else:
        text = mark(
            "Stopped after the {minutes} minutes it was given, at {step} of {steps} steps; the best so far is kept."
        )
    return Message(text, values)


def steps_in(seconds: float, work: Work, epoch: int, longest: int) -> int:
    """The steps of a length: what fits into its seconds, in whole epochs where there are several, all epochs at most.

    >>> steps_in(40, Work(0, 0), epoch=300, longest=10_000)
    3900
    """
    affordable = max(1, int(seconds / work.seconds))
    if affordable > epoch:
        affordable -= affordable % epoch
    return min(longest, affordable)
