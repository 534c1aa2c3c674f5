"""Cancelled: what ends a training so that nothing is left of it that answers."""

from nlp_models.messages import Message, mark

UNLEARNED = mark("Stopped before it had learned anything.")


class Cancelled(Exception):
    """The owner cancelled, or stopped before the first step, which `message` then says."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__()
        self.message = message
