"""start_sweep(...): the sweep is made and its driver started; what can be done about one that is there, as buttons that ask."""

from pathlib import Path

import streamlit as st

from nlp_models import runners
from nlp_models.errors import UnrolledError
from nlp_models.runs.store import RunStore
from nlp_models.sweeps import sweep as sweeps
from nlp_models.sweeps.starting import start
from pages.ui.frame import state
from pages.ui.frame.navigation import await_sweep
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import plain, show_error, t
from pages.ui.sweep import keys
from pages.ui.train.run_buttons import told_if_refused


def start_sweep(task, base, space, dataset, data, trials):
    """Make it, start it, look at it; a refusal is told where the button is."""
    try:
        runners.chosen()  # or says that there is none of this name, before anything is kept
        sweep = sweeps.create(
            RunStore.default(),
            task,
            base,
            space,
            dataset,
            owner=visitor(),
            data=Path(data).stem,
            trials=trials,
            columns=state.columns(task).get(),
        )
        start(sweep)
    except UnrolledError as error:
        return show_error(error)
    await_sweep(task, sweep.group)
    look_at(task, sweep.id)
    st.rerun()


def look_at(task, sweep_id):
    """Train shows this sweep, the form of a new one, or a single training where it is None: call it from an on_click."""
    keys.looked_at(task).set(sweep_id)
    keys.beside(task).set(state.watched(task).get())
    st.query_params.pop("sweep", None)
    if sweep_id:
        st.query_params["sweep"] = sweep_id


def back_button(task):
    """To the form of a single training."""
    label, icon = t("Back to one training"), ":material/arrow_back:"
    st.button(label, icon=icon, type="tertiary", on_click=look_at, args=(task, None), key="one-training")


def another_button(task):
    label = t("Try other settings")
    st.button(label, icon=":material/add:", type="tertiary", on_click=look_at, args=(task, keys.NEW), key="other-sweep")


def resume_button(sweep, primary=True):
    """What was cut off, cancelled or failed goes on."""
    st.button(
        t("Resume"),
        type="primary" if primary else "secondary",
        icon=":material/restart_alt:",
        on_click=_resume,
        args=(sweep,),
        key="resume-sweep",
    )


def _resume(sweep):
    try:
        sweep.prepare_resume()
        start(sweep)
    except UnrolledError as error:
        state.REFUSED.set(error)


def stop_or_cancel_sweep(sweep):
    """While it goes on."""
    if sweep.cancel_requested:
        return st.write(t("Cancelling."))
    if sweep.stop_requested:
        st.write(t("Stopping; the best network so far is finished."))
    elif sweep.study.winner is None:
        label = t("Stop and keep the best")
        st.button(
            label, icon=":material/flag:", on_click=told_if_refused, args=(sweep.request_stop,), key="stop", wrap=True
        )
    with st.popover(t("Cancel"), type="tertiary", icon=":material/close:"):
        st.write(t("Cancel all of it? What the trials have learned is thrown away."))
        st.button(t("Cancel it"), on_click=told_if_refused, args=(sweep.request_cancel,), key="cancel")


def delete_sweep_button(sweep):
    """Asks once, by name."""
    delete_group_button(sweep, keys.asks_to_delete(sweep))


def delete_group_button(own, asks):
    """The same of whatever has a name and can be deleted: a sweep, or its group where the sweep cannot be read."""
    with st.popover(t("Delete"), type="tertiary", icon=":material/delete:", key=asks, on_change="rerun"):
        st.write(t('Delete "{name}" with all its networks? It cannot be undone', name=plain(own.name)))
        with st.container(horizontal=True):
            st.button(t("Delete"), on_click=told_if_refused, args=(own.delete,), key=f"delete-yes-{own.id}")
            st.button(t("Keep"), on_click=asks.set, args=(False,), key=f"delete-no-{own.id}")
