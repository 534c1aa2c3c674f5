"""schedule.json: all that fixes the length of a training, on disk before it counts, and read again when it goes on.

Steps of a length are written before the first one is taken; minutes become steps once, and where the time was over
before the steps were, it says after which one. A training that was cut off never plans again.
"""

from dataclasses import asdict, dataclass
from typing import Any

from nlp_models.runs.records import read_json, typed

FILE = "schedule.json"


@dataclass(frozen=True)
class Schedule:
    """Steps of the whole training; `cut` where its time was over before (see `lengths.cut_off`)."""

    steps: int
    seconds_per_step: float | None = None
    cut: dict[str, Any] | None = None


def keep(run, schedule):
    """Write it; what is not known is left out."""
    run.write_json(FILE, {name: value for name, value in asdict(schedule).items() if value is not None})
    return schedule


def kept(run):
    """The Schedule of a training that began before, or None; RunDamaged where it cannot be read."""
    path = run.folder / FILE
    return typed(Schedule, read_json(path), FILE) if path.exists() else None
