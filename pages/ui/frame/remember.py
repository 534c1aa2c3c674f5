"""Choices that outlive a page switch, a language switch and a reload."""

import streamlit as st


def remembered(key, options, default, *, parameter=None):
    """Keep a choice in the URL under its own name, whatever language its label is in.

    Args:
        parameter: the name in the URL, where several pages keep choices of their own under one name.
    """
    parameter, written = parameter or key, f"{key}-in-url"
    asked = st.query_params.get(parameter)
    if st.session_state.get(key) not in options:
        st.session_state[key] = asked if asked in options else default
    elif asked in options and asked != st.session_state.get(written, asked):
        st.session_state[key] = asked  # a link or a button on another page asked for it since
    if st.session_state[key] is not None and asked != st.session_state[key]:
        st.query_params[parameter] = st.session_state[key]
    st.session_state[written] = st.session_state[key]
    return {"key": key, "persist_state": "session"}


def setting_key(task, name):
    """Where the session keeps a setting of Train: each task has its own, since their defaults differ."""
    return f"set-{task.name}-{name}"


def choose(key, value, *, parameter=None):
    """Set a choice from a button's on_click, before its widget is drawn."""
    st.session_state[key] = value
    st.session_state[f"{key}-in-url"] = value
    st.query_params[parameter or key] = value
