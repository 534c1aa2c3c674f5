"""sweep_chip(task, statuses): the way to a sweep that trains, told beside the title of its use case."""

import streamlit as st

from nlp_models.runs.run import ACTIVE
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.words import t
from pages.ui.sweep.starting import look_at


def sweep_chip(task, statuses):
    """A button while a trial waits or trains, but where it is looked at; else nothing."""
    group = next((run.group for run, now in statuses.items() if run.about.trial and now.state in ACTIVE), None)
    if group and (state.STEP.get() or st.query_params.get("step")) != "train":
        label, icon = t("Trying settings"), ":material/progress_activity:"
        st.button(label, icon=icon, type="tertiary", on_click=_open, args=(task, group), key="sweep-chip")


def _open(task, group):
    look_at(task, group)
    choose(state.STEP, "train")
