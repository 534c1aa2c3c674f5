"""Tagged sentences to look over on Data: a table, and the chosen one with its tags."""

import pandas as pd
import streamlit as st

from nlp_models.entities import OUTSIDE, are_entities
from nlp_models.problems.sentences import is_of_letters, join_words
from nlp_models.problems.tags import types_of
from pages.ui.preview import EDITED_ROWS, ROW_HEIGHT, SHOWN_ROWS
from pages.ui.tagging_words import tagged_words
from pages.ui.words import t


def tagged_rows(task, dataset, key):
    """The first sentences; the one that is chosen is shown with its tags."""
    sentences = [text.split(" ") for text in dataset.columns["text"][:EDITED_ROWS]]
    tags = [cell.split(" ") for cell in dataset.columns["label"][:EDITED_ROWS]]
    counts = [sum(tag.startswith("B-") for tag in own) for own in tags]
    labels = sorted({tag for cell in dataset.columns["label"] for tag in cell.split(" ")})
    of_entities = are_entities(labels)
    frame = pd.DataFrame({"text": [join_words(words) for words in sentences], "number": dataset.row_numbers[:EDITED_ROWS],
                          "count": counts if of_entities else [*map(len, tags)]})  # fmt: skip
    picked = st.dataframe(
        frame, hide_index=True, width="stretch", height=(min(len(frame), SHOWN_ROWS) + 1) * ROW_HEIGHT + 3,
        key=f"tagged-{key}", on_select="rerun", selection_mode="single-row", alt=t("The first sentences of the file"),
        column_config={
            "text": st.column_config.TextColumn(t("Sentence")),
            "number": st.column_config.NumberColumn(t("Line"), format="%d", width=60),
            "count": st.column_config.NumberColumn(t("Names") if of_entities else t("Words"), width=70),
        },
    )  # fmt: skip
    chosen = (picked.selection.rows or [0])[0]
    if chosen < len(sentences):
        st.caption(t("Choose a line to see its tags. Line {number}:", number=frame["number"][chosen]))
        letters = is_of_letters([" ".join(words) for words in sentences])
        tagged_words(
            task, dataset.names, sentences[chosen], tags[chosen], None, letters, (), f"row-{key}",
            t("The words of the sentence with their tags; a click tells more"), types_of(labels),
        )  # fmt: skip
    kinds = len(types_of(labels)) if OUTSIDE in labels else len(labels)
    st.caption(t("{count} types of names", count=kinds) if of_entities else t("{count} different tags", count=kinds))
