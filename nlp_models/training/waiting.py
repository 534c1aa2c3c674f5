"""python -m nlp_models.training.waiting MARK: imports TensorFlow, waits to be told a run, and then is its training.

Started by `runners/warm.py`. It takes no run's lock and touches no GPU while it waits. It ends by itself: after UNROLLED_WARM
minutes, when the server that started it is gone, or where another one waits for this store already.
"""

import fcntl
import os
import select
import sys
from pathlib import Path

from nlp_models.runs.store import RunStore
from nlp_models.training.worker import run_worker

LOCK = "warm.lock"


def main(mark: str) -> int:
    """The exit status of the training, or 0 where none came."""
    store = RunStore.default()
    os.nice(store.limits.nice)
    with open(store.root / LOCK, "a") as lock:
        if not _alone(lock):
            return 0
        run_id = _waited(60 * store.limits.warm_minutes)
    if not run_id:
        return 0
    _print_into(store.open(run_id).folder / "log.txt")
    return run_worker(store, run_id, mark)


def _alone(lock) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _waited(seconds: float) -> str:
    """The id of the run, once TensorFlow is here; "" where the time is over or the server is gone."""
    import nlp_models.training.loop  # noqa: F401  # the seconds that the next training does not take

    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return sys.stdin.readline().strip() if ready else ""


def _print_into(log: Path) -> None:
    """From now on it prints what a training prints."""
    with open(log, "ab") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
