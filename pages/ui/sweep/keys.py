"""What a session remembers of sweeps: keys like those of `frame/state.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.sweeps.sweep import Sweep
    from nlp_models.tasks import Task

NEW = "new"  # in the place of an id: the form


def looked_at(task: Task) -> Key[str | None]:
    """Id of the sweep that Train shows, NEW for the form of one, None for a single training."""
    return Key(f"sweep-{task.name}")


def beside(task: Task) -> Key[str | None]:
    """Id of the run that Train would have shown then: another one since goes first."""
    return Key(f"sweep-beside-{task.name}")


def tried(task: Task) -> Key[list[str]]:
    """The settings that are tried."""
    return Key(f"sweep-tried-{task.name}")


def values(task: Task, name: str) -> Key[list[str]]:
    """The values of one of them."""
    return Key(f"sweep-values-{task.name}-{name}")


def end(task: Task, name: str, side: str) -> Key[float]:
    """The lowest or highest of a range."""
    return Key(f"sweep-{side}-{task.name}-{name}")


def trials(task: Task) -> Key[int]:
    return Key(f"sweep-trials-{task.name}")


def length(task: Task) -> Key[str]:
    """Short, medium or long."""
    return Key(f"sweep-length-{task.name}")


def asks_to_delete(sweep: Sweep) -> Key[bool]:
    """Whether it is being asked."""
    return Key(f"delete-sweep-{sweep.id}")
