"""What a session remembers of a classifier's steps: keys like those of `frame/state.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.answering.ready import ReadyModel
    from nlp_models.runs.run import Run
    from nlp_models.tasks import Task
    from pages.ui.frame.state import Typed


def corrections(task: Task) -> Key[dict[str, dict[int, str]]]:
    """Labels corrected on Judge, `{id of the run: {row number: label}}`."""
    return Key(f"corrections-{task.name}")


def correction_counts(task: Task) -> Key[dict[str, int]]:
    """How often each table was corrected, and "all" of them together."""
    return Key(f"edits-{task.name}")


def judged_table(table: str, run: Run | ReadyModel, version: int) -> Key[Typed]:
    """A table of judged rows."""
    return Key(f"rows-{table}-{run.id}-{version}")


def threshold(task: Task) -> Key[int]:
    """In percent."""
    return Key(f"threshold-{task.name}")


def cost_ratio(threshold: Key[int]) -> Key[int]:
    """How many misses a false alarm is worth; a choice moves that threshold."""
    return Key(f"price-{threshold}")


def cell(task: Task) -> Key[tuple[int, int]]:
    """`(target, answer)` of the chosen cell of the mistakes."""
    return Key(f"cell-{task.name}")
