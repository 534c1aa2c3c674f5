"""The settings of Train that a link has fixed: locked until they are freed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.tasks import Task


def fixed(task: Task) -> Key[tuple[str, ...]]:
    """The names of the settings that are fixed."""
    return Key(f"fixed-{task.name}")


def is_fixed(task: Task, name: str) -> bool:
    """Whether a setting is locked."""
    return name in fixed(task).get(())
