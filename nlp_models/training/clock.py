"""What a training knows of the time: how long its steps take, and the time after which it has to end well."""

import math
import time
from dataclasses import dataclass

from nlp_models import tasks
from nlp_models.runs import speed

TIMED_STEPS = (24, 56)  # timed to turn minutes into steps; of NSMC's, the ones before take twice as long as those after
# for scoring and baselines: a share of the time, of little time so many seconds, but never more than the larger share
KEPT_FOR_THE_END = 0.12, 18, 0.3


class Clock:
    """Times a training in this process: until it is ready, a step, the end. Nothing that it learns depends on it."""

    def __init__(self, started):
        self.started, self.taken, self.warm = started, 0, None

    def step(self):
        """One more is done; the first ones are slow and not timed."""
        self.taken += 1
        if self.taken == TIMED_STEPS[0]:
            self.warm = time.monotonic()

    def pace(self):
        """Seconds a step since the first ones, what is scored after an epoch among them."""
        return (time.monotonic() - self.warm) / max(1, self.taken - TIMED_STEPS[0])

    def learned(self):
        """The last step is done."""
        self.learned_at = time.monotonic()
        self.step_seconds = self.pace() if self.taken >= TIMED_STEPS[1] else None

    def ended(self, training):
        """Told to the host, by which it knows how long the next training takes; of too few steps nothing is known."""
        if self.step_seconds is None:
            return
        ready = max(0.0, self.warm - self.started - TIMED_STEPS[0] * self.step_seconds)
        times, end = self.step_seconds / training.work.seconds, time.monotonic() - self.learned_at
        kind = tasks.load(training.run.about.task).problem
        speed.remember(training.run.store, kind, training.recipe, ready, times, end)


@dataclass
class Cap:
    """The minutes that a training of a fixed number of steps may take: the host's, or fewer where its recipe says so."""

    started: float
    minutes: float
    by_host: bool
    cut: dict | None = None  # once it bites: what is told of it

    @classmethod
    def of(cls, run, recipe, started):
        """The cap of a run; none where minutes are turned into steps: those are the host's at most."""
        if recipe.planned_minutes:
            return cls(started, math.inf, by_host=False)
        hosts, own = run.store.limits.max_minutes, None if recipe.steps else recipe.minutes
        return cls(started, min(hosts, own or hosts), by_host=not own or hosts <= own)

    def bites(self, step, steps):
        """Whether the time is over before the steps are: there has to be some left for the end."""
        if self.cut or (step < steps and time.monotonic() - self.started > time_to_learn(self.minutes)):
            self.cut = self.cut or {"minutes": self.minutes, "by_host": self.by_host, "step": step, "steps": steps}
        return bool(self.cut)


def time_to_learn(minutes):
    """Seconds of these minutes after which the last step is done."""
    least, seconds, most = KEPT_FOR_THE_END
    return 60 * minutes * (1 - min(max(least, seconds / (60 * minutes)), most))
