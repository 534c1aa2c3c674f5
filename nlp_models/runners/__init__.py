"""Where a run executes. Every runner starts the same command, `python -m nlp_models train --run ID`.

    runners.chosen().submit(run)

`UNROLLED_RUNNER` chooses: `local` (a child that outlives the page and the web server) or `inline` (the same, waited for).
"""

import os

from nlp_models.errors import RunError
from nlp_models.runners.inline import Inline
from nlp_models.runners.local import Local

KNOWN = {"inline": Inline, "local": Local}


def chosen(name: str | None = None) -> Local:
    """The runner of this name, or of `UNROLLED_RUNNER`; never a guess."""
    name = name or os.environ.get("UNROLLED_RUNNER") or "local"
    if name not in KNOWN:
        raise RunError('There is no runner named "{name}". Known runners: {known}.', name=name, known=", ".join(KNOWN))
    return KNOWN[name]()
