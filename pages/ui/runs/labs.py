"""lab_runs(store, state_words): what one trained in the labs, a line each: where it is looked at, and away with it."""

import streamlit as st

from nlp_models.labs import amounts
from nlp_models.labs.recall import lab as recall
from pages.ui.frame.addresses import page_of
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import plain, t
from pages.ui.train.run_buttons import delete_button


def lab_runs(store, state_words):
    """A part of its own under the table; nothing where there are none. They count as runs, so they stand here, too."""
    runs = [run for task in (recall.TASK, amounts.TASK) for run in store.list(visitor(), task)]
    if not runs:
        return
    st.subheader(t("From the labs"), anchor=False)
    for run in runs:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.write(f"{state_words(run.status)} · **{plain(_name(run))}**")
            _link(run)
            if not run.is_active:
                delete_button(run)


def _name(run):
    if run.about.task == recall.TASK:
        return t("Recall a word")
    return t("How much text does remembering need?") + f" · {run.about.name}"


def _link(run):
    if run.about.task == recall.TASK:
        return st.page_link(
            "pages/memory.py", label=t("Open"), icon=":material/psychology:", query_params={"lab": "recall"}
        )
    where = {"step": "judge", "run": run.about.parent or ""}
    return st.page_link(page_of(amounts.OF), label=t("Open"), icon=":material/fact_check:", query_params=where)
