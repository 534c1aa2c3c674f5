"""What Try, Judge and Look inside show while there is no finished network: the way to one."""

import streamlit as st

from pages.ui.data.step import example_dataset
from pages.ui.frame import state
from pages.ui.frame.navigation import open_training, watched_run
from pages.ui.frame.remember import choose
from pages.ui.frame.words import t
from pages.ui.train.starting import start_training

NEED_A_NETWORK = ("try", "judge", "inside")


def without_network(task, step):
    """The first training under way, or the offer to begin one."""
    if step == "judge":
        return offer_training()
    if step == "inside":
        st.write(t("There is no trained network to look into yet. Train one, then come back."))
        st.button(
            t("Go to Train"),
            type="primary",
            icon=":material/model_training:",
            on_click=choose,
            args=(state.STEP, "train"),
        )
        return
    run = watched_run(task)
    await_run(task, run) if run and run.is_active else offer_example(task)


def await_run(task, run):
    """The first network is still training."""
    with st.container(border=True):
        st.subheader(t("Your first network is training"), anchor=False)
        st.write(t("It answers here as soon as it is done."))
        st.button(t("Watch it"), icon=":material/model_training:", on_click=open_training, args=(task, run))


def offer_example(task):
    """No network yet: train one on the example sentences."""
    with st.container(border=True):
        st.subheader(t("There is no trained network here yet"), anchor=False)
        rows = f"{len(example_dataset(task)):,}"
        st.write(
            t(
                "Train one on {rows} example sentences. It takes about a minute, then you can ask it anything.",
                rows=rows,
            )
        )
        with st.container(horizontal=True):
            st.button(
                t("Train on the example"),
                type="primary",
                icon=":material/model_training:",
                on_click=_train_example,
                args=(task,),
            )
            st.button(t("Use my own data"), type="tertiary", on_click=choose, args=(state.STEP, "data"))


def offer_training():
    """No finished network yet."""
    with st.container(border=True):
        st.subheader(t("There is nothing to judge yet"), anchor=False)
        st.write(t("Once a network is trained, its score and its mistakes are shown here."))
        st.button(t("Go to training"), icon=":material/model_training:", on_click=choose, args=(state.STEP, "train"))


def _train_example(task):
    choose(state.STEP, "train")
    recipe = task.recipe.changed(length="short")
    start_training(task, recipe, example_dataset(task), t(task.kind.EXAMPLE))
