"""Trains in a child process on this computer, in a session of its own: it outlives the tab and the web server."""

import os
import subprocess
import sys
import threading

from nlp_models.runs import REPOSITORY


class Local:
    """Starts the training and returns at once."""

    def submit(self, run):
        process = start(run)
        # only so that the ended child does not stay as a zombie; whether it lives is told by its lock
        threading.Thread(target=process.wait, name=f"reap-{run.id}", daemon=True).start()

    def cancel(self, run):
        """The training ends within a batch."""
        run.request_cancel()

    def is_alive(self, run):
        return not run.lock_is_free()


def start(run):
    """The training process of this run; what it prints is added to the run's log.txt."""
    with open(run.folder / "log.txt", "ab") as log:
        return subprocess.Popen(
            command(run),
            cwd=REPOSITORY,
            env=os.environ | environment(run),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            close_fds=True,
        )


def command(run):
    return [sys.executable, "-m", "nlp_models", "train", "--run", run.id]


def environment(run):
    return {
        "UNROLLED_RUNS": str(run.folder.resolve().parent),
        "TF_CPP_MIN_LOG_LEVEL": "2",  # the log is for people: warnings and errors only
        "PYTHONUNBUFFERED": "1",
    }
