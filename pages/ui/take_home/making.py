"""A file that is made when its button is pressed, by another thread than the page's; why it could not be is told at the button.

Streamlit says of a failure no more than that there was one, in English, for five seconds.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from nlp_models.errors import RunError, UnrolledError
from nlp_models.files import disk_told
from nlp_models.messages import mark
from pages.ui.frame.key import Key
from pages.ui.frame.words import show_error

LOG = logging.getLogger(__name__)
PATIENCE = 60  # seconds that the page waits to hear how it went
LOOKS = 0.05


class Making:
    """Called, it gives the file; `error` is why the last one could not be made, `times` how often it was tried."""

    def __init__(self) -> None:
        self.times, self.told = 0, 0
        self.error: UnrolledError | None = None
        self.make: Callable[[], bytes | str] = bytes

    def __call__(self) -> bytes | str:
        self.error = None
        try:
            with disk_told():
                return self.make()
        except UnrolledError as error:
            self.error = error
            raise
        except Exception:
            LOG.exception("a file could not be made")
            self.error = RunError(mark("This file could not be made. Tell whoever runs this host: its log says why."))
            raise
        finally:
            self.times += 1

    def ended(self) -> bool:
        """Wait until what was pressed is made, or not; False where nobody tried in that time."""
        until = time.monotonic() + PATIENCE
        while self.times == self.told and time.monotonic() < until:
            time.sleep(LOOKS)
        ended, self.told = self.times > self.told, self.times
        return ended


def making(name: str) -> Key[Making]:
    """Of the button of that key."""
    return Key(f"making-{name}")


@st.fragment
def made_at_a_click(label: str, make: Callable[[], bytes | str], file_name: str, key: str, **look: Any) -> None:
    """The button that gives a file; a press draws only this again, and says why there is none."""
    kept = making(key).get() or Making()
    making(key).set(kept)
    kept.make = make
    if st.download_button(label, kept, file_name, key=key, **look) and kept.ended() and kept.error:
        show_error(kept.error)
