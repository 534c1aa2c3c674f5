"""What stands under the title of every use-case page: what the page is for, and the shape of its network."""

import streamlit as st

from pages.ui.charts.shape_strip import shape_strip
from pages.ui.frame.words import t


def what_for(task):
    """The caption, with more on hovering, and beside it the strip; of a task that says neither, nothing."""
    if not task.purpose:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="purpose"):
        more = [t(text) for text in (task.more, task.shape.told if task.shape else "") if text]
        st.caption(t(task.purpose), help="\n\n".join(more) or None, width="content")
        shape_strip(task)
