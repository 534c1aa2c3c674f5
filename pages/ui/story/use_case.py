"""The story every use-case page tells: title, running job, chosen run, steps; then the chosen step."""

import streamlit as st

from nlp_models.messages import mark
from nlp_models.runs.store import RunStore
from pages.ui.frame import state
from pages.ui.frame.addresses import name_tab
from pages.ui.frame.remember import remembered
from pages.ui.frame.views import step_of
from pages.ui.frame.visitor import keep_visitor, visitor
from pages.ui.frame.words import errors_told, show_error, t
from pages.ui.race.chip import race_chip
from pages.ui.story.job_chip import job_chip
from pages.ui.story.linked import copy_link, follow_link, link_told
from pages.ui.story.network import choose_network, networks_of, tell_ended, tell_other
from pages.ui.story.no_network import NEED_A_NETWORK, without_network
from pages.ui.story.picker import picker
from pages.ui.story.purpose import what_for
from pages.ui.sweep.chip import sweep_chip

STEPS = {
    "try": "play_circle",
    "data": "table_rows",
    "train": "model_training",
    "judge": "fact_check",
    "inside": "search_insights",
    "home": "download",
}
NAMES = {
    "try": mark("Try"),
    "data": mark("Data"),
    "train": mark("Train"),
    "judge": mark("Judge"),
    "inside": mark("Look inside"),
    "home": mark("Take home"),
}


def use_case(task):
    """Draw the page of one task."""
    wrong = follow_link(task)
    statuses = {run: run.status for run in RunStore.default().list(visitor(), task.name)}
    alone = {run: status for run, status in statuses.items() if not run.group}
    known, error = networks_of(task, statuses)
    refused = state.REFUSED.pop()  # by a button, before the chip is drawn: it asks for a page that tells it
    run = choose_network(task, statuses, known) if known else None
    refused = refused or state.REFUSED.pop()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(t(task.title), width="content", anchor=False)
        st.space("stretch")
        with st.container(width="content"):
            job_chip(task, alone)
            race_chip(statuses)
            sweep_chip(task, statuses)
        if run:
            picker(task, known, run)
    what_for(task)
    step = st.segmented_control(
        t("Step"),
        list(STEPS),
        format_func=step_label,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        wrap=False,
        **remembered(state.STEP, list(STEPS), "try"),
    )
    name_tab(t(task.title), step_name(step))
    for told in filter(None, (wrong, link_told(task, run, step, error), refused)):
        show_error(told)
    if run is None and step in NEED_A_NETWORK:
        without_network(task, step)
    else:
        if run:
            tell_ended(task, run)
            tell_other(task, run, step, alone)
        with errors_told():
            step_of(task, step)(task, run)
        copy_link(task, run, step)
    keep_visitor()


def step_label(step):
    return f":material/{STEPS[step]}: {step_name(step)}"


def step_name(step):
    return t(NAMES[step])
