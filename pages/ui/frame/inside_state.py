"""What a session remembers of Inside the cell: keys like those of `state.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.answering.ready import ReadyModel
    from nlp_models.numpy_layers.trace import Hold
    from nlp_models.runs.run import Run
    from nlp_models.tasks import Task

NETWORK: Key[str] = Key("inside-network")  # id of the run or ready model
USE_CASE: Key[str] = Key("inside-use-case")  # of the one that was opened last
GATE: Key[str] = Key("inside-gate")  # the letter of the gate in hand
SCOPE: Key[str] = Key("inside-scope")  # one unit, some, or all
SOME: Key[list[int]] = Key("inside-some")  # the units that are held together
VALUE: Key[str] = Key("inside-value")  # 0, 1 or any
SHOWN: Key[str] = Key("inside-shown")  # the letter of the gate in the heat map
LOOKED: Key[str] = Key("inside-looked")  # the letter of the gate or state that is searched for in the rows
FOLLOWED: Key[str] = Key("inside-followed")  # what the units are asked to follow: a name of units.MARKS, or "words"
MARKED: Key[list[str]] = Key("inside-marked")  # the words that were marked by hand
TABLE: Key[str] = Key("inside-table")  # of embeddings: "read" or "written"
MAP_OF: Key[str] = Key("map-when")  # of embeddings: "before", "then" or "after" the training
POINT: Key[str] = Key("inside-point")  # the word whose neighbours are shown
FOLDED: Key[bool] = Key("inside-folded")  # whether the popover of a phone is open
LABEL: Key[tuple[str, str]] = Key("inside-label")  # the network it was opened for, and its label then
DRAWN: Key[Any] = Key("cell")  # what the drawing says was clicked; the browser may send anything


def any_value(signed: bool) -> Key[float]:
    """The number that is typed where neither 0 nor 1 is meant; a state may lie below zero."""
    return Key(f"inside-any-value-{signed}")


def holds(run: Run | ReadyModel) -> Key[tuple[Hold, ...]]:
    """The gates of a network that are held, the first first."""
    return holds_of(run.id)


def holds_of(run_id: str) -> Key[tuple[Hold, ...]]:
    """The same by the id of the network."""
    return Key(f"holds-{run_id}")


def text_of(task: Task) -> Key[str]:
    """The text that the address named last."""
    return Key(f"inside-text-{task.name}")


def place_among(words: Sequence[str]) -> Key[int]:
    """Which of these words is asked about."""
    return Key(f"inside-place-{hash(tuple(words))}")
