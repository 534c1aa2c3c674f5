"""While it trains: the picture that is told after each epoch."""

import streamlit as st

from nlp_models.problems.captioning.pictures import kept_pixels
from pages.ui.frame.words import t


def asked_step(text):
    """The picture."""
    st.image(kept_pixels(text), width=96, alt=t("the picture that is told"))
