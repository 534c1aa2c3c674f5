"""start(sweep): the process that drives it, on this computer, in a session of its own: it outlives the tab and the web server."""

import os
import subprocess
import sys
import threading

from nlp_models.files import disk_told
from nlp_models.runners.local import environment_of
from nlp_models.runs.store import REPOSITORY
from nlp_models.sweeps.sweep import Sweep


def start(sweep: Sweep) -> None:
    """Returns at once; what the driver prints is added to groups/ID.log."""
    with disk_told(), open(sweep.file("log"), "ab") as log:
        sweep.file("started").touch()
        process = subprocess.Popen(
            command(sweep),
            cwd=REPOSITORY,
            env=os.environ | environment_of(sweep.store.root),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            close_fds=True,
        )
    # so that the ended child does not stay as a zombie
    threading.Thread(target=process.wait, name=f"sweep-{sweep.id}", daemon=True).start()


def command(sweep: Sweep) -> list[str]:
    return [sys.executable, "-m", "nlp_models", "sweep", "--drive", sweep.id]
