"""Try of a language model: type, see the likeliest next words live, click one to go on, or let it write."""

import os
import random
import re
import time

import streamlit as st

from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.problems.language_model.writing import appended, continued, laid_out, text_of, write
from nlp_models.safety import untold
from nlp_models.text.layout import LEVEL
from nlp_models.text.shown import BLANK, BREAK
from pages.ui.answer.answering import ask_sentence, load, tell_unread
from pages.ui.answer.ask import example_pills, next_steps
from pages.ui.answer.safe import masked, tell_masked, withheld
from pages.ui.answer.unreadable import cannot_read
from pages.ui.charts.token_charts import next_bars
from pages.ui.frame import state
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.terms import term_help
from pages.ui.views.language_model import keys
from pages.ui.views.language_model.copies import source_of, written_part

MOST = 200  # tokens written at once
PAUSE = 0.02  # seconds between two, so that one sees it write
UNDECIDED = 2  # words
INDENTED = re.compile(r"\n([ \t]*)")


def try_step(task, run):
    """A beginning and what may follow it."""
    sentence = ask_sentence(task, run)
    example_pills(task, run)
    if withheld(task, sentence):
        return
    with errors_told():
        cannot_read(task, run, sentence)  # what is likely behind words it does not know is worth seeing all the same
        likeliest(task, run, sentence)
        write_on(task, run, sentence)
    next_steps(task)


def likeliest(task, run, sentence):
    """The ten likeliest next words as bars."""
    answer = load(run.id, str(run.folder)).read(sentence)
    words, probabilities = zip(*answer.next, strict=True)
    finding = t("Likeliest next: “{word}”, {percent}", word=words[0], percent=percent(probabilities[0]))
    with st.container(border=True):
        st.markdown(f"**{plain(finding)}**")
        chart = keys.next_chart(task, run)
        st.vega_lite_chart(
            next_bars(words, answer.next_ids, list(probabilities)),
            key=chart,
            on_select=lambda: _take(task, run, chart, sentence),
            alt=finding,
        )
        by_keyboard(task, run, sentence, dict(zip(answer.next_ids, words, strict=True)))
        st.caption(t("Click a word to add it to your text. ⏎ is the end of a line, · goes on within a word."))
        if any(word.startswith(LEVEL) for word in words):
            st.caption(t("⇥ is a level of indentation: ⇥⇥ begins a line that stands two levels in."))
        if BLANK in words:
            st.caption(
                t("␣ is only the space before a word that it will spell in pieces: click it, and the pieces follow.")
            )
        tell_masked(*words)
    tell_unread(answer.unknown)


def by_keyboard(task, run, sentence, words):
    """The same words for those who press keys: they are seen once the Tab key reaches them (everyone.css)."""
    picked = keys.candidate(task, run)
    st.pills(
        t("Add a word to your text"),
        list(words),
        key=picked,
        format_func=lambda number: plain(words[number]),
        on_change=lambda: _add_picked(task, run, picked, sentence),
    )


def _add_picked(task, run, picked, sentence):
    if picked.value is not None:
        _add(task, run, sentence, picked.value)
    picked.set(None)


def _take(task, run, chart, sentence):
    """A clicked word goes behind the text; a click beside the bars changes nothing."""
    clicked = chart.value.selection.get("word", [])
    if clicked and clicked[0].get("number") is not None:
        _add(task, run, sentence, int(clicked[0]["number"]))


def _add(task, run, sentence, number):
    state.ask(task, _appended(run, sentence, number).replace("\n", f" {BREAK} "))


def _appended(run, sentence, number):
    """The text with one more token."""
    return appended(load(run.id, str(run.folder)).problem.vocabulary, sentence, number)


def write_on(task, run, sentence):
    """Let the network go on by itself, in a way one can set."""
    how, most, seed = settings(task)
    written = keys.written(task)
    if st.button(t("Write on"), type="primary", icon=":material/edit_note:", key=f"write-{task.name}"):
        seed = random.randrange(10_000) if seed is None else seed
        place = st.empty()
        with place:
            st.write_stream(_pieces(run, sentence, how, most, seed))
        place.empty()
        written.set((run.id, sentence, _whole(run.id, str(run.folder), sentence, how, most, seed), seed))
    of, start, text, used = written.get((None, None, "", 0))
    if of == run.id and start == sentence:
        with st.container(border=True):
            written_part(source_of(run), text)
            tell_masked(text)
            st.caption(t("Seed {seed}: with the same settings it writes the same again.", seed=used))


def settings(task):
    """`(Decoding, tokens, seed or None)`, folded away."""
    with st.expander(
        t("How it writes: temperature, top-k, top-p, beams, repetition, length, seed"), icon=":material/tune:"
    ):
        left, right = st.columns(2, gap="medium")

        def slider(place, name, label, term, low, high, value, step):
            key, words = f"{name}-{task.name}", term_help(term)
            return place.slider(label, low, high, value, step, key=key, persist_state="session", help=words)

        how = Decoding(
            temperature=slider(
                left, "temperature", t("Temperature (0: always the likeliest)"), "temperature", 0.0, 2.0, 0.8, 0.1
            ),
            top_k=slider(right, "top-k", t("Top-k (0: all)"), "top-k", 0, 200, 40, 10),
            top_p=slider(
                left, "top-p", t("Top-p: the likeliest words that add up to this share"), "top-p", 0.1, 1.0, 1.0, 0.05
            ),
            repetition_penalty=slider(
                right, "penalty", t("Repetition penalty (1: off)"), "repetition-penalty", 1.0, 2.0, 1.1, 0.1
            ),
            num_beams=slider(
                left, "beams", t("Beam width (over 1: searches, without chance)"), "beam-search", 1, 8, 1, 1
            ),
        )
        most = slider(right, "most", t("Length in tokens"), "token", 10, MOST, 60, 10)
        seed = st.number_input(
            t("Seed (empty: another text each time)"),
            0,
            9_999,
            None,
            key=f"seed-{task.name}",
            persist_state="session",
            width=280,
        )
    return how, most, seed


def _pieces(run, sentence, how, most, seed):
    """What comes on top of the text so far, as it is written; the newest words wait until it is known what they become."""
    predictor, ids, before = load(run.id, str(run.folder)), [], ""
    vocabulary = predictor.problem.vocabulary
    yield _as_markdown(laid_out(vocabulary, sentence)) + " "
    for number in write(predictor, sentence, how, most, seed):
        ids.append(number)
        text = _known(masked(untold(sentence, text_of(vocabulary, ids))))
        if text.startswith(before):
            yield _as_markdown(text[len(before) :])
            before = text
        time.sleep(PAUSE)


def _known(text):
    """Without its last words: with the letters to come they may be another word."""
    words = re.split(r"(\s+)", text)
    return "".join(words[: -2 * UNDECIDED])


@st.cache_data(max_entries=64, show_spinner=False)
def _whole(run_id, folder, sentence, how, most, seed):
    predictor = load(run_id, folder)
    vocabulary = predictor.problem.vocabulary
    text = continued(vocabulary, sentence, write(predictor, sentence, how, most, seed))
    begun = len(os.path.commonprefix([text, sentence]))  # a blank at its end may have gone
    return masked(laid_out(vocabulary, text[:begun] + untold(text[:begun], text[begun:])).strip("\n"))


def _as_markdown(text):
    """Lines and their indentation stay what they are."""
    return INDENTED.sub(lambda spaces: "  \n" + "\u00a0" * len(spaces[1].expandtabs(4)), plain(text))
