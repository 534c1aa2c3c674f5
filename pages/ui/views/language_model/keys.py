"""What a session remembers of a language model's steps: keys like those of `frame/state.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.answering.ready import ReadyModel
    from nlp_models.runs.run import Run
    from nlp_models.tasks import Task
    from pages.ui.frame.state import Picked


def next_chart(task: Task, run: Run | ReadyModel) -> Key[Picked]:
    """The bars of the likeliest next words."""
    return Key(f"next-{task.name}-{run.id}")


def candidate(task: Task, run: Run | ReadyModel) -> Key[int | None]:
    """The number of the next word that was chosen by the keyboard."""
    return Key(f"candidate-{task.name}-{run.id}")


def written(task: Task) -> Key[tuple[str, str, str, int]]:
    """`(id of the run, beginning, text, seed)` of what it wrote last."""
    return Key(f"written-{task.name}")
