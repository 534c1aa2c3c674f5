"""Delete everything of mine: runs, files and what this browser remembers, at the bottom of Runs; asks once, by count."""

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.runners.everything import delete_everything
from pages.ui.data.reading import forget_tables
from pages.ui.frame import state
from pages.ui.frame.visitor import become_nobody, visitor
from pages.ui.frame.words import show_error, t


def delete_everything_part(store):
    """The button, its question, and afterwards that it is done."""
    if (count := state.DELETED.pop()) is not None:
        st.success(done_words(count), icon=":material/check_circle:")
    with st.popover(
        t("Delete everything of mine"),
        type="tertiary",
        icon=":material/delete_forever:",
        key=state.DELETING,
        on_change="rerun",
    ):
        st.write(question(len(store.all_of(visitor()))))
        with st.container(horizontal=True):
            sure = st.button(t("Delete everything"), key="delete-everything-yes")
            st.button(t("Keep"), on_click=state.DELETING.set, args=(False,), key="delete-everything-no")
        if sure:
            delete_now(store)


def question(count):
    """By count; that it is for good."""
    if not count:
        return t("You have no runs. Forget your files and what this browser remembers? It cannot be undone")
    if count == 1:
        return t(
            "Delete your 1 run, your files and what this browser remembers? Links to it stop working. It cannot be undone"
        )
    return t(
        "Delete your {count} runs, your files and what this browser remembers? Trainings are cancelled, links stop working. It cannot be undone",
        count=count,
    )


def delete_now(store):
    """Off the disk first; only when all of it is gone does the browser forget who it was."""
    owner = visitor()
    with st.spinner(t("Deleting")):
        try:
            count = delete_everything(store, owner)
        except UnrolledError as error:
            return show_error(error)
    forget_tables(owner)
    st.cache_data.clear()  # answers and curves are kept for everybody in one place; they are soon made again
    become_nobody()
    state.DELETED.set(count)
    st.rerun()


def done_words(count):
    """What was done, in one sentence."""
    if not count:
        return t("Nothing of yours is kept here any more.")
    if count == 1:
        return t("Deleted: 1 run. Nothing of yours is kept here any more.")
    return t("Deleted: {count} runs. Nothing of yours is kept here any more.", count=count)
