"""sweep_step(task): on Train, a sweep that is looked at or the form of one; False where a single training is."""

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.runs import groups
from nlp_models.runs.store import RunStore
from nlp_models.sweeps import sweep as sweeps
from pages.ui.frame import state
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import show_error, t
from pages.ui.sweep import keys
from pages.ui.sweep.form import sweep_form
from pages.ui.sweep.starting import look_at
from pages.ui.sweep.watch import watch_sweep


def sweep_step(task):
    """Whether it has drawn what Train shows."""
    _follow_address(task)
    looked = keys.looked_at(task)
    if not looked.is_set():
        looked.set(_going_on(task))
        keys.beside(task).set(state.watched(task).get())
    if looked.value is None or keys.beside(task).get() != state.watched(task).get():  # a training has begun since
        _forget(task)
        return False
    if looked.value == keys.NEW:
        sweep_form(task)
        return True
    try:
        watch_sweep(task, sweeps.get(RunStore.default(), looked.value, visitor()))
    except UnrolledError as error:  # deleted in another tab, or its file is damaged
        _forget(task)
        show_error(error)
        return False
    st.query_params["sweep"] = looked.value
    return True


def sweep_button(task):
    """The quiet way to the form, beside the start of a single training."""
    label, icon = t("Try several settings"), ":material/tune:"
    st.button(label, icon=icon, type="tertiary", on_click=look_at, args=(task, keys.NEW), key="several-settings")


def _follow_address(task):
    asked = st.query_params.get("sweep")
    if asked and asked != keys.looked_at(task).get():
        look_at(task, asked)


def _forget(task):
    keys.looked_at(task).set(None)
    st.query_params.pop("sweep", None)


def _going_on(task):
    """The id of one of this visitor's that goes on; what cannot be read is told on Runs."""
    store = RunStore.default()
    for unit in groups.gathered(store, store.list(visitor(), task.name)):
        if isinstance(unit, groups.Group) and unit.is_sweep:
            own, _ = sweeps.readable(unit)
            if own and own.state in ("running", "interrupted"):
                return own.id
    return None
