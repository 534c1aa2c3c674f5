"""Pairs of what people say in many ways and what may be answered in many: every pattern with every response."""

from collections.abc import Iterable
from itertools import product

from nlp_models.datasets import limits
from nlp_models.datasets.source import Source
from nlp_models.datasets.table import Table
from nlp_models.errors import DataError
from nlp_models.messages import Message, mark
from nlp_models.problems.sequence_to_sequence.reading.talk import pair_table


def crossed(intents: Iterable[tuple[list[str], list[str]]], source: Source, kind: str) -> Table:
    """A Table of `(patterns, responses)` of intents; one without either is left out and told."""
    pairs, whole, lacking, budget = [], 0, 0, limits.Budget()
    for patterns, responses in intents:
        whole, lacking = whole + bool(patterns and responses), lacking + (not (patterns and responses))
        for pattern, response in product(patterns, responses):
            budget.row((pattern, response))
            pairs.append((pattern, response, len(pairs) + 1))
    if not pairs:
        raise DataError(
            "No intent here has both patterns and responses; what people say and what is answered are needed."
        )
    notes = [
        Message(
            mark("Every pattern is paired with every response of its intent; intents: {count}"), {"count": f"{whole:,}"}
        )
    ]
    if lacking:
        notes.append(
            Message(mark("Intents left out, with no pattern or no response: {count}"), {"count": f"{lacking:,}"})
        )
    return pair_table(pairs, source, kind, notes=notes)
