"""Pictures with their captions to look over on Data; a caption is corrected where it stands."""

import pandas as pd
import streamlit as st

from nlp_models.datasets.dataset import Edit
from nlp_models.problems.captioning.arrays import LINE
from nlp_models.problems.captioning.pictures import name_of, shown
from pages.ui.data.edits import add_edit, turn
from pages.ui.frame import state
from pages.ui.frame.words import t

SHOWN = 40  # pictures: each travels to the browser
BETWEEN = " / "  # the captions of a picture, in a cell
HEIGHT = 560
ROW = 68


def rows_step(task, dataset, key):
    """The first pictures; what is typed into a caption becomes an edit."""
    places, searched = _found(dataset, key)
    numbers = [dataset.row_numbers[place] for place in places]
    labels = [dataset.columns["label"][place] for place in places]
    frame = pd.DataFrame(
        {
            "picture": [shown(dataset.columns["text"][place]) for place in places],
            "label": [label.replace(LINE, BETWEEN) for label in labels],
            "name": [name_of(dataset.columns["text"][place]) for place in places],
        }
    )
    editor = state.pictures_table(key, turn(key), searched)
    st.data_editor(
        frame,
        hide_index=True,
        width="stretch",
        height=min(HEIGHT, ROW * len(frame) + 40),
        row_height=ROW,
        disabled=["picture", "name"],
        key=editor,
        on_change=_take,
        args=(editor, key, [*zip(numbers, labels, strict=True)]),
        alt=t("Pictures with their captions; a caption can be changed"),
        column_config={
            "picture": st.column_config.ImageColumn(t("Picture"), width=80),
            "label": st.column_config.TextColumn(t("Captions"), width="large"),
            "name": st.column_config.TextColumn(t("Name"), width="small"),
        },
    )
    if len(dataset) > len(places):
        st.caption(t("The first {shown} of {count} pictures.", shown=len(places), count=f"{len(dataset):,}"))


def _found(dataset, key):
    """`(places of the rows to show, what was searched for)`."""
    if len(dataset) <= SHOWN:
        return range(len(dataset)), ""
    searched = st.text_input(
        t("Search the captions"),
        key=f"search-{key}",
        label_visibility="collapsed",
        placeholder=t("Search the captions"),
        icon=":material/search:",
        max_chars=200,
        persist_state="session",
    )
    words = searched.lower().split()
    fitting = (
        place for place, cell in enumerate(dataset.columns["label"]) if all(word in cell.lower() for word in words)
    )
    return [place for place, _ in zip(fitting, range(SHOWN), strict=False)], searched


def _take(editor, key, rows):
    changes = editor.value["edited_rows"]
    typed = {rows[place][0]: _captions(cells["label"]) for place, cells in changes.items() if "label" in cells}
    add_edit(key, Edit.of(labels={row: cell for row, cell in typed.items() if cell}))


def _captions(cell):
    """A line for each caption."""
    return LINE.join(" ".join(line.split()) for line in (cell or "").split(BETWEEN.strip()) if line.strip())
