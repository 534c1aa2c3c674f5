"""What stands round the sentence that is asked: examples, and the ways on from the answer."""

import streamlit as st

from nlp_models.answering.ready import ReadyModel
from nlp_models.runs.run import Run
from nlp_models.tasks import Task
from pages.ui.answer.answering import examples_of
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.state import Key
from pages.ui.frame.words import plain, t


def next_steps(task: Task) -> None:
    """What most people do next: look into this answer, or bring sentences of their own."""
    with st.container(horizontal=True):
        look, train = t(task.look), t("Train on my own data")
        st.button(look, icon=":material/search_insights:", on_click=choose, args=(state.STEP, "inside"))
        st.button(train, icon=":material/table_rows:", type="tertiary", on_click=choose, args=(state.STEP, "data"))


def example_pills(task: Task, run: Run | ReadyModel) -> None:
    """Sentences to copy into the input."""
    picked = state.example(task, run)
    st.pills(
        t("Examples"),
        examples_of(task, run),
        key=picked,
        format_func=plain,
        label_visibility="collapsed",
        on_change=_take_example,
        args=(picked, state.sentence(task)),
    )


def _take_example(picked: Key[str | None], sentence: Key[str]) -> None:
    sentence.set(picked.value or sentence.value)
    picked.set(None)  # a sentence to copy, not a choice that stays
