"""Everything a page says goes through t(): English is the msgid, the catalogue has the Korean."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from nlp_models import messages
from nlp_models.errors import NoRoom, UnrolledError
from nlp_models.messages import Message, render, said
from pages.ui.frame.state import LANGUAGE

LANGUAGES = {"ko": "한국어", "en": "English"}
# what Streamlit makes a link of by itself, in text that is escaped, too; an unseen sign within leaves it text
ADDRESS, JOINER = re.compile(r"//|www(?=\.)|@", re.IGNORECASE), "\u2060"


def language() -> str:
    """The language of the interface, "ko" or "en"."""
    return LANGUAGE.get("en")


def t(text: str, **values: object) -> str:
    """A sentence in the interface's language, with its values."""
    return said(text, values, language())


def percent(share: float, digits: int = 0) -> str:
    """A share of 1 as people read it: see messages.percent."""
    return translated(messages.percent(share, digits))


def percent_format(digits: int = 0) -> str:
    """The same for a column of a table that holds numbers up to 100."""
    return f"%.{digits}f" + percent(0).removeprefix("0").replace("%", "%%")


def translated(message: Message) -> str:
    """A Message of the library in the interface's language."""
    return render(message, language())


def show_error(error: UnrolledError, place: Any = st) -> None:
    """An error a person can mend, where its cause is; beside it the way to the runs, where these have to go."""
    place.error(plain(translated(error.message)), icon=":material/error:")
    if isinstance(error, NoRoom):
        place.page_link("pages/runs.py", label=t("All runs"), icon=":material/history:")


@contextmanager
def errors_told() -> Iterator[None]:
    """What a person can mend is told in the place of what fails; the page goes on below it."""
    try:
        yield
    except UnrolledError as error:
        show_error(error)


def plain(text: str) -> str:
    """People's own words shown as they are: Markdown's signs made harmless, and addresses no links."""
    for sign in "\\`*_[]<>$:#~|":
        text = text.replace(sign, "\\" + sign)
    return ADDRESS.sub(lambda found: found[0][0] + JOINER + found[0][1:], text)
