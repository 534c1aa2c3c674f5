"""start_training(...): from a button's on_click; creates the run, starts it, moves to Train."""

import streamlit as st

from nlp_models import runners
from nlp_models.errors import UnrolledError
from nlp_models.runs import RunStore
from pages.ui.remember import choose
from pages.ui.visitor import visitor


def start_training(task, recipe, dataset, name):
    """The recipe and the data are checked again here, whatever a widget allowed; a refusal is told on Train."""
    choose("step", "train")
    try:
        dataset.check_labels()
        run = RunStore.default().create(task.name, recipe, dataset, owner=visitor(), name=name[:60])
        runners.chosen().submit(run)
        st.session_state[f"watched-{task.name}"] = run.id
    except UnrolledError as error:
        st.session_state.refused = error


def resume_training(run):
    """Put an interrupted, failed or cancelled run into the queue again."""
    try:
        run.prepare_resume()
        runners.chosen().submit(run)
    except UnrolledError as error:
        st.session_state.refused = error
