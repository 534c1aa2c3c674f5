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
    for run in shown[:MOST]:
        network(run)
    if len(runs) > MOST:
        st.page_link("pages/runs.py", label=t("All runs"))


def network(run):
    """One line: the name leads to where it answers, or to where it can be watched."""
    task, done = tasks.load(run.about.task), run.status.state == "done"
    asked = {"run": run.id, "step": "try"} if done else {"step": "train"}
    score = plain(measured(task.kind, run.report["test"])) if done and run.report else t("Training")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(page_of(task.name), label=plain(network_name(run)), query_params=asked)
        st.markdown(f"{t(task.title)} · {score}", width="content")
