"""What can be done about a run, as buttons that ask where something is lost: on Train and on Runs alike."""

import streamlit as st

from nlp_models import runners
from nlp_models.errors import UnrolledError
from pages.ui.frame import state
from pages.ui.frame.words import plain, t
from pages.ui.train.starting import resume_training


def stop_or_cancel(run, learns=True):
    """For a run that trains: stop once it learns, cancel, or what became of having asked; force, where it does not hear."""
    if words := ending_words(run):
        st.write(words)
    elif learns:
        label = t("Stop and keep the best so far")
        st.button(
            label, icon=":material/flag:", on_click=told_if_refused, args=(run.request_stop,), key="stop", wrap=True
        )
    if not run.cancel_requested:
        cancel_button(run)
    elif runners.of(run).hangs(run):
        st.write(t("It does not answer."))
        label = t("End it by force")
        act = (runners.of(run).end, run)
        st.button(label, icon=":material/power_settings_new:", on_click=told_if_refused, args=act, key="force")


def ending_words(run):
    """What is told once it was asked to end; empty before."""
    if run.cancel_requested:
        return t("Cancelling.")
    if run.stop_requested:
        return t("Stopping after this step; the best so far is kept.") if run.status.step else t("Stopping.")
    return ""


def cancel_button(run):
    """Asks once."""
    with st.popover(t("Cancel"), type="tertiary", icon=":material/close:"):
        st.write(t("Cancel this training? What it has learned is thrown away."))
        st.button(t("Cancel it"), on_click=told_if_refused, args=(run.request_cancel,), key="cancel")


def resume_button(run, primary=False):
    """Goes on from the last epoch, or begins again where none was finished."""
    label = t("Resume") if primary or not run.metrics() else t("Go on from the last epoch")
    kind = "primary" if primary else "secondary"
    st.button(label, type=kind, icon=":material/restart_alt:", on_click=resume_training, args=(run,), key="resume")


def delete_button(run):
    """Asks once, by name."""
    asks = state.asks_to_delete(run)
    with st.popover(t("Delete"), type="tertiary", icon=":material/delete:", key=asks, on_change="rerun"):
        name = plain(run.known_name or t("Run"))
        st.write(t('Delete "{name}"? It cannot be undone', name=name))
        with st.container(horizontal=True):
            st.button(t("Delete"), on_click=told_if_refused, args=(run.store.delete, run), key=f"delete-yes-{run.id}")
            st.button(t("Keep"), on_click=asks.set, args=(False,), key=f"delete-no-{run.id}")


def told_if_refused(act, *arguments):
    """Call it from a button; a refusal is told by the page that is drawn next."""
    try:
        act(*arguments)
    except UnrolledError as error:
        state.REFUSED.set(error)
