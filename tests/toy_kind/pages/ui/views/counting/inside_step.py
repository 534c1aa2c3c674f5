"""Look inside: the number after every word."""

import streamlit as st

from pages.ui.answer.answering import ask_sentence, load


def inside_step(task, run):
    """A curve over the words."""
    words, predictor = ask_sentence(task, run).split(), load(run.id, str(run.folder))
    beginnings = [" ".join(words[: place + 1]) for place in range(len(words))]
    st.line_chart({"number": predictor(beginnings)})
