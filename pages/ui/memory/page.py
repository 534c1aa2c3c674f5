"""memory_page(): three experiments on memory, one at a time: recall, gradients, how far back a language model looks."""

import streamlit as st

from nlp_models.labs.recall import lab
from pages.ui.frame import memory_state, state
from pages.ui.frame.addresses import name_tab
from pages.ui.frame.remember import remembered
from pages.ui.frame.visitor import keep_visitor
from pages.ui.frame.words import errors_told, show_error, t
from pages.ui.memory.knobs import knobs
from pages.ui.memory.look_back import look_back_part
from pages.ui.memory.reach import reach_part
from pages.ui.memory.recall import recall_part
from pages.ui.set_up.address import copy_button, follow
from pages.ui.terms import explained

LABS = {"recall": recall_part, "gradient": reach_part, "look-back": look_back_part}


def memory_page():
    """Title, the three labs, the one that is chosen."""
    name_tab(t("Memory lab"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(t("Memory lab"), anchor=False, width="content")
    caption = t("What does a cell still know of a word that stands far back? Try it, and see in its gradients why.")
    st.caption(explained(caption, "cell", "gradient"))
    if error := state.REFUSED.pop():
        show_error(error)
    slot = st.empty()
    names = {"recall": t("Recall a word"), "gradient": t("Gradients"), "look-back": t("Looking back")}
    chosen = st.segmented_control(
        t("Experiment"),
        list(LABS),
        format_func=names.get,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        **remembered(memory_state.LAB, list(LABS), "recall"),
    )
    with errors_told():
        if wrong := follow("memory", knobs(chosen)):
            show_error(wrong, slot)
        LABS[chosen]()
        own = memory_state.SENTENCES.get() == lab.OWN and chosen != "look-back"
        copy_button(
            note=t("The link cannot bring your text along; who opens it gives one of their own.") if own else ""
        )
    keep_visitor()
