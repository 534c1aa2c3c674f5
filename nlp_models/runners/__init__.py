"""Where a run executes. Every runner starts the same command, `python -m nlp_models train --run ID`.

    runners.chosen().submit(run)
    runners.of(run).end(run)            # the one that has it, whatever is chosen by now

A runner has `submit`, `cancel`, `end`, `hangs`, `is_alive`, `is_there` and `place_in_line`; pages and commands ask nothing else of it, and
`everything` (all of somebody deleted) and `following` (told on a terminal) go by these, too.

`UNROLLED_RUNNER` chooses: `local` (a child that outlives the page and the web server), `inline` (the same, waited for) or `ray`
(on a cluster).
"""

import os

from nlp_models.errors import RunError
from nlp_models.runners.inline import Inline
from nlp_models.runners.local import Local
from nlp_models.runners.ray import Ray
from nlp_models.runs import lease
from nlp_models.runs.run import Run

KNOWN = {"inline": Inline, "local": Local, "ray": Ray}


def chosen(name: str | None = None) -> Local:
    """The runner of this name, or of `UNROLLED_RUNNER`; never a guess."""
    name = name or os.environ.get("UNROLLED_RUNNER") or "local"
    if name not in KNOWN:
        raise RunError('There is no runner named "{name}". Known runners: {known}.', name=name, known=", ".join(KNOWN))
    return KNOWN[name]()


def of(run: Run) -> Local:
    """The runner that trains a run now."""
    return Ray() if lease.in_force(run.folder) else Local()
