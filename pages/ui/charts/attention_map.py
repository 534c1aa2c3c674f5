"""Attention as a heat map: rows are the words that were written, columns what was looked at; and its finding in words.

words = ["the", "cat"], ["le", "chat"]
attention_part(*words, looks, key="map")             # with its finding; folded where there is nothing to see
st.altair_chart(attention_map(*words, looks), alt=attention_finding(*words, looks))
"""

import json

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.charts.charts import finish, on_its_colour
from pages.ui.charts.look import LONGEST_LABEL, widest, words_axis
from pages.ui.frame.words import percent, plain, t

ROW = 34
CELL = 32  # pixels that a number needs
FEW = 14  # columns; beside more there is no room for numbers
WRITTEN = 0.1  # a share that is less is not worth its number
MOST_ROWS, LEAST_ROWS = 30, 6  # words written: more are no answer; in fewer a word may well come twice
SHARP = 0.25  # of its looks: one that has no more than this on any place looked at nothing in particular


def attention_part(read, written, attention_weights, key):
    """The map under its finding; folded where it shows next to nothing: see `is_telling`."""
    finding = attention_finding(read, written, attention_weights)
    if is_telling(written, attention_weights):
        st.markdown(f"**{plain(finding)}**")
        return _draw(read, written, attention_weights, key, finding)
    icon = ":material/grid_on:"
    expander = st.expander(plain(finding), key=f"{key}-open", on_change="rerun", icon=icon)
    if expander.open:
        with expander:
            _draw(read, written, attention_weights, key, finding)


def is_telling(written, attention_weights):
    """Whether a map is worth its room: some word looked at one place, and it is no long row of the same words."""
    sharp = np.max(attention_weights, initial=0) >= SHARP
    return sharp and len(written) <= MOST_ROWS and (len(written) < LEAST_ROWS or len(set(written)) > len(written) / 2)


def _draw(read, written, attention_weights, key, finding):
    st.altair_chart(attention_map(read, written, attention_weights), key=key, alt=finding)


def attention_map(read, written, attention_weights, titles=None):
    """The chart.

    Args:
        read: S words that were looked at;  written: T words, each with its row of looks.
        looks: `(T, S)`, every row a share of 1.
        titles: what the rows are and the columns, for those who point at a cell.
    """
    titles = titles or (t("written"), t("looked at"))
    rows = [
        {
            "word": column,
            "row": row,
            "from": source,
            "to": target,
            "value": round(float(attention_weights[row][column]), 3),
        }
        for row, target in enumerate(written)
        for column, source in enumerate(read)
    ]
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X(**words_axis(list(read), orient="top", paddingInner=0.06)), y=rows_axis(list(written))
    )
    colour = alt.Color("value:Q", scale=alt.Scale(domain=[0, 1], range="heatmap", clamp=True), legend=None)
    tooltips = [
        alt.Tooltip("to:N", title=titles[0]),
        alt.Tooltip("from:N", title=titles[1]),
        alt.Tooltip("value:Q", format=".0%", title=" "),
    ]
    layers = [base.mark_rect(cornerRadius=3).encode(color=colour, tooltip=tooltips)]
    if len(read) <= FEW:
        layers.append(_numbers(base, len(read)))
    return finish(alt.layer(*layers).properties(height=ROW * len(written) + round(widest(list(read))) + 20))


def attention_finding(read, written, attention_weights):
    """What the map shows, in a sentence: the word that looked most sharply, and where."""
    if not len(read) or not len(written):
        return t("There is nothing that it could look at.")
    weights = np.asarray(attention_weights)
    row, column = np.unravel_index(int(weights.argmax()), weights.shape)
    share = float(weights[row, column])
    if share < SHARP and len(read) > 1:
        return t("No word looked at one place in particular")
    return t(
        "For “{word}” it looked most at “{place}”: {share}", word=written[row], place=read[column], share=percent(share)
    )


def most_attended(attention_weights):
    """The place that each written word looked at most."""
    return [int(np.argmax(row)) for row in attention_weights]


def rows_axis(words):
    """A row for each word, repeated words apart; nothing in a word is code."""
    names = f"{json.dumps(words)}[datum.value]"
    axis = alt.Axis(labelExpr=names, labelLimit=LONGEST_LABEL, labelOverlap=False, grid=False)
    return alt.Y("row:O", title=None, axis=axis, scale=alt.Scale(domain=list(range(len(words))), paddingInner=0.08))


def _numbers(base, columns):
    """The share in its cell, readable on what it stands on."""
    fits = alt.ExprRef(f"width < {CELL * columns} ? 0 : 1")  # on a phone the colours speak alone
    shown = base.transform_filter(f"datum.value >= {WRITTEN}")
    return shown.mark_text(fontSize=13, opacity=fits).encode(
        text=alt.Text("value:Q", format=".0%"), color=on_its_colour("datum.value")
    )
