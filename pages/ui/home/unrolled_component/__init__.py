"""unrolled_view(reading, finding): a row of cells, a word into each, the state handed on, an answer out of each.

Drawn in the browser by unrolled.js; a column of cells where it is narrow. The caller offers the same numbers as a table.
"""

from pathlib import Path

import numpy as np
import streamlit as st

from pages.ui.charts.look import STATES
from pages.ui.frame.words import percent, t

FOLDER = Path(__file__).parent

UNROLLED = st.components.v2.component(
    "unrolled",
    html='<div class="frame"><div class="told"></div><div class="unrolled" role="img"></div><button type="button"></button></div>',
    css=(FOLDER / "unrolled.css").read_text("utf-8"),
    js=(FOLDER / "unrolled.js").read_text("utf-8"),
)


def unrolled_view(reading, finding):
    """Draw a Reading.

    Args:
        finding: what is seen in it, for screen readers.
    """
    steps = [
        {"word": word, "share": share, "shown": percent(share), "state": state}
        for word, share, state in zip(reading.words, reading.answers, np.round(reading.states, 3).tolist(), strict=True)
    ]
    told = t("Probability of {label} after every word", label=reading.label)
    again = t("Read it again, word by word")
    data = {"steps": steps, "told": told, "title": finding, "again": again, "colours": STATES}
    UNROLLED(key="unrolled", data=data)
