"""The way from Look inside to the cell: the same network, the same sentence."""

import streamlit as st

from nlp_models.answering.ready import ReadyModel
from nlp_models.runs.run import Run
from nlp_models.tasks import Task
from pages.ui.frame.words import t

LONGEST = 1000  # letters of a text in an address; a longer one, and a photo, is what the session asked last


def step_through(task: Task, run: Run | ReadyModel, text: str) -> None:
    """A button that opens the cell while it reads this text, the one that was asked here."""
    if st.button(t("Step through the cell"), icon=":material/biotech:", key=f"step-through-{task.name}"):
        st.switch_page("pages/inside_the_cell.py", query_params={"run": run.id, **asked(text)})


def asked(text: str) -> dict[str, str]:
    """What the address says of a text."""
    return {"text": text} if 0 < len(text) <= LONGEST else {}
