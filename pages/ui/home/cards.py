"""The use cases as cards, those of one shape beside each other."""

import streamlit as st

from nlp_models import tasks
from nlp_models.tasks import SHAPES
from pages.ui.charts.shape_strip import shape_strip
from pages.ui.frame.addresses import page_of
from pages.ui.frame.words import t

IN_A_ROW = 2  # cards, beside the name of their shape


def use_cases_by_shape():
    """Every task that says its shape, beside the name of the shape and what such a network does."""
    st.subheader(t("What it can do, by the shape of the network"), anchor=False)
    known = [tasks.load(name) for name in tasks.names()]
    for shape in SHAPES:
        of_this_shape = [task for task in known if task.shape is shape]
        for start in range(0, len(of_this_shape), IN_A_ROW):
            name, *cards = st.columns(1 + IN_A_ROW)
            if not start:
                name.markdown(f"**{t(shape.title)}**\n\n{t(shape.told)}")
            for column, task in zip(cards, of_this_shape[start:], strict=False):
                with column.container(border=True, height="stretch", gap="xsmall", key=f"card-{task.name}"):
                    card(task)


def card(task):
    """Name, sentence, shape; the name is the link."""
    st.page_link(
        page_of(task.name), label=f"**{t(task.title)}**", icon=":material/arrow_forward:", icon_position="right"
    )
    st.markdown(t(task.purpose))
    shape_strip(task, named=False)
