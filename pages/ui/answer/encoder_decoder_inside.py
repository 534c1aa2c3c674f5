"""Look inside a chatbot: where it looked for every word, how sure it was of each, what the encoder held in mind."""

import streamlit as st

from nlp_models.answering import probe
from pages.ui.answer.answering import ask_sentence, load
from pages.ui.answer.cell_link import step_through
from pages.ui.answer.epochs import choose_epoch
from pages.ui.answer.forcing import forcing_part
from pages.ui.answer.inside_parts import neighbour_part, state_part
from pages.ui.answer.inside_unit import unit_part
from pages.ui.answer.safe import tell_masked, withheld
from pages.ui.answer.unreadable import cannot_read
from pages.ui.charts.attention_map import attention_part
from pages.ui.charts.token_charts import chance_bars
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.terms import explained


def inside_step(task, run):
    """The sentence of Try, taken apart."""
    sentence = ask_sentence(task, run)
    if withheld(task, sentence):
        return
    with errors_told():
        if not cannot_read(task, run, sentence):
            step_through(task, run, sentence)
            look(task, choose_epoch(run), sentence)
    forcing_part(task, run)


def look(task, run, sentence):
    """Answer, attention, chances, states of both directions, one unit, neighbours."""
    predictor, here = load(run.id, str(run.folder)), (run.id, str(run.folder), sentence)
    answer = _answer(*here)
    if not answer.words:
        st.caption(t("There is no word in this sentence that the network could read."))
        return
    sure = percent(answer.confidence)
    said = t("Answer: “{answer}” · {sure} sure of each token", answer=plain(answer.said), sure=sure)
    st.markdown(f"**{explained(said, 'token')}**")
    tell_masked(answer.said)
    attention(answer)
    word_probabilities(answer)
    readers = dict(_readers(*here))
    words = readers.pop("words")
    word = st.selectbox(
        t("Word to look at"),
        range(len(words)),
        len(words) - 1,
        format_func=lambda at: f"{at + 1}. {words[at]}",
        key=f"look-{task.name}-{hash(sentence)}",
        width=280,
    )
    reader = state_part(task, run, readers, words, word, {})
    unit_part(task, run, reader, word)
    neighbour_part(predictor, words[word])


def attention(answer):
    """Rows are what it wrote, columns what it read."""
    if not answer.attention_weights:
        st.caption(
            explained(t("This network has no attention: it writes from one summary of what it read."), "attention")
        )
        return
    st.subheader(explained(t("Where it looked for every word it wrote: its attention"), "attention"), anchor=False)
    attention_part(answer.words, answer.said_words, answer.attention_weights, key="attention")


def word_probabilities(answer):
    """How sure it was of each word, under the sentence that names the least sure."""
    if not answer.said_words:
        return
    least = min(range(len(answer.said_words)), key=answer.word_probabilities.__getitem__)
    word, share = answer.said_words[least], percent(answer.word_probabilities[least], 1)
    finding = t("Least sure of “{word}”: {percent}", word=word, percent=share)
    st.markdown(f"**{plain(finding)}**")
    instead = [""] * len(answer.said_words)
    chart = chance_bars(answer.said_words, answer.word_probabilities, instead, t("Chance of each word that it wrote"))
    st.vega_lite_chart(chart, key="chances", alt=finding)


@st.cache_data(max_entries=32, show_spinner=False)
def _answer(run_id, folder, sentence):
    return load(run_id, folder).read(sentence)


@st.cache_data(max_entries=32, show_spinner=False)
def _readers(run_id, folder, sentence):
    return probe.gates_by_word(load(run_id, folder), sentence)
