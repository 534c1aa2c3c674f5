"""One thing to take away: a row with its name, what it is for, and a button that gives the file."""

import re

import streamlit as st

from pages.ui.frame.words import t
from pages.ui.take_home.making import made_at_a_click


def row(icon, title, purpose):
    """One thing to take: icon, name and what it is for. Gives the places below the words and for the button."""
    left, right = st.container(border=True).columns([3, 1], vertical_alignment="center", gap="medium")
    left.markdown(f":material/{icon}: **{title}**  \n{purpose}")
    return left, right


def download(place, run, ending, make, key, label=None):
    """The button that gives a file: a text, or what a function makes when it is pressed."""
    name = re.sub(r"[^\w-]+", "-", run.about.name or run.about.task).strip("-") or "network"
    label, file_name = label or t("Download"), f"{name}{ending}"
    look = {"icon": ":material/download:", "width": "stretch"}
    if not callable(make):
        place.download_button(label, make, file_name, key=key, on_click="ignore", **look)
        return
    with place:
        made_at_a_click(label, make, file_name, key, **look)
