"""The rows that are given: as the file has them, or as a table in which labels are corrected and named."""

from collections import Counter

import pandas as pd
import streamlit as st

from nlp_models.datasets.dataset import Edit
from pages.ui.data.edits import add_edit, corrections, turn
from pages.ui.data.words_of_reading import column_name
from pages.ui.frame import state
from pages.ui.frame.words import language, t

SHOWN_ROWS = 8  # tall enough to see what it is, short enough to see what follows
EDITED_ROWS = 200  # what a table in a page can hold without being felt
ROW_HEIGHT = 35  # Streamlit's own, in pixels
NAMED_LABELS = 5  # rows of the table of labels seen at once


def file_rows(table):
    """The first rows of the file, before its columns are chosen."""
    rows = pd.DataFrame(table.head(SHOWN_ROWS), columns=list(map(column_name, table.columns)))
    st.dataframe(rows, hide_index=True, width="stretch", alt=t("The first rows of the file"))


def labelled_rows(dataset, key, written=False):
    """Rows to read through; a label, or a `written` text, is corrected where it stands.

    `dataset` is as edited, `key` names its edits.
    """
    places, searched = range(min(EDITED_ROWS, len(dataset))), ""
    if len(dataset) > EDITED_ROWS:
        searched = st.text_input(
            t("Search the rows"), key=f"search-{key}", label_visibility="collapsed", placeholder=t("Search the rows"),
            icon=":material/search:", max_chars=200, persist_state="session"
        )
        if searched.strip():
            matches = matching(dataset, searched)
            places = matches[:EDITED_ROWS]
            st.caption(t("Rows that contain this: {count}.", count=f"{len(matches):,}"))
    shown = rows_at(dataset, places)
    if "label" not in dataset.columns:
        return lines_of(shown)
    rows_editor(dataset, shown, state.rows_table(key, turn(key), searched), _take_labels, key, written=written)


def matching(dataset, searched):
    """Places of the rows whose text or label contains every word searched for."""
    wanted = searched.lower().split()
    labels = dataset.columns.get("label") or [""] * len(dataset)
    texts = zip(dataset.columns["text"], labels, strict=True)
    lowered = (f"{text}\n{dataset.shown(label)}".lower() for text, label in texts)
    return [place for place, text in enumerate(lowered) if all(word in text for word in wanted)]


def rows_at(dataset, places):
    """`(number, label, text)` of the rows at these places."""
    numbers, texts = dataset.row_numbers, dataset.columns["text"]
    labels = dataset.columns.get("label") or [""] * len(texts)
    return [(numbers[place], labels[place], texts[place]) for place in places]


def lines_of(rows):
    """Lines to read, where there is no label to correct."""
    frame = pd.DataFrame({"text": [text for *_, text in rows], "number": [number for number, *_ in rows]})
    columns = {
        "text": st.column_config.TextColumn(t("Text"), width="large"),
        "number": st.column_config.NumberColumn(t("Row"), format="%d", width=60),
    }
    height = (min(len(rows), SHOWN_ROWS) + 1) * ROW_HEIGHT + 3
    st.dataframe(
        frame, hide_index=True, column_config=columns, width="stretch", height=height, alt=t("Lines of the text")
    )


def rows_editor(dataset, rows, key, on_change=None, edits_key=None, removable=False, written=False):
    """A table of `(number, label, text)`; labels can be chosen or, `written`, typed, and rows ticked to leave out."""
    frame = pd.DataFrame({
        **({"out": [False] * len(rows)} if removable else {}),
        "label": [label or None for _, label, _ in rows],
        "number": [number for number, *_ in rows],
        "text": [text for *_, text in rows]
    })
    known = written or sorted(set(dataset.columns.get("label", ())) - {""})
    order = [*(["label"] if known else []), *(["text", "number"] if removable else ["number", "text"])]
    columns = {
        "out": st.column_config.CheckboxColumn(t("Leave out"), width=80),
        "label": _label_column(dataset, known, written),
        "text": st.column_config.TextColumn(t("Input") if written else t("Text")),
        "number": st.column_config.NumberColumn(t("Row"), format="%d", width=60),
    }
    height = (min(len(rows), SHOWN_ROWS) + 1) * ROW_HEIGHT + 3
    st.data_editor(
        frame, hide_index=True, disabled=["text", "number"], column_config=columns, width="stretch", height=height,
        column_order=[*(["out"] if removable else []), *(["text", "label", "number"] if written else order)], key=key, on_change=on_change, args=(key, edits_key, [row[:2] for row in rows]),
        placeholder="–", alt=t("Rows of the file; a label can be changed")
    )


def _label_column(dataset, known, written):
    if written:
        return st.column_config.TextColumn(t("Output"), required=True, max_chars=2_000)
    return st.column_config.SelectboxColumn(
        t("Label"), options=known, format_func=dataset.shown, required=True, width=100
    )


def label_names(task, dataset, kept):
    """How many rows of each label, and the names they are shown under; `kept` is where the session has the names."""
    counts = Counter(label for label in dataset.columns["label"] if label)
    labels = sorted(counts, key=lambda label: (-counts[label], label))
    known = {label: t(name) for label, name in task.label_names.items()}
    shown = [dataset.names.get(label, known.get(label, label)) for label in labels]
    frame = pd.DataFrame({"label": labels, "rows": [counts[label] for label in labels], "name": shown})
    rows = st.column_config.NumberColumn(t("Rows"), format="localized")
    headings = {"label": t("Label"), "rows": rows, "name": t("Shown as")}
    edited = st.data_editor(
        frame, hide_index=True, disabled=["label", "rows"], column_config=headings, width="stretch",
        height=(min(len(labels), NAMED_LABELS) + 1) * ROW_HEIGHT + 3,
        key=f"{task.name}-names-editor-{hash(tuple(labels))}-{language()}",
        alt=t("The labels and the names they are shown under")
    )
    others = {label: name for label, name in kept.get({}).items() if label not in counts}
    pairs = zip(edited["label"], edited["name"], strict=True)
    kept.set(others | {label: name for label, name in pairs if name and name != known.get(label, label)})


def shown_names(task, names):
    """`{label: name}` as people read them here: the owner's `names` before the task's."""
    return {label: t(name) for label, name in task.label_names.items()} | names


def _take_labels(editor, key, rows):
    changes = editor.value["edited_rows"]
    add_edit(key, Edit.of(labels=corrections(changes, rows)[1]))
