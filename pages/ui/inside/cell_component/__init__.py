"""cell_view(data, on_gate): the row of words, the player, the cell drawn at 1:1, its formulas; all steps are in the browser.

Drawn by cell.js and drawing.js. A click on a gate tells Python which; a step of the player tells nobody.
"""

from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parent


def _read(name):
    return (FOLDER / name).read_text("utf-8")


CELL = st.components.v2.component(
    "cell", html=_read("cell.html"), css=_read("cell.css"), js=_read("drawing.js") + _read("cell.js")
)


def cell_view(data, on_gate, key="cell"):
    """Draw what `pages/ui/inside/drawn.py` gives; `on_gate()` is called after a click on a gate, `gate_of(key)` is which."""
    return CELL(key=key, data=data, on_gate_change=on_gate)
