"""What trains, or broke off, told beside the title on every step."""

import streamlit as st

from nlp_models.runs.run import ACTIVE
from pages.ui.answer.answering import name_and_cell
from pages.ui.frame import state
from pages.ui.frame.navigation import open_training
from pages.ui.frame.words import percent, plain, t
from pages.ui.train.run_buttons import ending_words, told_if_refused

WATCHED, ELSEWHERE = 5, 2  # seconds: where its line stands on the page, that sees to the rest


def job_chip(task, statuses):
    """What trains, seen from every step. Polls only while something trains; what ends well chooses itself (network.py)."""
    runs = list(statuses)
    active = next((run for run in reversed(runs) if statuses[run].state in ACTIVE), None)
    cut_off = next((run for run in runs[:1] if statuses[run].state == "interrupted"), None)
    if active or cut_off:
        state.JOB.set((active or cut_off).id)
    run = next((run for run in runs if run.id == state.JOB.get()), None)
    if run is None:
        return
    if not active:
        return broken_button(task, run, statuses[run].state)

    @st.fragment(run_every=WATCHED if state.STEP.get() == "train" else ELSEWHERE)
    def chip():
        if not run.folder.exists():
            return
        if not run.is_active or state.REFUSED.get():
            st.rerun()  # while we looked on: the whole page should know
        progress_popover(task, run)

    chip()


def progress_popover(task, run):
    """How far the training is, and the two things to do about it."""
    status = run.status
    label = t("Getting ready")
    if status.step:
        label = t("Training {percent}", percent=percent(int(100 * status.step / max(1, status.steps or 1)) / 100))
    with st.popover(label, icon=":material/progress_activity:", type="tertiary"):
        st.write(plain(name_and_cell(run)))
        if st.button(t("Open"), key="open-job", width="stretch"):
            open_training(task, run)
            st.rerun()
        if words := ending_words(run):
            st.write(words)
        else:
            label = t("Stop and keep the best so far")
            st.button(label, key="stop-job", on_click=told_if_refused, args=(run.request_stop,), width="stretch")


def broken_button(task, run, ended):
    """The way to what became of a training that did not end well, kept until it is taken."""
    words = {
        "failed": (t("Failed – see why"), ":material/error:"),
        "interrupted": (t("Cut off – open"), ":material/power_off:"),
    }
    if ended in words:
        label, icon = words[ended]
        st.button(label, icon=icon, type="tertiary", key="ended-job", on_click=open_training, args=(task, run))
