"""Tagged sentences to look over on Data: a table, and the chosen one with its tags."""

import pandas as pd
import streamlit as st

from nlp_models.datasets.dataset import Edit
from nlp_models.problems.tagging.entities import OUTSIDE, are_entities
from nlp_models.problems.tagging.tags import types_of
from nlp_models.text.vocabulary import SPACE
from nlp_models.text.words import is_of_letters, join_words
from pages.ui.data.edits import mend
from pages.ui.data.preview import EDITED_ROWS, ROW_HEIGHT, SHOWN_ROWS
from pages.ui.frame.key import Key
from pages.ui.frame.remember import relabelled
from pages.ui.frame.words import plain, t
from pages.ui.views.tagging.words import kind_label, tagged_words, with_kind


def rows_step(task, dataset, key):
    """The first sentences; the one that is chosen is shown with its tags."""
    sentences = [text.split(" ") for text in dataset.columns["text"][:EDITED_ROWS]]
    tags = [cell.split(" ") for cell in dataset.columns["label"][:EDITED_ROWS]]
    labels = sorted({tag for cell in dataset.columns["label"] for tag in cell.split(" ")})
    of_entities = are_entities(labels)
    chosen = _chosen(sentences, tags, dataset.row_numbers[:EDITED_ROWS], of_entities, key)
    if chosen < len(sentences):
        row = dataset.row_numbers[chosen]
        st.caption(t("Choose a line to see its tags. Line {number}:", number=row))
        letters = is_of_letters([" ".join(words) for words in sentences])
        clicked = tagged_words(
            task,
            dataset.names,
            sentences[chosen],
            tags[chosen],
            None,
            letters,
            (),
            f"row-{key}",
            t("The words of the sentence with their tags; a click tells more"),
            types_of(labels),
        )
        if clicked:
            set_right(task, dataset.names, sentences[chosen], tags[chosen], clicked, labels, key, row)
        else:
            st.caption(t("Click a word to set a wrong tag right."))
    kinds = len(types_of(labels)) if of_entities else len(labels)
    st.caption(t("{count} types of names", count=kinds) if of_entities else t("{count} different tags", count=kinds))


def _chosen(sentences, tags, numbers, of_entities, key):
    """The place of the sentence that was clicked in the table of them, or of the first."""
    begun = [sum(tag.startswith("B-") for tag in own) for own in tags]
    counts = begun if of_entities else [*map(len, tags)]
    frame = pd.DataFrame({"text": [join_words(words) for words in sentences], "number": numbers, "count": counts})
    picked = st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        height=(min(len(frame), SHOWN_ROWS) + 1) * ROW_HEIGHT + 3,
        key=f"tagged-{key}",
        on_select="rerun",
        selection_mode="single-row",
        alt=t("The first sentences of the file"),
        column_config={
            "text": st.column_config.TextColumn(t("Sentence")),
            "number": st.column_config.NumberColumn(t("Line"), format="%d", width=60),
            "count": st.column_config.NumberColumn(t("Names") if of_entities else t("Words"), width=70),
        },
    )
    return (picked.selection.rows or [0])[0]


def set_right(task, names, words, tags, span, labels, key, row):
    """Another tag for the clicked word; the change is one of the edits of this data, so it can be undone."""
    first, end, kind = span
    of_entities = are_entities(labels)
    kinds = [*types_of(labels), *([OUTSIDE] if of_entities else [])]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.selectbox(
            t("Tag of “{word}”", word=plain("".join(words[first:end]).replace(SPACE, " "))),
            kinds,
            format_func=lambda one: kind_label(task, names, one),
            width=240,
            **relabelled(Key(f"right-{key}-{row}-{first}-{kind}"), kinds.index(kind or OUTSIDE)),
        )
        changed = " ".join(with_kind(tags, first, end, wanted, of_entities))
        st.button(
            t("Set right"),
            icon=":material/edit:",
            key=f"set-right-{key}",
            disabled=changed == " ".join(tags),
            on_click=mend,
            args=(key, Edit.of(labels={row: changed})),
        )
