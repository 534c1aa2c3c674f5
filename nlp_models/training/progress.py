"""Progress: tells the run's status how far the training is, twice a second at most.

The first steps are slow, TensorFlow builds its graph in them: time left is promised from what came after, scoring included.
"""

import time

SECONDS_BETWEEN = 0.5
SLOW_STEPS = 24


class Progress:
    """Counts steps and tokens; writes epoch, step, speed, time left, loss and score into the status."""

    def __init__(self, run, device, end=0.0):
        """`end`: seconds that the score at the end will likely take."""
        self.run, self.device, self.end_seconds, self.written = run, device, end, 0.0
        self.taken, self.warm = 0, None

    def begin(self, epoch, epochs, step, steps):
        """An epoch starts."""
        self.epoch, self.epochs = epoch, epochs
        self.tokens, self.since = 0, time.monotonic()
        self.write(epoch=epoch, epochs=epochs, step=step, steps=steps, device=self.device, message=None)

    def step(self, step, steps, tokens, loss):
        """One step is done."""
        self.tokens, self.taken = self.tokens + tokens, self.taken + 1
        now = time.monotonic()
        if self.taken == SLOW_STEPS:
            self.warm = now
        if now - self.written < SECONDS_BETWEEN:
            return
        passed = now - self.since
        speed = self.tokens / passed
        left = self.seconds_left(now, steps - step)
        self.write(step=step, steps=steps, tokens_per_second=speed, seconds_left=left, loss=loss)

    def seconds_left(self, now, steps):
        """For so many steps more and the end; None while the slow first steps are all that is known."""
        if self.taken <= SLOW_STEPS:
            return None
        return (now - self.warm) / (self.taken - SLOW_STEPS) * steps + self.end_seconds

    def waited(self, seconds):
        """For so long nothing was done between two epochs."""
        self.warm = self.warm and self.warm + seconds

    def end(self, score, best_epoch):
        """An epoch is scored; the score told is the best epoch's. Gives what its line of metrics tells about time."""
        changes = {"score": score} if best_epoch == self.epoch else {}
        self.run.update_status(best_epoch=best_epoch, **changes)
        passed = time.monotonic() - self.since
        return {"seconds": passed, "tokens_per_second": self.tokens / passed}

    def write(self, **changes):
        """Into the status file, remembering when."""
        self.written = time.monotonic()
        self.run.update_status(**changes)
