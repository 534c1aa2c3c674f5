"""Why this answer?: the nearest questions it learned from, how sure it was, and where it looked for every word."""

import streamlit as st

from pages.ui.answer.safe import masked
from pages.ui.charts.attention_map import attention_part
from pages.ui.frame.words import percent, plain, t
from pages.ui.terms import explained
from pages.ui.views.chatbot.reply import FOUND, UNSURE


def why_popover(run, place, text, reply):
    """The popover under an answer."""
    with st.popover(t("Why this answer?"), icon=":material/psychology_alt:", type="tertiary", key=f"why-{place}"):
        how_sure(run, reply)
        near_part(reply)
        map_part(text, reply, key=f"why-map-{place}")


def how_sure(run, reply):
    """The tag in a sentence, with the number behind it."""
    answer, limit = reply.answer, run.recipe.changed(**(run.report or {}).get("recipe", {})).abstention_threshold or 0
    values = {"sure": percent(answer.confidence), "limit": percent(limit), "answer": plain(answer.said)}
    if reply.tag == UNSURE:
        st.markdown(
            f"**{t('It was not sure: {sure} a token, and under {limit} it says that it does not know.', **values)}**"
        )
        if answer.said:
            st.caption(t("It would have said: “{answer}”", **values))
        return
    said = t("It wrote this token by token, {sure} sure of each (under {limit} it would not say it).", **values)
    if reply.tag == FOUND:
        said = t("This very answer is in its data; it was {sure} sure of each token that it wrote.", **values)
    st.markdown(f"**{said}**")


def near_part(reply):
    """The three nearest questions with their answers; what a search would have said is the first of these."""
    if reply.nearest is None:
        st.caption(t("What it learned from is not here."))
        return
    if not reply.nearest:
        st.caption(t("No question that it learned from has anything in common with this."))
        return
    st.markdown(t("Nearest questions that it learned from, and their answers:"))
    rows = {
        t("Question"): [masked(question) for question, *_ in reply.nearest],
        t("Answer"): [masked(answer) for _, answer, _ in reply.nearest],
        t("Alike"): [percent(share) for *_, share in reply.nearest],
    }
    st.dataframe(rows, hide_index=True, width="stretch", alt=t("The nearest questions with their answers"))


def map_part(text, reply, key):
    """Where it looked for every word it wrote."""
    answer = reply.answer
    if not answer.attention_weights or not answer.words:
        st.caption(
            explained(t("This network has no attention: it writes from one summary of what it read."), "attention")
        )
        return
    attention_part(answer.words, answer.said_words, answer.attention_weights, key=key)
