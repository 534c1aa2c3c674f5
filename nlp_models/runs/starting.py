"""A training that was asked for and holds its lock not yet: its process is only being started, which a busy machine takes long for."""

import os
import platform
import time
from pathlib import Path

from nlp_models.files import write_aside

FILE = "starting"
PATIENCE = 180.0  # seconds


def note(folder: Path, pid: int) -> None:
    """A process of this number is to train the run of this folder."""
    write_aside(folder / FILE, f"{pid} {platform.node()}".encode())


def begun(folder: Path) -> None:
    """It has the lock: from here on that alone tells whether it lives."""
    (folder / FILE).unlink(missing_ok=True)


def is_starting(folder: Path) -> bool:
    """Whether such a process of this computer was started a moment ago and is there."""
    try:
        age = time.time() - (folder / FILE).stat().st_mtime
        pid, host = (folder / FILE).read_text("utf-8").split()
        if abs(age) > PATIENCE or host != platform.node():  # abs: a clock set back lets nothing start for ever
            return False
        os.kill(int(pid), 0)
    except PermissionError:  # it is there, and somebody else's
        return True
    except (OSError, ValueError):
        return False
    return True
