"""What stands round the sentence that is asked: examples, and the ways on from the answer."""

import streamlit as st

from pages.ui.answer.answering import examples_of
from pages.ui.frame.remember import choose
from pages.ui.frame.words import t


def ways_on():
    """What most people do next: look into this answer, or bring sentences of their own."""
    with st.container(horizontal=True):
        look, train = t("Look inside this sentence"), t("Train on my own data")
        st.button(look, icon=":material/search_insights:", on_click=choose, args=("step", "inside"))
        st.button(train, icon=":material/table_rows:", type="tertiary", on_click=choose, args=("step", "data"))


def example_pills(task, run):
    """Sentences to copy into the input."""
    picked, key = f"example-{task.name}-{run.id}", f"sentence-{task.name}"
    st.pills(
        t("Examples"), examples_of(task, run), key=picked, label_visibility="collapsed", on_change=_take_example,
        args=(picked, key),
    )  # fmt: skip


def _take_example(picked, key):
    st.session_state[key] = st.session_state[picked] or st.session_state[key]
    st.session_state[picked] = None  # a sentence to copy, not a choice that stays
