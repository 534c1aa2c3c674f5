"""Thumbs down: a better answer is typed, kept with the data, and learned in a quick training."""

import streamlit as st

from nlp_models.answering.judging import split_as
from nlp_models.errors import RunError
from pages.ui.data.step import example_dataset
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.words import t
from pages.ui.train.starting import start_training
from pages.ui.views.chatbot import keys

QUICK = {"length": "short", "minutes": None, "steps": None, "stop_after": None}


def teach_part(task, run, place, text):
    """The thumbs of an answer; after a thumb down the better one, kept. Gives what was kept for this question."""
    thumb = keys.thumb(task, run, place, text)
    better = keys.better_answer(thumb)
    if st.feedback("thumbs", key=thumb) == 0:
        with st.popover(t("A better answer"), icon=":material/edit:", key=f"better-{place}"):
            typed = st.text_input(t("What should it say?"), key=better, max_chars=300)
            st.button(
                t("Keep as training data"),
                icon=":material/bookmark_add:",
                key=f"keep-{thumb}",
                disabled=not typed.strip(),
                on_click=_keep,
                args=(task, text, better),
            )
    return kept(task).get(text)


def kept(task):
    """`{question: better answer}` of this session."""
    return state.kept(task).get({})


def taught_line(task, run):
    """How many answers were set right, and the quick training with them."""
    count = len(kept(task))
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        one = t("1 better answer kept; it is learned with the data.")
        st.write(one if count == 1 else t("{count} better answers kept; they are learned with the data.", count=count))
        st.button(
            t("Train quickly with them"), icon=":material/bolt:", key="train-kept", on_click=_train, args=(task, run)
        )
        st.button(t("Forget them"), type="tertiary", key="forget-kept", on_click=_forget, args=(task,))


def taught_dataset(task, run):
    """The rows of the run, or of the example where they are elsewhere, with the better answers to learn from."""
    try:
        rows = example_dataset(task) if run.is_ready else split_as(run, run.dataset)
    except RunError:
        rows = example_dataset(task)
    return task.kind.joined(rows, kept(task))


def _keep(task, text, better):
    state.kept(task).set(kept(task) | {text: " ".join(better.value.split())})


def _forget(task):
    state.kept(task).pop()


def _train(task, run):
    """Where the data is too large for a short training, the longer one is one step on, in Train."""
    recipe = (task.recipe if run.is_ready else run.recipe).changed(**QUICK, abstention_threshold=None)
    choose(state.STEP, "train")
    start_training(task, recipe, taught_dataset(task, run), t("With better answers"), None if run.is_ready else run.id)
