"""Choices that outlive a page switch, a language switch and a reload."""

from collections.abc import Collection
from typing import Any, Literal, TypedDict

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.state import Key, in_url
from pages.ui.frame.words import language, plain, t

LONGEST = 40  # letters of what a link asks for


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
    if asked and not known:
        asked_in_vain(parameter, asked)
    if key.get() not in options:
        key.set(known or default)
    elif known and known != written.get(known):
        key.set(known)  # a link or a button on another page asked for it since
    if key.value is not None and asked != key.value:
        st.query_params[parameter] = key.value
    written.set(key.value)
    _last_written(parameter).set(key.value)
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
    _last_written(parameter or key).set(value)


def asked_in_vain(parameter: str, asked: str) -> None:
    """Note that an address asks for something there is not, unless we wrote it there ourselves: of another use case, say."""
    if (
        parameter != "run" and asked != _last_written(parameter).get()
    ):  # of a network more can be told: it is told there
        state.IN_VAIN.set((parameter, asked[:LONGEST]))


def _last_written(parameter: str) -> Key[str | None]:
    """What we last wrote into the address under this name, whichever choice it was."""
    return Key(f"last-{parameter}-in-url")


def tell_in_vain() -> None:
    """What the address asked for and there was not, above the page until the address changes: call it before the page is drawn."""
    parameter, asked, address = state.TOLD_IN_VAIN.get(("", "", None))
    if address == st.query_params.to_dict():
        told = t(
            "This link asks for “{asked}” as “{name}”, which does not exist here. The page opens as usual.",
            asked=plain(asked),
            name=plain(parameter),
        )
        st.warning(told, icon=":material/link_off:")


def keep_in_vain() -> None:
    """Draw all of it once more where the page found such a thing: call it behind the page."""
    if found := state.IN_VAIN.pop():
        state.TOLD_IN_VAIN.set((*found, st.query_params.to_dict()))
        st.rerun()
