"""inside_page(): any finished network and any sentence, word by word: the row, the cell, its gates in one's hands."""

import streamlit as st

from pages.ui.answer.answering import ask_sentence
from pages.ui.answer.cell_link import asked
from pages.ui.answer.safe import withheld
from pages.ui.answer.unreadable import cannot_read
from pages.ui.frame import inside_state, state
from pages.ui.frame.addresses import name_tab, page_of
from pages.ui.frame.views import has_own, step_of
from pages.ui.frame.visitor import keep_visitor
from pages.ui.frame.words import errors_told, t
from pages.ui.inside.narrow import tell_page, wide
from pages.ui.inside.network import choose_network, tell_linked
from pages.ui.inside.opened import opened

LONGEST = 20_000  # letters, as many as are read


def inside_page():
    """Title, network, sentence, the opened cell."""
    name_tab(t("Inside the cell"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(t("Inside the cell"), anchor=False, width="content")
        st.space("stretch")
        with wide("network"):
            chosen = choose_network()
    with wide("about"):
        tell_page()
    if chosen is None:
        nothing_to_open()
    else:
        task, run, known, told = chosen
        tell_linked(told)
        with errors_told():
            look(task, run, known)
    keep_visitor()


def nothing_to_open():
    """No ready model and no run of one's own."""
    st.write(t("There is no trained network to look into yet. Train one, then come back."))
    st.page_link(
        page_of("sentiment"), label=t("Go to Train"), icon=":material/model_training:", query_params={"step": "train"}
    )


def look(task, run, known):
    """The sentence, then the cell that reads it; in its place what keeps it from being read."""
    inside_state.USE_CASE.set(task.name)
    text = asked_text(task, run)
    if withheld(task, text):
        return
    if has_own(task, "cell") or not cannot_read(task, run, text):
        opened(task, run, text, known)


def asked_text(task, run):
    """What is read: of the address when a link brought it, else what was asked last; the address keeps it."""
    linked, written = st.query_params.get("text", ""), inside_state.text_of(task)
    new = linked[:LONGEST] if linked.strip() and linked != written.get() else ""
    if has_own(task, "cell"):
        text = step_of(task, "cell")(task, run, new)
    else:
        if new:
            state.ask(task, new)
        text = ask_sentence(task, run)
    address = asked(text).get("text", "")
    if address:
        st.query_params["text"] = address
    elif linked:
        del st.query_params["text"]
    written.set(address)
    return text
