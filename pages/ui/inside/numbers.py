"""The numbers of the drawing as a table, for whoever would rather read them."""

import pandas as pd
import streamlit as st

from nlp_models.numpy_layers.trace import LONG_NAMES
from pages.ui.frame.words import t
from pages.ui.inside.formulas import names
from pages.ui.inside.parts import folded
from pages.ui.inside.steps import LETTERS, words_of


def numbers_part(reader, unit):
    """Every gate and state of the open unit at every step, drawn when it is opened."""
    if box := folded(t("The same numbers as a table"), ":material/table:", "cell-numbers"):
        named = names(reader.cell)
        columns = {
            named[letter]: [two(value) for value in reader.gates[LONG_NAMES[letter]][:, unit]]
            for letter in LETTERS[reader.cell]
        }
        numbers = range(1, len(reader.tokens) + 1)
        table = pd.DataFrame(
            {t("Step"): numbers, t("word"): words_of(reader)} | columns
        )  # a dict of one row is another table
        right = dict.fromkeys(columns, st.column_config.TextColumn(alignment="right"))
        alt = t("Unit {unit}", unit=unit)
        box.dataframe(table, hide_index=True, width="stretch", column_config=right, alt=alt)


def two(value):
    """Two digits and a true minus sign, as in the drawing."""
    digits = f"{abs(value):.2f}"
    return f"−{digits}" if value < 0 and float(digits) else digits
