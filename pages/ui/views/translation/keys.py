"""What a session remembers of the translator's steps: keys like those of `frame/state.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.answering.ready import ReadyModel
    from nlp_models.runs.run import Run
    from nlp_models.tasks import Task


def forced(task: Task, run: Run | ReadyModel) -> Key[tuple[str, tuple[int, ...]]]:
    """`(sentence, first tokens of its translation)` as a person chose them."""
    return Key(f"forced-{task.name}-{run.id}")


def other_word(
    task: Task, run: Run | ReadyModel, place: int, sentence: str, tokens: tuple[int, ...]
) -> Key[int | None]:
    """Which of the words that could stand at a place was clicked."""
    return Key(f"other-{task.name}-{run.id}-{place}-{hash((sentence, tokens))}")
