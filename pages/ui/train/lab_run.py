"""A run of the lab that waits, trains, or ended otherwise than well: what is told of it, and what can be done."""

import streamlit as st

from nlp_models import runners
from nlp_models.errors import UnrolledError
from pages.ui.frame import state
from pages.ui.frame.words import plain, t, translated
from pages.ui.train.run_buttons import delete_button, stop_or_cancel
from pages.ui.train.watch import cancelled_words, goes_on, line, time_left, under_the_line

FEW_SECONDS = 5


def about_run(run):
    """How far it is, in a line; stop and cancel."""
    status = run.status
    if status.state == "queued" or not status.step:
        line(run, status)
        return under_the_line(None, run, status)
    words = t("Round {round}/{rounds}", round=status.epoch, rounds=status.epochs)
    if (left := run.seconds_left) and left > FEW_SECONDS:  # what was expected may be over
        words += " · " + time_left(left)
    st.progress(min(1.0, status.step / max(1, status.steps or 1)), text=words)
    with st.container(horizontal=True, vertical_alignment="center"):
        stop_or_cancel(run)
        goes_on(run)


def ended_badly(run):
    """Why it did not end, with the way on; of one that is done the button that deletes it."""
    status = run.status
    with st.container(horizontal=True, vertical_alignment="center"):
        if status.state == "failed":
            st.error(
                plain(translated(status.message)) if status.message else t("The training failed."),
                icon=":material/error:",
            )
        elif status.state == "interrupted":
            why = plain(translated(status.cut_off_by)) + " " if status.cut_off_by else ""
            st.warning(why + t("It was cut off and can begin again."), icon=":material/power_off:")
        elif status.state == "cancelled":
            st.write(cancelled_words(status))
        if status.state != "done":
            st.button(t("Begin again"), icon=":material/restart_alt:", on_click=_begin_again, args=(run,), key="again")
        delete_button(run)


def _begin_again(run):
    try:
        run.prepare_resume()
        runners.chosen().submit(run)
    except UnrolledError as error:
        state.REFUSED.set(error)
