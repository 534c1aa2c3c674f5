"""Where a visitor stands in each lesson: kept with them, so that another tab or day goes on there."""

from dataclasses import replace
from typing import Any

from nlp_models.errors import UnrolledError
from nlp_models.runs.choices import Learned, keep_learned, last_learned
from nlp_models.runs.store import RunStore
from pages.ui.frame import state
from pages.ui.frame.key import Key
from pages.ui.frame.visitor import visitor

OPEN: Key[str | None] = Key("lesson-open")  # id of the lesson whose card is shown
OUTCOME: Key[str] = Key("lesson-outcome")  # of the step that is shown: "", "passed", "missed"

UNFOLDED: Key[bool] = Key("lesson-unfolded")  # on a phone, where the card stands above the page


def stands(lesson_id: str) -> Learned:
    """Where this visitor stands."""
    return last_learned(RunStore.default(), visitor(), lesson_id)


def keep(lesson_id: str, **changes: Any) -> None:
    """Change it; a disk that takes nothing is told on the page, and the lesson goes on from where it stood."""
    try:
        keep_learned(RunStore.default(), visitor(), lesson_id, replace(stands(lesson_id), **changes))
    except UnrolledError as error:
        state.REFUSED.set(error)


def open_lesson(lesson_id: str | None) -> None:
    """Show its card, or none: call it from an on_click."""
    OPEN.set(lesson_id)
    OUTCOME.set("")
    UNFOLDED.set(True)


def begin_again(lesson_id: str) -> None:
    """From the first step, with nothing guessed: call it from an on_click."""
    keep(lesson_id, step=0, answers={})
    open_lesson(lesson_id)
