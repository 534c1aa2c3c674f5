"""Which network is opened on Inside the cell: any of one's own that is done, any ready model, a shared one by its link."""

import streamlit as st

from nlp_models import tasks
from nlp_models.answering.ready import ready_models
from nlp_models.errors import RunDamaged, RunNotFound
from nlp_models.runs.store import RunStore
from pages.ui.answer.answering import name_and_cell
from pages.ui.frame import inside_state
from pages.ui.frame.addresses import page_of
from pages.ui.frame.remember import remembered
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import language, plain, show_error, t

FIRST = "sentiment"  # the use case that the page opens on


def choose_network():
    """`(task, run, known, told)` of the box in the title: all networks by id, and what keeps the one of a link from being opened,
    to be told under it. None without any network."""
    known = networks()
    told = linked(known)
    if not known:
        return None
    ready = (run.id for run in known.values() if run.about.task == FIRST)
    default = next(ready, next(iter(known)))
    how = remembered(inside_state.NETWORK, known, default, parameter="run")
    run = known[ask_network(known, width=360, on_change=take_network, args=(known,), **how)]
    return tasks.load(run.about.task), run, known, told


def ask_network(known, **how):
    """The box."""
    return st.selectbox(
        t("Network"),
        list(known),
        format_func=lambda name: called(known[name]),
        label_visibility="collapsed",
        **how,
    )


def networks():
    """All that can be opened, by id: one's own, then the ready models, those of the page's language first."""
    own = [
        run
        for run in RunStore.default().list(visitor())
        if run.about.task in tasks.names() and run.status.state == "done"
    ]
    ready = sorted(ready_models(), key=lambda model: (language() not in model.languages, model.about.task != FIRST))
    return {run.id: run for run in (*own, *ready)}


def linked(known):
    """Adds a shared network that the address names to the known ones; gives what is to be told when that does not go."""
    asked = st.query_params.get("run")
    if not asked or asked in known:
        return None
    try:
        run = RunStore.default().get(asked, visitor())
        run.check_whole()
    except (RunNotFound, RunDamaged) as lost:
        del st.query_params["run"]
        return lost
    if run.status.state == "done" and run.about.task in tasks.names():
        known[run.id] = run
        return None
    del st.query_params["run"]
    return run


def is_gone(run):
    """Whether a network was deleted, or is shared no more, since it was opened."""
    try:
        return not run.is_ready and not RunStore.default().get(run.id, visitor())
    except RunNotFound:
        return True


def tell_linked(told):
    """Why the network of a link is not the one that is shown, and the way on."""
    if told is None:
        return
    if isinstance(told, (RunNotFound, RunDamaged)):
        show_error(told)
        st.caption(t("Another network is opened instead. Choose yours in the box above."))
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        name = plain(told.about.name or t("Run"))
        st.markdown(
            t(
                "“{name}” has not finished its training, so its cell cannot be opened yet. Another network is shown meanwhile.",
                name=name,
            ),
            width="stretch",
        )
        if told.about.task in tasks.names():
            st.page_link(
                page_of(told.about.task),
                label=t("Go to its training"),
                icon=":material/model_training:",
                query_params={"step": "train"},
            )


def called(run):
    """Use case, name, cell: the box lists networks of all use cases."""
    return f"{t(tasks.load(run.about.task).title)} · {name_and_cell(run)}"


def take_network(known):
    """Another use case has another sentence: what the address says of the old one is not meant for it."""
    run = known.get(inside_state.NETWORK.get())
    if run and run.about.task != inside_state.USE_CASE.get():
        st.query_params.pop("text", None)
