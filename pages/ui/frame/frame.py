"""The frame (app.py) stands round every page, also round the first page that anybody asks a fresh server for.

Until st.navigation has been called once, Streamlit 1.67 takes the folder pages/ for one of its old multipage apps and
runs the page of the address alone. A page asks `within_frame()` first, and is led through app.py.
"""

import sys
from pathlib import Path

import streamlit as st

from pages.ui.frame import state

REPOSITORY = Path(__file__).parents[3]


def within_frame() -> None:
    """Go on if app.py is running this page; else start app.py, which leads back here."""
    if not state.FRAMED.get():
        page = Path(sys._getframe(1).f_code.co_filename).relative_to(REPOSITORY).as_posix()
        state.ASKED_PAGE.set((page, dict(st.query_params)))
        st.switch_page("app.py")


def enter() -> None:
    """app.py is here; lead on to the page that was asked for without it."""
    state.FRAMED.set(True)
    state.EXPLAINED.set({})
    if asked := state.ASKED_PAGE.pop():
        st.switch_page(asked[0], query_params=asked[1])
