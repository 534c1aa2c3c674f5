"""Corrections of the rows: a stack for each table and its columns, kept in the session; other data has its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from nlp_models.datasets.dataset import Edit
from pages.ui.frame import state
from pages.ui.frame.state import Key
from pages.ui.frame.words import plain, t, translated


def edits_of(key: Key[list[Edit]]) -> list[Edit]:
    """The edits so far, the first first; `key` names the data they belong to."""
    return key.get([])


def add_edit(key: Key[list[Edit]], edit: Edit) -> None:
    """Put an edit on the stack, from a button's on_click; one that changes nothing is left out."""
    if edit:
        key.set([*edits_of(key), edit])


def start_tables_afresh(key: Key[list[Edit]]) -> None:
    """Tables that stand over these edits forget what was typed into them: the rows below have changed."""
    state.turn(key).set(turn(key) + 1)


def turn(key: Key[list[Edit]]) -> int:
    """Belongs into the key of every table that is edited."""
    return state.turn(key).get(0)


def mend(key: Key[list[Edit]], edit: Edit) -> None:
    """An edit that did not come from the table itself."""
    add_edit(key, edit)
    start_tables_afresh(key)


def undo(key: Key[list[Edit]]) -> None:
    """Take the last edit back."""
    key.set(edits_of(key)[:-1])
    start_tables_afresh(key)


def undo_line(key: Key[list[Edit]]) -> None:
    """What was done last, and the way back."""
    edits = edits_of(key)
    message = edits[-1].message if edits else None
    if message is None:
        return
    sentence = plain(translated(message))
    if len(edits) > 1:
        sentence = t("{done} ({count} changes so far)", done=sentence, count=len(edits))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/edit: {sentence}", width="content")
        st.button(t("Undo"), icon=":material/undo:", key=f"undo-{key}", on_click=undo, args=(key,))


def corrections(
    changes: Mapping[int, Mapping[str, Any]], rows: Sequence[tuple[int, str]]
) -> tuple[set[int], dict[int, str]]:
    """What was typed into a table: `({row number}, {row number: new label})` to remove and to relabel.

    `changes` is a data_editor's `edited_rows`, `rows` the `(number, label)` of every row it showed.
    """
    removed = {rows[place][0] for place, cells in changes.items() if cells.get("out")}
    labels = {
        rows[place][0]: cells["label"]
        for place, cells in changes.items()
        if cells.get("label") and cells["label"] != rows[place][1]
    }
    return removed, labels
