"""The ways from a race: a new one, its link for others, and of each network to Judge and Inside the cell."""

from urllib.parse import urlsplit

import streamlit as st

from pages.ui.answer.reader import reader_of
from pages.ui.frame.addresses import page_of
from pages.ui.frame.words import t
from pages.ui.race import keys
from pages.ui.train.run_buttons import told_if_refused


def new_race_button(task):
    """The form again, for the same use case."""
    st.button(t("Another race"), icon=":material/add:", on_click=_anew, args=(task.name,))


def _anew(task_name):
    keys.GROUP.set(None)
    keys.TASK.set(task_name)
    st.query_params.clear()


def share_popover(group):
    """A switch for all of its networks and, while it is on, the link."""
    with st.popover(t("Share by link"), type="tertiary", icon=":material/link:"):
        shared = all(run.about.shared for run in group.runs)
        key = keys.shared(group)
        st.toggle(t("Shared"), shared, key=key, on_change=_share, args=(group, key))
        st.write(
            t(
                "Anyone with this link can see the race and ask its networks, not change them. Your sentences stay with you."
            )
        )
        if shared:
            st.code(_link_to(group), language=None, wrap_lines=True)


def _share(group, key):
    told_if_refused(group.share, key.value)


def _link_to(group):
    here = urlsplit(st.context.url or "")
    query = f"?group={group.id}"
    return f"{here.scheme}://{here.netloc}{here.path}{query}" if here.netloc else query


def links_of(task, run):
    """To Judge, and into its cell, where it has one: in a row of whoever calls it."""
    st.page_link(
        page_of(task.name),
        label=t("Judge"),
        icon=":material/fact_check:",
        query_params={"run": run.id, "step": "judge"},
    )
    if reader_of(run) != "window":
        st.page_link(
            "pages/inside_the_cell.py",
            label=t("Inside the cell"),
            icon=":material/biotech:",
            query_params={"run": run.id},
        )
