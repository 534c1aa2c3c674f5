"""What the web process keeps for good is not looked through again after every rerun."""

import gc
import sys

NEW_MODULES = 20  # that are worth looking through everything once more
_seen = 0  # modules when the last were set aside


def set_aside() -> None:
    """Leave what is imported by now out of all later garbage collections.

    Streamlit collects garbage of all generations after every rerun of everybody: 80 of a rerun's 107 ms of processor went through
    the objects of imported packages. Set aside again only where many modules came on top, so that little of a session is among it.
    """
    global _seen
    if len(sys.modules) - _seen >= NEW_MODULES:
        gc.collect()
        gc.freeze()
        _seen = len(sys.modules)
