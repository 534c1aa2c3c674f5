"""expect_training(): somebody may start one soon, so a process gets ready for it meanwhile."""

from contextlib import suppress

from nlp_models import runners
from nlp_models.errors import UnrolledError
from nlp_models.runs.store import RunStore


def expect_training() -> None:
    """Where Train is opened, or a file was brought; returns at once. A host that is set wrong is told at the click."""
    with suppress(UnrolledError):
        runners.chosen().prepare(RunStore.default())
