"""Choices that outlive a page switch, a language switch and a reload."""

from collections.abc import Collection
from typing import Literal, TypedDict

import streamlit as st

from pages.ui.frame.state import Key, in_url


class Remembered(TypedDict):
    """What a widget is given so that its choice stays."""

    key: Key[str]
    persist_state: Literal["session"]


def remembered(key: Key[str], options: Collection[str], default: str, *, parameter: str | None = None) -> Remembered:
    """Keep a choice in the URL under its own name, whatever language its label is in.

    Args:
        parameter: the name in the URL, where several pages keep choices of their own under one name.
    """
    parameter, written = parameter or key, in_url(key)
    asked = st.query_params.get(parameter)
    known = asked if asked and asked in options else None
    if key.get() not in options:
        key.set(known or default)
    elif known and known != written.get(known):
        key.set(known)  # a link or a button on another page asked for it since
    if key.value is not None and asked != key.value:
        st.query_params[parameter] = key.value
    written.set(key.value)
    return {"key": key, "persist_state": "session"}


def choose(key: Key[str], value: str, *, parameter: str | None = None) -> None:
    """Set a choice from a button's on_click, before its widget is drawn."""
    key.set(value)
    in_url(key).set(value)
    st.query_params[parameter or key] = value
