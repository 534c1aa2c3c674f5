"""What a trial's lines of metrics.jsonl say: after each epoch the score of the network that it keeps by then."""

from collections.abc import Mapping, Sequence
from typing import Any

from nlp_models.problems.problem import Problem
from nlp_models.sweeps.study import TENTHS, Point, is_finite

VALIDATION = "validation_"


def measure_of(kind: type[Problem], row: Mapping[str, Any]) -> str:
    """The score that is told of an epoch's line: the one by which all trials of a sweep are compared."""
    return kind.measure(
        {name.removeprefix(VALIDATION): value for name, value in row.items() if name.startswith(VALIDATION)}
    )


def points_of(
    kind: type[Problem], measure: str | None, metrics: Sequence[Mapping[str, Any]], steps: int | None
) -> tuple[Point, ...]:
    """A Point for every epoch with a number for a score; `steps` of the whole training."""
    measure, points, kept = measure or kind.MEASURE, [], None
    for row in metrics:
        kept = row if row.get("kept") or kept is None else kept
        score, loss = kept.get(VALIDATION + measure), kept.get(VALIDATION + "loss")
        if isinstance(score, int | float) and isinstance(loss, int | float) and is_finite(score, loss):
            tenths = min(TENTHS, TENTHS * row["step"] // steps) if steps else 0
            points.append(Point(row["epoch"], tenths, score, loss))
    return tuple(points)
