"""Trains in a child process and waits for it: for notebooks, tests and the command line."""

from contextlib import suppress

from nlp_models.errors import RunError
from nlp_models.runners import local
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore


class Inline(local.Local):
    """Starts the training and returns when it ended, well or not: see the run's status."""

    def submit(self, run: Run) -> None:
        process = local.start(run)
        try:
            process.wait()
        except KeyboardInterrupt:  # the child is in a session of its own and did not hear it
            with suppress(RunError):  # it has just ended
                run.request_cancel()
            process.wait()
            raise

    def prepare(self, store: RunStore) -> None:
        """Nothing: who waits for the training has not opened a page before."""
