"""What one visitor, and the disk, may hold. Whoever runs the host sets it by environment variables.

UNROLLED_MAX_RUNS=10 UNROLLED_MAX_MINUTES=5 streamlit run app.py
"""

import os
from dataclasses import dataclass, field

from nlp_models.errors import LimitReached, RunError
from nlp_models.runs import machine

THREADS = "threads"  # file of a run: on how many it computes, wherever it goes on
FITTING = machine.trainings_at_once()  # fixed when the host starts


def setting(variable: str, default: int, least: int = 1) -> int:
    """A field of Limits: the number in an environment variable, or else the default."""
    return field(default_factory=lambda: read(variable, default, least), metadata={"variable": variable})


def read(variable: str, default: int, least: int) -> int:
    """The whole number in an environment variable; RunError if it is none, or below `least`."""
    text = os.environ.get(variable, "").strip() or str(default)
    if not text.isdecimal() or int(text) < least:
        raise RunError(
            'The setting {variable} of this host must be a whole number from {least} on, not "{got}".',
            variable=variable,
            least=least,
            got=text,
        )
    return int(text)


@dataclass(frozen=True)
class Limits:
    """`Limits()` is what the environment says; a test gives its own numbers."""

    runs_per_owner: int = setting("UNROLLED_MAX_RUNS", 50)
    waiting_per_owner: int = setting("UNROLLED_MAX_WAITING", 3)
    keep_days: int = setting("UNROLLED_KEEP_DAYS", 30)
    free_disk_mb: int = setting("UNROLLED_FREE_DISK_MB", 500, least=0)  # a run with its checkpoints takes tens of MB
    nice: int = setting("UNROLLED_NICE", 10, least=0)  # how far a training steps back for the pages; 0: not at all
    max_minutes: int = setting("UNROLLED_MAX_MINUTES", 1440)  # a recipe cannot ask for more than a day
    trainings_at_once: int = setting("UNROLLED_TRAININGS_AT_ONCE", 0, least=0)  # 0: as many as fit this computer
    warm_minutes: int = setting(
        "UNROLLED_WARM", 10, least=0
    )  # how long a process waits for the next training; 0: none does

    @property
    def at_once(self) -> int:
        """How many trainings go on beside each other."""
        return self.trainings_at_once or FITTING

    @property
    def threads(self) -> int:
        """Of a training: its share of the cores, whatever trains beside it."""
        return max(1, machine.cores() // self.at_once)

    def check_minutes(self, minutes: float) -> None:
        """Raise LimitReached if a training asks for more time than this host gives."""
        if minutes > self.max_minutes:
            raise LimitReached(
                "A training may take {limit} minutes here, this one asks for {asked}. Choose a shorter time.",
                limit=self.max_minutes,
                asked=f"{minutes:g}",
            )
