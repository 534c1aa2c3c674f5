"""On how many threads a training computes: its share of the host's cores when it began, also when it goes on elsewhere."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

from nlp_models.files import write_aside
from nlp_models.runs.limits import THREADS
from nlp_models.runs.run import Run


def threads_of(run: Run) -> int:
    """What its folder says; written there where it begins."""
    path = run.folder / THREADS
    try:
        return max(1, int(path.read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        write_aside(path, str(run.store.limits.threads).encode())
        return run.store.limits.threads


@contextmanager
def limited_threads(run: Run) -> Iterator[None]:
    """Within: TensorFlow, where it has not begun yet, and NumPy compute on the threads of this run."""
    threads = threads_of(run)
    for name, count in (("TF_NUM_INTRAOP_THREADS", 1), ("TF_NUM_INTEROP_THREADS", threads)):
        os.environ.setdefault(name, str(count))  # each product on one core, several products beside each other
    with threadpool_limits(threads, user_api="blas"):
        yield
