"""Choices that outlive a page switch, a language switch and a reload."""

from collections.abc import Collection
from typing import Any, Literal, TypedDict

import streamlit as st

from pages.ui.frame.state import Key, in_url
from pages.ui.frame.words import language


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
    return {"key": told_anew(key), "persist_state": "session"}


class Relabelled(TypedDict):
    """What a list to choose from is given so that it speaks the language of the page."""

    key: Key[Any]
    index: int | None
    persist_state: Literal["session"]


def relabelled(key: Key[Any], index: int | None = 0) -> Relabelled:
    """Of a list whose entries are words of ours: after a switch of language its field is told anew what is chosen.

    Streamlit's keeps the label that it was given, and sends that back, which is then no entry any more.

    Args:
        index: of the entry that is chosen at first.
    """
    told_anew(key)
    return {"key": key, "index": 0 if key.is_set() else index, "persist_state": "session"}


def told_anew(key: Key[Any]) -> Key[Any]:
    """After a switch of language the widget under this key is told what is chosen; gives the key."""
    seen: Key[str] = Key(f"{key}-in")
    if key.get() is not None and seen.get(language()) != language():
        key.set(key.value)
    seen.set(language())
    return key


def choose(key: Key[str], value: str, *, parameter: str | None = None) -> None:
    """Set a choice from a button's on_click, before its widget is drawn."""
    key.set(value)
    in_url(key).set(value)
    st.query_params[parameter or key] = value
