"""Try: a sentence in, its number out."""

import streamlit as st

from pages.ui.answer.answering import ask_sentence, load


def try_step(task, run):
    """The input and the answer."""
    sentence = ask_sentence(task, run)
    st.metric("Counted", f"{load(run.id, str(run.folder)).read(sentence).number:.1f}")
