"""home_page(): what Unrolled is in a sentence, ways on, one's last networks, a network reading, the use cases by shape."""

import streamlit as st

from nlp_models import tasks
from pages.ui.frame.addresses import PRODUCT, name_tab, page_of
from pages.ui.frame.visitor import keep_visitor
from pages.ui.frame.words import t
from pages.ui.home.cards import use_cases_by_shape
from pages.ui.home.networks import last_networks
from pages.ui.home.unrolled import unrolled_network

FIRST = "sentiment"  # the use case that most people understand at once


def home_page():
    """Draw the page; a link from when Sentiment was the first page is led on to Sentiment."""
    if "run" in st.query_params or "step" in st.query_params:
        st.switch_page(page_of(FIRST), query_params=dict(st.query_params))
    name_tab()
    st.title(PRODUCT, anchor=False)
    st.markdown(
        t(
            "A lab in the browser: train a recurrent neural network (RNN) on your own text, ask it, and look inside while it reads."
        )
    )
    ways_on()
    last_networks()
    unrolled_network(tasks.load(FIRST))
    use_cases_by_shape()
    keep_visitor()


def ways_on():
    """Ask one that is ready, bring a file, look inside."""
    with st.container(horizontal=True):
        if st.button(t("Try one"), type="primary", icon=":material/play_circle:"):
            st.switch_page(page_of(FIRST), query_params={"step": "try"})
        with st.popover(t("Bring a file"), icon=":material/table_rows:"):
            file_for()
        if st.button(t("See what happens inside"), icon=":material/search_insights:"):
            st.switch_page(page_of(FIRST), query_params={"step": "inside"})


def file_for():
    """What a network is to learn from one's file: the use cases, each opened where the file is taken."""
    st.write(t("What should a network learn from it?"))
    for name in tasks.names():
        asked = {"step": "data", "source": "file"}
        st.page_link(page_of(name), help=t(tasks.load(name).purpose), query_params=asked)
