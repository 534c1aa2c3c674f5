"""Choices that outlive a page switch, a language switch and a reload."""

import streamlit as st


def remembered(key, options, default):
    """Keep a choice in the URL under its own name, whatever language its label is in."""
    if st.session_state.get(key) not in options:
        asked = st.query_params.get(key)
        st.session_state[key] = asked if asked in options else default
    if st.session_state[key] is not None and st.query_params.get(key) != st.session_state[key]:
        st.query_params[key] = st.session_state[key]
    return {"key": key, "persist_state": "session"}


def choose(key, value):
    """Set a choice from a button's on_click, before its widget is drawn."""
    st.session_state[key] = value
    st.query_params[key] = value
