"""What a session remembers of the chatbot's steps: keys like those of `frame/state.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.answering.ready import ReadyModel
    from nlp_models.runs.run import Run
    from nlp_models.tasks import Task


def turns(task: Task) -> Key[list[str]]:
    """What was said to it, the first first."""
    return Key(f"turns-{task.name}")


def just_said(task: Task) -> Key[bool]:
    """Something was said that has not been answered yet."""
    return Key(f"just-said-{task.name}")


def said(task: Task) -> Key[str]:
    """The input of the conversation."""
    return Key(f"say-{task.name}")


def thumb(task: Task, run: Run | ReadyModel, place: int, text: str) -> Key[int | None]:
    """The thumb under an answer: 0 is down."""
    return Key(f"thumb-{task.name}-{run.id}-{place}-{hash(text)}")


def better_answer(thumb: Key[int | None]) -> Key[str]:
    """What it should have said."""
    return Key(f"typed-{thumb}")
