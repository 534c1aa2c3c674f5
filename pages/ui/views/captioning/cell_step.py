"""On Inside the cell: the picture in the place of a sentence."""

import streamlit as st

from nlp_models.problems.captioning.pictures import kept_pixels
from pages.ui.frame import state
from pages.ui.frame.words import errors_told, t
from pages.ui.views.captioning.pictures import asked_picture, choose_picture

WIDTH = 112


def cell_step(task, run, linked):
    """The text of the picture of Try; another one can be chosen here, too.

    Args:
        linked: the text of a picture that a link brings, else ""; one that is none is told and left out.
    """
    if linked:
        with errors_told():
            kept_pixels(linked)
            state.ask(task, linked)
    picture = asked_picture(task, run)
    with st.container(horizontal=True, vertical_alignment="top"):  # the other pictures open beside it
        st.image(kept_pixels(picture), width=WIDTH, alt=t("The picture that is told"))
        with st.expander(t("Another picture")):
            choose_picture(task, run)
    return picture
