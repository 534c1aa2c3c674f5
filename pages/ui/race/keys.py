"""What a session remembers of the race: keys like those of `frame/state.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.runs.groups import Group
    from nlp_models.tasks import Task

GROUP: Key[str | None] = Key("race-group")  # id of the group that is looked at; None for a new race
TASK: Key[str] = Key("race-task")
EQUAL: Key[str] = Key("race-equal")  # steps or seconds
SEEDS: Key[int] = Key("race-seeds")
ACROSS: Key[str] = Key("race-across")  # what the curves are drawn over


def compared(task: Task) -> Key[str]:
    """The setting that the contestants differ in."""
    return Key(f"race-compared-{task.name}")


def length(task: Task) -> Key[str]:
    """Short, medium or long."""
    return Key(f"race-length-{task.name}")


def asks_to_delete(group: Group) -> Key[bool]:
    """Whether it is being asked."""
    return Key(f"delete-group-{group.id}")


def shared(group: Group) -> Key[bool]:
    """The switch."""
    return Key(f"shared-group-{group.id}")
