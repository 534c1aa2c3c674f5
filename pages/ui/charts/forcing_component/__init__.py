"""two_ways_view(...): a text in two rows of words, the true ones above, a network's own below; where they part stands a line.

Drawn in the browser by forcing.js, a column for each place, so that both rows break together. The caller offers the same
as a table.
"""

from pathlib import Path

import streamlit as st

from pages.ui.frame.words import t

FOLDER = Path(__file__).parent

TWO_WAYS = st.components.v2.component(
    "two-ways",
    html='<div class="ways" role="img"></div>',
    css=(FOLDER / "forcing.css").read_text("utf-8"),
    js=(FOLDER / "forcing.js").read_text("utf-8"),
)


def two_ways_view(course, key, title):
    """Draw a Course of answering/forcing.py.

    Args:
        title: what is seen in it, for screen readers.
    """
    names = {
        "true": t("True words"),
        "guess": t("It expected"),
        "own": t("Its own words"),
        "parts": t("goes off here"),
        "given": t("given"),
    }
    TWO_WAYS(key=key, data={"columns": columns_of(course), "names": names, "title": title})


def columns_of(course):
    """A dict for every place: its true word, what was expected there if that was another one, the own word, and what is to be said of it."""
    return [
        {
            "true": _at(course.true, place),
            "own": _at(course.own, place),
            "guess": _expected(course, place),
            "given": place < course.given,
            "parts": place == course.parting,
            "apart": course.parting is not None and place >= course.parting,
        }
        for place in range(max(len(course.true), len(course.own)))
    ]


def _expected(course, place):
    if place < course.given or place >= len(course.true):
        return ""
    guess, true = course.guessed[place], course.true[place]
    return "✓" if guess == true else guess


def _at(words, place):
    return words[place] if place < len(words) else ""
