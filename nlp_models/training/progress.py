"""Progress: tells the run's status how far the training is, twice a second at most."""

import time

SECONDS_BETWEEN = 0.5


class Progress:
    """Counts steps and tokens; writes epoch, step, speed, time left, loss and score into the status."""

    def __init__(self, run, device):
        self.run, self.device, self.written = run, device, 0.0

    def begin(self, epoch, epochs, step, steps):
        """An epoch starts."""
        self.epoch, self.epochs = epoch, epochs
        self.tokens, self.first_step, self.since = 0, step, time.monotonic()
        self.write(epoch=epoch, epochs=epochs, step=step, steps=steps, device=self.device, message=None)

    def step(self, step, steps, tokens, loss):
        """One step is done."""
        self.tokens += tokens
        now = time.monotonic()
        if now - self.written < SECONDS_BETWEEN:
            return
        passed = now - self.since
        left = passed / max(1, step - self.first_step) * (steps - step)
        speed = self.tokens / passed
        self.write(step=step, steps=steps, tokens_per_second=speed, seconds_left=left, loss=loss)

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
