"""Judge: the mean error beside that of the baseline."""

import streamlit as st

from pages.ui.answer.scores import baseline_words, measured


def judge_step(task, run):
    """Two sentences."""
    st.write(measured(task.kind, run.report["test"]))
    st.write(baseline_words(task.kind, run.report["test"], run.report["baselines"]))
