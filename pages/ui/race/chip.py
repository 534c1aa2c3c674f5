"""race_chip(statuses): the way to a race that trains, told beside the title of its use case."""

import streamlit as st

from nlp_models.runs.run import ACTIVE
from pages.ui.frame.words import t


def race_chip(statuses):
    """A link while one of these runs waits or trains within a group; else nothing."""
    racing = (run for run, status in statuses.items() if status.state in ACTIVE and not run.about.trial)
    group = next((run.group for run in racing if run.group), None)
    if group:
        st.page_link(
            "pages/race.py", label=t("Race"), icon=":material/progress_activity:", query_params={"group": group}
        )
