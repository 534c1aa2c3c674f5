"""One's last networks: name, use case, score, and the link that opens it."""

import streamlit as st

from nlp_models import tasks
from nlp_models.runs.store import RunStore
from pages.ui.answer.answering import network_name
from pages.ui.answer.scores import measured
from pages.ui.frame.addresses import page_of
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import plain, t

MOST = 3


def last_networks():
    """The newest of one's own, those that answer and those that train; nothing before there is one."""
    runs = [run for run in RunStore.default().list(visitor()) if run.about.task in tasks.names()]
    shown = [run for run in runs if run.status.state == "done" or run.is_active]
    if not shown:
        return
    st.subheader(t("My last networks"), anchor=False)
    for column, run in zip(st.columns(MOST), shown, strict=False):
        with column.container(border=True, height="stretch", gap="xsmall", key=f"card-network-{run.id}"):
            network(run)
    if len(runs) > MOST:
        st.page_link("pages/runs.py", label=t("All runs"))


def network(run):
    """The name leads to where it answers, or to where it can be watched; below it use case and score."""
    task, done = tasks.load(run.about.task), run.status.state == "done"
    asked = {"run": run.id, "step": "try"} if done else {"step": "train"}
    score = measured(task.kind, run.report["test"]) if done and run.report else t("Training")
    name = f"**{plain(network_name(run))}**"
    st.page_link(
        page_of(task.name), label=name, icon=":material/arrow_forward:", icon_position="right", query_params=asked
    )
    st.markdown(f"{t(task.title)} · {plain(score)}")
