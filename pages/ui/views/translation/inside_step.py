"""Look inside: as every encoder-decoder is looked into, beside its twin with or without attention where there is one."""

import streamlit as st

from pages.ui.answer import encoder_decoder_inside
from pages.ui.answer.answering import examples_of, load
from pages.ui.frame import state
from pages.ui.frame.navigation import use_network
from pages.ui.frame.words import plain, t
from pages.ui.views.translation.ablation import ablation_run, attention_words, unlike
from pages.ui.views.translation.try_step import read


def inside_step(task, run):
    """The pair, then the network of this page taken apart."""
    other = ablation_run(task, run)
    if other is not None:
        pair(task, run, other, state.sentence(task).get() or examples_of(task, run)[0])
    encoder_decoder_inside.inside_step(task, run)


def pair(task, run, other, sentence):
    """What either writes for the sentence, and the way into the other one."""
    if not load(run.id, str(run.folder)).problem.reads(sentence):
        return
    with st.container(border=True):
        for column, one in zip(st.columns(2, gap="medium"), (run, other), strict=True):
            column.markdown(f"**{attention_words(one)}**")
            column.write(plain(read(one.id, str(one.folder), sentence).said) or t("Nothing"))
        unlike(run, other)
        words = (
            t("Look inside the one without attention")
            if run.recipe.attention
            else t("Look inside the one with attention")
        )
        st.button(
            words,
            icon=":material/swap_horiz:",
            type="tertiary",
            key="other-twin",
            on_click=use_network,
            args=(task, other.id),
        )
