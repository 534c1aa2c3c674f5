"""Scores as Judge shows them in several views: a number in a frame, precision and recall of every label."""

import pandas as pd
import streamlit as st

from pages.ui.answer.judge_parts import perplexity_words
from pages.ui.frame.words import percent_format, t
from pages.ui.terms import explained, term_help

# of a score in its frame: what stands below it is no change
LOOK = {"border": True, "width": "stretch", "height": "stretch", "delta_color": "off", "delta_arrow": "off"}


def perplexity_metric(scores):
    """The perplexity with its interval."""
    spread = t(
        "{low} to {high}",
        low=perplexity_words(scores["perplexity_low"]),
        high=perplexity_words(scores["perplexity_high"]),
    )
    meaning = t(
        "Among how many equally likely tokens it hesitates on average: less is better. Below, where it lies with 95 % certainty."
    )
    st.metric(
        explained(t("Perplexity"), "perplexity"), perplexity_words(scores["perplexity"]), spread, help=meaning, **LOOK
    )


def per_label_table(scores, names, label, rows, alt):
    """Precision, recall and F1 of every label.

    Args:
        scores: `{label: {"f1", "precision", "recall", "rows"}}`.
        names: what each label is called, in that order.
        label, rows: the columns of the names and of how often each occurs, as `st.column_config` has them.
    """
    every = list(scores.values())
    shares = {name: [100 * one[name] for one in every] for name in ("precision", "recall")}
    frame = pd.DataFrame(
        {"label": names, "f1": [one["f1"] for one in every], **shares, "rows": [one["rows"] for one in every]}
    )
    number, bar, share = st.column_config.NumberColumn, st.column_config.ProgressColumn, percent_format(1)
    right, found = t("Of those it named so, the share that was right."), t("Of those that are so, the share it found.")
    columns = {  # so wide that a phone shows them all; where there is room they grow
        "label": label,
        "f1": bar("F1", format="%.3f", min_value=0, max_value=1, help=term_help("f1"), width=72),
        "precision": number(t("Precision"), format=share, help=right, width=70),
        "recall": number(t("Recall"), format=share, help=found, width=58),
        "rows": rows,
    }
    st.dataframe(frame, hide_index=True, width="stretch", alt=alt, column_config=columns)


def take_cell(chart, cell, options):
    """The cell of a matrix of mistakes that was clicked becomes the chosen one, where rows lie in it."""
    for picked in chart.value.selection.get("cell") or []:
        clicked = (int(picked["target"]), int(picked["answer"]))
        if clicked in options:
            cell.set(clicked)
