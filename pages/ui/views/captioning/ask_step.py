"""On the form of Train: which picture is told after each epoch."""

import streamlit as st

from nlp_models.problems.captioning.pictures import kept_pixels
from pages.ui.frame import state
from pages.ui.frame.words import t
from pages.ui.train.asking import held_back

WIDTH = 64


def ask_step(task, dataset):
    """The text of a picture: the one on Try where it is like those that are learned from, or one that is held back."""
    on_try, held = state.sentence(task).get(), held_back(task, dataset)
    pictures = {"held": held} | ({"try": on_try} if on_try else {})
    names = {"held": t("One that is held back"), "try": t("The one on Try"), "none": t("None")}
    options = [*pictures, "none"]
    alike = on_try and on_try.startswith("scene:") == held.startswith("scene:")
    with st.container(horizontal=True, vertical_alignment="center"):
        for name, text in pictures.items():
            st.image(kept_pixels(text), width=WIDTH, alt=names[name])
        chosen = st.segmented_control(
            t("Picture that is told after each epoch"),
            options,
            default="try" if alike else "held",
            format_func=names.get,
            required=True,
            wrap=True,  # beside pictures it would be cut on a phone
            key=state.asked_after_epochs(task),
            persist_state="session",
        )
    return pictures.get(chosen, "")
