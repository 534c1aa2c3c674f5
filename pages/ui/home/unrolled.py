"""A ready network reads a sentence: its cell unrolled along the words, with the states and the answers it really has."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from nlp_models.answering import probe
from nlp_models.answering.ready import ready_models
from pages.ui.answer.answering import followed_label, label_name, load
from pages.ui.frame.words import language, percent, plain, t
from pages.ui.home.unrolled_component import unrolled_view

UNITS = 8


@dataclass(frozen=True)
class Reading:
    """What a network made of a sentence, word by word."""

    words: list[str]
    answers: list[float]  # the probability of `label` after every word
    label: str  # as it is shown
    units: list[int]  # which of the forward reader's
    states: np.ndarray  # of these (words, units)
    of: int  # so many units there are


def unrolled_network(task):
    """The picture, its finding above, what is drawn below; nothing where no network is ready in this language."""
    ready = [model for model in ready_models(task.name) if model.language == language()]
    if not ready:
        return
    sentence = task.examples[language()][0]
    reading = read(task, ready[0], sentence)
    with st.container(border=True):
        st.subheader(t("One cell, unrolled along a sentence"), anchor=False)
        st.markdown(
            t(
                "It reads a word, changes its state and hands the state on: the same cell with the same weights at every word."
            )
        )
        st.markdown(f"**{finding(reading)}**")
        unrolled_view(reading, finding(reading))
        st.caption(legend(ready[0], reading))
        numbers(reading)


def read(task, run, sentence):
    """The Reading of a sentence by a finished run or ready model of a classifier."""
    predictor = load(run.id, str(run.folder))
    answer, traced = predictor.read(sentence), probe.gates_by_word(predictor, sentence)
    names = {label: label_name(task, predictor.config.names, label) for label in answer.probabilities}
    followed, states = followed_label(task, names, answer), traced["forward_1"]["h"]
    units = probe.changed_most(states, UNITS)
    answers = [step[followed] for step in answer.curve]
    return Reading(answer.words, answers, names[followed], units.tolist(), states[:, units], states.shape[1])


def finding(reading):
    """At which word the answer changed most."""
    changes = np.abs(np.diff(reading.answers))
    if not len(changes):
        return t(
            "After the last word: {label} {percent} %",
            label=plain(reading.label),
            percent=round(100 * reading.answers[-1]),
        )
    at = int(changes.argmax()) + 1
    return t(
        "At “{word}” the answer changed most: the probability of {label} went from {before} to {after}.",
        word=plain(reading.words[at]),
        label=plain(reading.label),
        before=percent(reading.answers[at - 1]),
        after=percent(reading.answers[at]),
    )


def legend(run, reading):
    """Whose numbers these are, and how a line is to be read."""
    told = t(
        "Real numbers of the ready model ({cell}). Every line is one unit of its hidden state, {shown} of {all}: pink is above zero, green below, and the farther from zero, the thicker; the thickest is {most}.",
        cell=run.recipe.cell.upper(),
        shown=len(reading.units),
        all=reading.of,
        most=f"{np.abs(reading.states).max():.2f}",
    )
    if run.recipe.bidirectional:
        told += " " + t("It also reads from the end to the beginning; its answers above take both readings together.")
    return told


def numbers(reading):
    """The same as a table, drawn when it is opened."""
    opened = st.expander(t("The same in numbers"), icon=":material/table:", on_change="rerun", key="home-numbers")
    if opened.open:
        states = {f"h {unit}": column for unit, column in zip(reading.units, reading.states.T, strict=True)}
        columns = {t("Probability of {label}", label=reading.label): reading.answers} | states
        table = {t("Word"): reading.words} | {name: np.round(column, 2) for name, column in columns.items()}
        opened.dataframe(table, hide_index=True, width="stretch", alt=finding(reading))
