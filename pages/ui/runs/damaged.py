"""damaged_runs(store): those of one's runs of which a file cannot be read: what is wrong, what is left, and away with them."""

import streamlit as st

from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore
from nlp_models.sharing.leftovers import pack_leftovers
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import plain, t, translated
from pages.ui.take_home.making import made_at_a_click
from pages.ui.train.run_buttons import delete_button


def damaged_runs(store: RunStore) -> None:
    """A part of its own under the table; nothing where all runs are whole."""
    runs = store.damaged(visitor())
    if not runs:
        return
    st.subheader(t("Cannot be read"), anchor=False)
    st.write(t("A file of these runs is damaged. The others are not touched by it."))
    for run in runs:
        _one(run)


def _one(run: Run) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        if (wrong := run.damage) is not None:
            st.write(f"**{plain(run.known_name or run.id[-6:])}** · {plain(translated(wrong))}")
        made_at_a_click(
            t("Download what is there"),
            lambda: pack_leftovers(run),
            f"unrolled-run-{run.id[-6:]}-damaged.zip",
            f"leftovers-{run.id}",
            mime="application/zip",
            icon=":material/download:",
        )
        delete_button(run)
