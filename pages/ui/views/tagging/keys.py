"""What a session remembers of a tagger's steps: keys like those of `frame/state.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.answering.ready import ReadyModel
    from nlp_models.runs.run import Run
    from nlp_models.tasks import Task


def cell_of(task: Task, run: Run | ReadyModel) -> Key[tuple[int, int]]:
    """The same of a tagger, whose kinds differ from run to run."""
    return Key(f"cell-{task.name}-{run.id}")


def changed_tags(task: Task, run: Run | ReadyModel, text: str) -> Key[list[str]]:
    """The tags of a sentence as a person set them right."""
    return Key(f"changed-{task.name}-{run.id}-{hash(text)}")
