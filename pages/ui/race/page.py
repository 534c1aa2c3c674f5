"""race_page(): a race that is chosen or trains, else the form for a new one; earlier ones below."""

import streamlit as st

from nlp_models.errors import RunNotFound
from nlp_models.runs import groups
from nlp_models.runs.contests import SEEDS
from nlp_models.runs.groups import Group
from nlp_models.runs.store import RunStore
from pages.ui.frame import state
from pages.ui.frame.addresses import name_tab
from pages.ui.frame.visitor import keep_visitor, visitor
from pages.ui.frame.words import errors_told, plain, show_error, t
from pages.ui.race import keys
from pages.ui.race.form import race_form
from pages.ui.race.watch import watch_race
from pages.ui.set_up.address import Kept, copy_button, follow
from pages.ui.set_up.written import OneOf
from pages.ui.terms import explained


def race_page():
    """Title, what it is for, the race or its form."""
    name_tab(t("Race"))
    st.title(t("Race"), anchor=False, width="content")
    words = t(
        "Several networks learn from the same sentences for the same time or number of steps, and you watch which one gets ahead."
    )
    st.caption(explained(words, "step"))
    for error in filter(None, (state.REFUSED.pop(), _follow_address(), _follow_knobs())):
        show_error(error)
    with errors_told():
        group = _chosen()
        watch_race(group) if group else _form()
        _earlier(group)
    keep_visitor()


def _form():
    race_form()
    copy_button()


def _follow_knobs():
    """What a link sets on the form beside what has names of its own in the address."""
    if "group" in st.query_params:
        return None
    return follow("race", {"seeds": Kept(keys.SEEDS, OneOf(SEEDS), SEEDS[0])})


def _follow_address():
    """A link names a race: it is looked at; an error where there is none."""
    asked = st.query_params.get("group")
    if not asked and "task" in st.query_params:  # the button on Train: a new one
        keys.GROUP.set(None)
    if not asked or asked == keys.GROUP.get():
        return None
    try:
        keys.GROUP.set(_race(asked).id)
    except RunNotFound as lost:
        del st.query_params["group"]
        return lost


def _chosen():
    """The group that is looked at: the one chosen, or, in a new session, one that trains."""
    if not keys.GROUP.is_set():
        keys.GROUP.set(next((group.id for group in _own() if group.active), None))
    if keys.GROUP.value is None:
        return None
    try:
        group = _race(keys.GROUP.value)
    except RunNotFound as lost:
        if "group" in st.query_params:  # deleted in another tab; whoever did so on Runs and comes back knows it
            show_error(lost)
        look_at(None)
        return None
    _name_in_address(group)
    return group


def _name_in_address(group):
    """The address names the race, and nothing of the form."""
    for name in set(st.query_params) & {"task", "compare", "equal", "length", "set"}:
        del st.query_params[name]
    st.query_params["group"] = group.id


def _own() -> list[Group]:
    """The visitor's races, the newest first."""
    store = RunStore.default()
    units = groups.gathered(store, store.list(visitor()))
    return [unit for unit in units if isinstance(unit, Group) and not unit.is_sweep]


def _race(group_id) -> Group:
    group = groups.get(RunStore.default(), group_id, visitor())
    if group.is_sweep:  # Train shows that
        raise RunNotFound("There is no such group of runs; it may have been deleted or the link is wrong.")
    return group


def _earlier(shown):
    """The way to the others."""
    others = [group for group in _own() if not shown or group.id != shown.id]
    if not others:
        return
    st.subheader(t("Other races of yours"), anchor=False)
    for group in others[:5]:
        st.button(
            plain(group.name),
            key=f"race-{group.id}",
            type="tertiary",
            icon=":material/sports_score:",
            on_click=look_at,
            args=(group.id,),
        )


def look_at(group_id):
    """Show this race, or the form where it is None: call it from an on_click."""
    keys.GROUP.set(group_id)
    st.query_params.pop("group", None)
    if group_id:
        st.query_params["group"] = group_id
