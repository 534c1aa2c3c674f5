"""start_race(...): the group is made and submitted; what can be done about one that is there, as buttons that ask."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from nlp_models import runners
from nlp_models.errors import UnrolledError
from nlp_models.runs import groups
from nlp_models.runs.store import RunStore
from pages.ui.frame import state
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import plain, show_error, t
from pages.ui.race import keys
from pages.ui.race.names import comparison_name, contestant_name
from pages.ui.train.run_buttons import told_if_refused

ROOM = 40  # letters of a name of data, before what is compared


def start_race(task, dataset, data, setting, plan, equal, ask):
    """Make the group, submit it, look at it; a refusal is told where the button is."""
    name = f"{Path(data).stem[:ROOM]} – {comparison_name(setting)}"[:80]
    members = [
        replace(one, name=f"{Path(data).stem[:ROOM]}, {contestant_name(one.changes)}"[:80]) for one in plan.members
    ]
    try:
        runner = runners.chosen()
        group = groups.create(
            RunStore.default(),
            task.name,
            members,
            dataset,
            owner=visitor(),
            name=name,
            equal=equal,
            columns=state.columns(task).get(),
            ask=ask,
        )
        runner.submit(group.lead)
    except UnrolledError as error:
        return show_error(error)
    keys.GROUP.set(group.id)
    st.query_params["group"] = group.id
    st.rerun()


def resume_race(group):
    """All of it that is unfinished goes on: call it from an on_click."""
    try:
        group.prepare_resume()
        runners.chosen().submit(group.lead)
    except UnrolledError as error:
        state.REFUSED.set(error)


def stop_or_cancel_race(group):
    """While it waits or trains."""
    active = group.active
    if all(run.cancel_requested for run in active):
        return st.write(t("Cancelling."))
    if all(run.stop_requested for run in active):
        st.write(t("Stopping after this step; the best so far is kept."))
    else:
        label = t("Stop and keep the best so far")
        st.button(
            label, icon=":material/flag:", on_click=told_if_refused, args=(group.request_stop,), key="stop", wrap=True
        )
    with st.popover(t("Cancel"), type="tertiary", icon=":material/close:"):
        st.write(t("Cancel this race? What they have learned is thrown away."))
        st.button(t("Cancel it"), on_click=told_if_refused, args=(group.request_cancel,), key="cancel")


def delete_race_button(group):
    """Asks once, by name."""
    asks = keys.asks_to_delete(group)
    with st.popover(t("Delete"), type="tertiary", icon=":material/delete:", key=asks, on_change="rerun"):
        st.write(t('Delete "{name}" with all its networks? It cannot be undone', name=plain(group.name)))
        with st.container(horizontal=True):
            st.button(t("Delete"), on_click=_delete, args=(group,), key=f"delete-yes-{group.id}")
            st.button(t("Keep"), on_click=asks.set, args=(False,), key=f"delete-no-{group.id}")


def _delete(group):
    """The form stands there next."""
    try:
        group.delete()
        keys.GROUP.set(None)
        st.query_params.pop("group", None)
    except UnrolledError as error:
        state.REFUSED.set(error)
