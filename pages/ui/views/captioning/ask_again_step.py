"""While it trains: another picture to be told from the next epoch on."""

import secrets

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.runs import asked
from pages.ui.frame import state
from pages.ui.frame.words import t


def ask_again_step(task, run):
    """Another one that is held back, or the one on Try."""
    on_try = state.sentence(task).get()
    with st.container(horizontal=True):
        st.button(
            t("Another picture"), icon=":material/shuffle:", key="ask-another", on_click=_ask_held, args=(task, run)
        )
        if on_try and on_try != asked.text_of(run):
            st.button(t("The one on Try"), icon=":material/image:", key="ask-try", on_click=_ask, args=(run, on_try))


def _ask_held(task, run):
    held = task.kind.split_dataset(run.dataset, run.recipe).part("validation").columns["text"]
    _ask(run, secrets.choice(held))


def _ask(run, text):
    try:
        asked.keep(run, text)
    except UnrolledError as error:
        state.REFUSED.set(error)
