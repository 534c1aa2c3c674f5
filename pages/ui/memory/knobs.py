"""knobs(lab): what an address can set of an experiment, each within the limits that its widget has."""

from nlp_models.labs.recall import lab
from nlp_models.labs.recall.sentences import DISTANCES
from pages.ui.frame import memory_state
from pages.ui.set_up.address import Kept
from pages.ui.set_up.written import SWITCH, OneOf, Within

MOST_SENTENCES = 1_000  # to go through, one after the other
TIMES = tuple(tenth / 10 for tenth in range(5, 16))
KNOBS = {
    "recall": {
        "distance": Kept(memory_state.DISTANCE, OneOf(DISTANCES), 8),
        "sentence": Kept(memory_state.ANOTHER, Within(0, MOST_SENTENCES - 1), 0),
    },
    "gradient": {
        "when": Kept(memory_state.WHEN, OneOf(("before", "after")), "after"),
        "times": Kept(memory_state.TIMES, OneOf(TIMES), 1.0),
        "clipped": Kept(memory_state.CLIPPED, SWITCH, False),
        "cell": Kept(memory_state.CELL, OneOf(lab.CELLS), "rnn"),
        "unit": Kept(memory_state.UNIT, Within(0, lab.RECIPE.units - 1), 0),
    },
}


def knobs(chosen: str) -> dict[str, Kept]:
    """`{name in the address: Kept}`; none of an experiment that has no knobs."""
    return KNOBS.get(chosen, {})
