"""The use cases as cards, those of one shape beside each other."""

import streamlit as st

from nlp_models import tasks
from nlp_models.tasks import SHAPES
from pages.ui.charts.shape_strip import shape_strip
from pages.ui.frame.addresses import page_of
from pages.ui.frame.words import t

IN_A_ROW = 2


def use_cases_by_shape():
    """Every task that says its shape, under the name of the shape and what such a network does."""
    st.subheader(t("What it can do, by the shape of the network"), anchor=False)
    known = [tasks.load(name) for name in tasks.names()]
    for shape in SHAPES:
        of_this_shape = [task for task in known if task.shape is shape]
        if of_this_shape:
            st.markdown(f"**{t(shape.title)}.** {t(shape.told)}")
            for start in range(0, len(of_this_shape), IN_A_ROW):
                row_of_cards(of_this_shape[start : start + IN_A_ROW])


def row_of_cards(in_row):
    for column, task in zip(st.columns(IN_A_ROW), in_row, strict=False):
        with column.container(border=True, height="stretch"):
            card(task)


def card(task):
    """Name, sentence, shape; the name is the link."""
    st.page_link(page_of(task.name), label=f"**{t(task.title)}**")
    st.markdown(t(task.purpose))
    shape_strip(task)
