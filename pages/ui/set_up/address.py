"""A page and its address in step: what an address newly asks for, what it says from then on, and the button that copies it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from nlp_models.errors import LinkError
from pages.ui.frame.state import Key, in_url
from pages.ui.frame.words import language, t
from pages.ui.set_up.written import Knob, Value, can_be_read, read, written

SET = "set"  # the parameter that names knobs and settings


@dataclass(frozen=True)
class Kept:
    """A knob of a page: where its value stands in the session, what it may be, what it is at first."""

    key: Key[Any]
    knob: Knob
    default: Value


def asked(parameter: str, at: str) -> str:
    """What a link asks for; nothing where this page wrote it there itself. `at` tells pages from one another."""
    said = st.query_params.get(parameter, "")
    return said if said != _written(parameter, at).get() else ""


def keep(parameter: str, at: str, text: str) -> None:
    """From now on the address says this; an empty text takes the parameter out of it."""
    _written(parameter, at).set(text)
    if text:
        st.query_params[parameter] = text
    else:
        st.query_params.pop(parameter, None)


def _written(parameter: str, at: str) -> Key[str]:
    return in_url(Key(f"{at}-{parameter}"))


def follow(at: str, knobs: Mapping[str, Kept]) -> LinkError | None:
    """Set what the address asks for, before the widgets are drawn; gives what is wrong with it, and then nothing is set."""
    error = None
    if said := asked(SET, at):
        try:
            for name, value in read(said, {name: one.knob for name, one in knobs.items()}).items():
                knobs[name].key.set(value)
        except LinkError as wrong:
            error = wrong
    keep(SET, at, written({name: one.key.value for name, one in knobs.items() if _is_worth_saying(one)}))
    return error


def _is_worth_saying(one: Kept) -> bool:
    """Whether somebody chose something, and a link can say it."""
    return one.key.is_set() and one.key.value != one.default and can_be_read(one.key.value, one.knob)


def copy_button(more: Mapping[str, str] | None = None, note: str = "") -> None:
    """*Copy this set-up*: the address of the page as it is, with the language, since samples and ready models have one.

    Args:
        more: parameters that the address does not have by itself; an empty one is left out.
        note: what the link cannot bring along.
    """
    with st.popover(t("Copy this set-up"), type="tertiary", icon=":material/link:", key="copy-set-up"):
        st.write(t("Whoever opens this address finds the page as you have set it up."))
        st.code(
            address(st.query_params.to_dict() | {"lang": language()} | dict(more or {})), language=None, wrap_lines=True
        )
        if note:
            st.caption(note)


def address(parameters: Mapping[str, str]) -> str:
    """The whole address of this page with these parameters."""
    here, query = urlsplit(st.context.url or ""), urlencode({name: text for name, text in parameters.items() if text})
    return f"{here.scheme}://{here.netloc}{here.path}?{query}" if here.netloc else f"?{query}"
