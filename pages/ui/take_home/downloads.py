"""One thing to take away: a row with its name, what it is for, and a button that gives the file."""

import re

import streamlit as st

from pages.ui.frame.words import t


def row(icon, title, purpose):
    """One thing to take: icon, name and what it is for. Gives the places below the words and for the button."""
    left, right = st.container(border=True).columns([3, 1], vertical_alignment="center", gap="medium")
    left.markdown(f":material/{icon}: **{title}**  \n{purpose}")
    return left, right


def download(place, run, ending, make, key, label=None):
    """The button that gives a file, made when it is pressed."""
    name = re.sub(r"[^\w-]+", "-", run.about.name or run.about.task).strip("-") or "network"
    place.download_button(
        label or t("Download"),
        make,
        f"{name}{ending}",
        key=key,
        icon=":material/download:",
        width="stretch",
        on_click="ignore",
    )
