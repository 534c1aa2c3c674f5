"""What a training knows of the time: how long its steps take, and the time after which it has to end well."""

import sys
import time
from dataclasses import dataclass

from nlp_models import tasks
from nlp_models.errors import RunError
from nlp_models.runs import speed

TIMED_STEPS = (24, 56)  # timed to turn minutes into steps; of NSMC's, the ones before take twice as long as those after
SPARE, MOST_FOR_THE_END = 1.5, 0.3  # times what the end is foretold to take; of all the time at most


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

    def waited(self, seconds):
        """For so long it did nothing."""
        self.started += seconds
        self.warm = self.warm and self.warm + seconds

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
        try:
            speed.remember(training.run.store, kind, training.recipe, ready, times, end)
        except (OSError, RunError) as error:  # only how long the next one takes is guessed then
            print(f"How long it took could not be kept: {error}", file=sys.stderr)


@dataclass
class Cap:
    """The minutes that a training may take: the host's, or fewer where its recipe says so."""

    started: float
    minutes: float
    by_host: bool
    seconds: float  # until the last step, from `started` on
    cut: dict | None = None  # once it bites: what is told of it

    @classmethod
    def of(cls, run, recipe, started, end):
        """The cap of a run whose steps are known, or are not yet known; `end`: seconds that scoring is foretold to take."""
        hosts, own = run.store.limits.max_minutes, recipe.planned_minutes or recipe.minutes
        own = None if recipe.steps else own
        minutes = min(hosts, own or hosts)
        return cls(started, minutes, not own or hosts <= own, time_to_learn(minutes, end))

    def planned(self, run):
        """Its minutes are steps now, which may take a little longer; what the host gives is never passed."""
        self.minutes, self.by_host = run.store.limits.max_minutes, True
        self.seconds = 60 * self.minutes

    def bites(self, step, steps):
        """Whether the time is over before the steps are, from the step on at which it was first over."""
        if not self.cut and step < steps and self.elapsed() > self.seconds:
            self.cut = {"minutes": self.minutes, "by_host": self.by_host, "step": step, "steps": steps}
        return bool(self.cut) and step >= self.cut["step"]

    def elapsed(self):
        """Seconds of training, those before it was cut off among them."""
        return time.monotonic() - self.started


def time_to_learn(minutes, end):
    """Seconds of these minutes after which the last step is done, where scoring is foretold to take `end` seconds.

    >>> time_to_learn(1, end=3.0), time_to_learn(1, end=60.0)
    (55.5, 42.0)
    """
    return 60 * minutes - min(SPARE * end, MOST_FOR_THE_END * 60 * minutes)
