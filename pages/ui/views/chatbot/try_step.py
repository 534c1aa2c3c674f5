"""Try of a chatbot: a conversation in which every answer says where it comes from, and a wrong one is set right."""

import time

import streamlit as st

from pages.ui.answer.answering import examples_of
from pages.ui.answer.safe import show_card, tell_masked, withheld
from pages.ui.answer.unreadable import cannot_read
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.words import errors_told, plain, t
from pages.ui.views.chatbot import keys
from pages.ui.views.chatbot.reply import FOUND, GENERATED, UNSURE, reply_to
from pages.ui.views.chatbot.teaching import taught_line, teach_part
from pages.ui.views.chatbot.why import why_popover

PAUSE = 0.06  # seconds between two words, so that one sees it write
MOST_TURNS = 12
PERSON, BOT = ":material/person:", ":material/forum:"


def try_step(task, run):
    """A conversation."""
    turns = asked(task, run)
    with errors_told():
        for place, text in enumerate(turns):
            turn(task, run, place, text, streamed=_is_new(task, place, turns))
    st.pills(
        t("Examples"),
        examples_of(task, run),
        format_func=plain,
        key=state.example(task, run),
        label_visibility="collapsed",
        on_change=_take_example,
        args=(task, run),
    )
    st.chat_input(
        t("Say something"), key=keys.said(task), max_chars=500, submit_mode="stop", on_submit=_say, args=(task,)
    )
    taught_line(task, run)
    with st.container(horizontal=True):
        if not withheld(task, turns[-1]):
            st.button(
                t("Look inside the last answer"),
                icon=":material/search_insights:",
                on_click=_look_inside,
                args=(task, turns[-1]),
            )
        if len(turns) > 1:
            st.button(
                t("Start over"), icon=":material/restart_alt:", type="tertiary", on_click=_start_over, args=(task,)
            )
        st.button(
            t("Train on my own data"),
            type="tertiary",
            icon=":material/table_rows:",
            on_click=choose,
            args=(state.STEP, "data"),
        )


def asked(task, run):
    """What was said to it so far; an example while nobody has said anything."""
    return keys.turns(task).get() or examples_of(task, run)[:1]


def turn(task, run, place, text, streamed):
    """One thing that was said, and the answer; the kind card in its place where somebody tells of being hurt."""
    with st.chat_message(t("You"), avatar=PERSON):
        st.write(plain(text))
    if withheld(task, text):
        with st.chat_message(t("Bot"), avatar=BOT):
            show_card(text)
        return
    answered(task, run, place, text, streamed)


def answered(task, run, place, text, streamed):
    """The answer with its tag, its reasons, and the way to a better one."""
    with st.chat_message(t("Bot"), avatar=BOT):
        if cannot_read(task, run, text, place):
            return
        reply = reply_to(task, run, text)
        shown = t("I do not know what to say to that.") if reply.tag == UNSURE else reply.answer.said
        st.write_stream(_word_by_word(shown)) if streamed else st.write(plain(shown))
        tell_masked(shown)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            tag_badge(reply.tag)
            why_popover(run, place, text, reply)
            better = teach_part(task, run, place, text)
        if better:
            st.caption(t("Noted: “{answer}”", answer=plain(better)))


def tag_badge(tag):
    """Where the answer comes from."""
    words, icon, colour = {
        GENERATED: (t("generated"), ":material/edit_note:", "blue"),
        FOUND: (t("from your data"), ":material/format_quote:", "gray"),
        UNSURE: (t("not sure"), ":material/help:", "orange"),
    }[tag]
    st.badge(words, icon=icon, color=colour)


def _word_by_word(text):
    for word in text.split(" "):
        yield plain(word) + " "
        time.sleep(PAUSE)


def _is_new(task, place, turns):
    """The last answer is written before one's eyes, once."""
    if place < len(turns) - 1:
        return False
    return bool(keys.just_said(task).pop())


def _say(task):
    _add(task, keys.said(task).value)


def _take_example(task, run):
    example = state.example(task, run)
    if picked := example.value:
        _add(task, picked)
    example.set(None)


def _add(task, text):
    if text and text.strip():
        turns = keys.turns(task)
        turns.set([*turns.get([]), text.strip()][-MOST_TURNS:])
        state.ask(task, text.strip())
        keys.just_said(task).set(True)


def _start_over(task):
    keys.turns(task).pop()


def _look_inside(task, text):
    state.ask(task, text)
    choose(state.STEP, "inside")
