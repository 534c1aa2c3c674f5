"""The same network with attention and without: the other of the two, where it is there, and the way to train it."""

import streamlit as st

from nlp_models.answering.ready import ready_models
from nlp_models.runs.store import RunStore
from pages.ui.answer.answering import network_name
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import t
from pages.ui.train.starting import start_training


def ablation_run(task, run):
    """The finished run or ready model of the same data that differs in its attention; None where there is none."""
    if run.is_ready:
        fitting = [model for model in ready_models(task.name) if model.languages == run.languages]
    else:
        digest = run.report.get("data_sha256")
        done = [
            one for one in RunStore.default().list(visitor(), task.name) if one.status.state == "done" and one.report
        ]
        fitting = [one for one in done if digest and one.report.get("data_sha256") == digest]
    return next((one for one in fitting if one.recipe.attention != run.recipe.attention), None)


def attention_words(run):
    """Which of the two a network is."""
    return t("With attention") if run.recipe.attention else t("Without attention")


def unlike(run, other):
    """That two networks differ in size, too, and in how long they learned, where they do: then a difference is not attention's alone."""
    small, large = sorted((run, other), key=lambda one: one.recipe.units)
    units, steps = ([read(one) for one in (small, large)] for read in (lambda one: one.recipe.units, _steps))
    if units[0] == units[1]:
        return
    values = {"small": units[0], "large": units[1]}
    if None in steps or steps[0] == steps[1]:
        words = t(
            "The two also differ in size, {small} units and {large}, so not all of the difference comes from attention.",
            **values,
        )
    else:
        words = t(
            "The two also differ in size and in how long they learned, {small} units in {few} steps and {large} in {many}, so not all of the difference comes from attention.",
            few=f"{steps[0]:,}",
            many=f"{steps[1]:,}",
            **values,
        )
    st.caption(words)


def _steps(run):
    return (run.report or {}).get("steps")


def offer_ablation(task, run):
    """Train the other one; of a ready model the rows are not here."""
    if run.is_ready or not run.has_rows:
        return
    words = t("Train the same without attention") if run.recipe.attention else t("Train the same with attention")
    st.button(
        words,
        icon=":material/compare_arrows:",
        type="tertiary",
        key="train-companion",
        on_click=_train,
        args=(task, run),
    )


def _train(task, run):
    choose(state.STEP, "train")
    recipe = run.recipe.changed(attention=not run.recipe.attention, abstention_threshold=None)
    name = t("{name}, without attention", name=network_name(run)) if run.recipe.attention else network_name(run)
    start_training(task, recipe, run.dataset, name)
