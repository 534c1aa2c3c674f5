"""What a session remembers of the epochs of a training: keys like those of `state.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from nlp_models.answering.epochs import AnyRun


def epoch(run: AnyRun) -> Key[float]:
    """The epoch that is looked at; that of the finished network unless another one was chosen."""
    return Key(f"epoch-{run.id}")


def drawn(run: AnyRun) -> Key[float]:
    """Where the slider stood when it was drawn last."""
    return Key(f"epoch-{run.id}-drawn")


def word(run: AnyRun) -> Key[str]:
    """The word whose neighbours are told epoch by epoch."""
    return Key(f"epoch-word-{run.id}")
