"""Look inside: which words made the answer, what the network held in mind at each word, one unit, the nearest words."""

import streamlit as st

from nlp_models.answering import probe
from nlp_models.problems.classification import attribution
from pages.ui.answer.answering import ask_sentence, followed_label, label_name, load, tell_unread
from pages.ui.answer.cell_link import step_through
from pages.ui.answer.epochs import choose_epoch
from pages.ui.answer.inside_parts import neighbour_part, state_part
from pages.ui.answer.inside_unit import unit_part
from pages.ui.answer.unreadable import cannot_read
from pages.ui.frame import state
from pages.ui.frame.remember import remembered
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.terms import explained
from pages.ui.views.classification.reasons import reasons

METHODS = ("occlusion", "gradient")


def inside_step(task, run):
    """The sentence of Try, taken apart."""
    sentence = ask_sentence(task, run)
    with errors_told():
        if not cannot_read(task, run, sentence):
            step_through(task, run, sentence)
            look(task, choose_epoch(run), sentence)


def look(task, run, sentence):
    """Verdict, words, states, one unit, neighbours."""
    predictor, here = load(run.id, str(run.folder)), (run.id, str(run.folder), sentence)
    answer, readers = _answer(*here), dict(_readers(*here))
    words = readers.pop("words")
    names = {label: label_name(task, predictor.config.names, label) for label in answer.probabilities}
    followed = followed_label(task, names, answer)
    verdict(answer, names, followed)
    branch_part(attribution.by_branch(predictor, sentence, followed), names[followed])
    if not words:
        st.caption(t("There is no word in this sentence that the network could read."))
        return
    word = word_part(here, followed, names)
    st.caption(
        t(
            "What follows shows the states of units: pink is above zero, green below. Neither speaks for {label} or against it.",
            label=plain(names[followed]),
        )
    )
    reader = state_part(task, run, readers, words, word, attribution.unit_effects(predictor, sentence, followed))
    unit_part(task, run, reader, word)
    neighbour_part(predictor, words[word])


def verdict(answer, names, followed):
    """The answer in a line, with the probability that Try shows too; and what was not read."""
    values = {"label": plain(names[answer.label]), "followed": plain(names[followed])}
    words = t(
        "Answer: {label} · probability of {followed} {percent}",
        **values,
        percent=percent(answer.probabilities[followed]),
    )
    st.markdown(f"**{explained(words, 'probability')}**")
    tell_unread(answer.unknown, answer.truncated_at)


def branch_part(probabilities, name):
    """How much of the answer came by the spelling, where it is read."""
    if probabilities:
        cells, spelling = map(percent, probabilities)
        values = {"label": plain(name), "cells": cells, "spelling": spelling}
        st.write(
            t(
                "For {label}, the spelling of the words alone says {spelling}, the recurrent cells alone say {cells}; the answer lies halfway.",
                **values,
            )
        )


def word_part(here, label, names):
    """Words tinted by what each did to the answer; gives the index of the chosen word, at first the strongest."""
    method = st.segmented_control(
        t("What each word does to the answer"),
        METHODS,
        format_func=_method_name,
        required=True,
        **remembered(state.METHOD, METHODS, "occlusion"),
    )
    return reasons(here, label, names, method)


def _method_name(method):
    return {"occlusion": t("Without this word"), "gradient": t("Gradient (which way it pushes)")}[method]


# keyed by run and sentence: a click on a word or a unit computes nothing again
@st.cache_data(max_entries=32, show_spinner=False)
def _answer(run_id, folder, sentence):
    return load(run_id, folder).read(sentence)


@st.cache_data(max_entries=32, show_spinner=False)
def _readers(run_id, folder, sentence):
    return probe.gates_by_word(load(run_id, folder), sentence)
