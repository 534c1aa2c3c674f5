"""Which training is looked at, which run answers, and the buttons' ways there: call those from an on_click."""

import streamlit as st

from nlp_models.runs.store import RunStore
from pages.ui.frame.remember import choose
from pages.ui.frame.visitor import visitor


def watched_run(task):
    """The run to look at: one that is waiting or training, the last one this session started, or one that broke."""
    runs = RunStore.default().list(visitor(), task.name)
    key = f"watched-{task.name}"
    active = next((run for run in reversed(runs) if run.is_active), None)
    if active or key not in st.session_state:
        broken = next((run for run in runs[:1] if run.status.state in ("interrupted", "failed")), None)
        st.session_state[key] = (active or broken).id if active or broken else None
    return next((run for run in runs if run.id == st.session_state[key]), None)


def open_training(task, run):
    """Go to Train and look at this run."""
    st.session_state[f"watched-{task.name}"] = run.id
    choose("step", "train")


def answer_with(task, run):
    """Go to Try and let this run answer."""
    st.session_state.job = None
    choose(f"run-{task.name}", run.id, parameter="run")
    choose("step", "try")


def train_anew(task):
    """Go to Train and its settings; a training that still runs is looked at all the same."""
    st.session_state[f"watched-{task.name}"] = st.session_state.job = None
    choose("step", "train")
