"""How a training ends: Cancelled, so that nothing is left of it that answers, or failed with a reason; `ended_as` writes it down."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nlp_models.errors import UnrolledError
from nlp_models.files import DISK_FULL
from nlp_models.messages import Message, mark
from nlp_models.runs.run import Run
from nlp_models.scoring.curves import NO_MEMORY

UNLEARNED = mark("Stopped before it had learned anything.")
TRIED_WORDS = mark("A trial: what it scores on the rows set aside is kept, its network is not.")
FULL = mark("The disk is full. Delete old runs, then resume this one.")


class Cancelled(Exception):
    """The owner cancelled, or stopped before the first step, which `message` then says."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__()
        self.message = message


@dataclass
class Ended:
    """Whether what was tried has failed for a reason its owner is told."""

    failed: bool = False


@contextmanager
def ended_as(run: Run) -> Iterator[Ended]:
    """Within: whatever a training raises ends its run, which then says why."""
    ended = Ended()
    try:
        yield ended
    except Cancelled as cancelled:
        run.end_without("cancelled", cancelled.message)
    except Exception as error:
        ended.failed, message = True, _reason(error)
        run.end_without("failed", message)
        print(message.text, file=sys.stderr)


def _reason(error: Exception) -> Message:
    """What its owner is told; what should not have happened is printed whole. A broken disk is raised again."""
    if isinstance(error, UnrolledError):
        return error.message
    if isinstance(error, MemoryError):
        return Message(mark("It ran out of memory; fewer units or a smaller batch may fit."), code=NO_MEMORY)
    if isinstance(error, OSError):
        if error.errno not in DISK_FULL:
            raise error
        return Message(FULL)
    traceback.print_exception(error)
    return Message(mark("Something broke that should not have; the log says what."))
