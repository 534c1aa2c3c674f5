"""Look inside a language model: the chance of every word where it stood, the states after it, the nearest words."""

import streamlit as st

from nlp_models.answering import probe
from nlp_models.answering.unrolled import has_cells
from pages.ui.answer.answering import ask_sentence, load
from pages.ui.answer.cell_link import step_through
from pages.ui.answer.epochs import choose_epoch
from pages.ui.answer.forcing import forcing_part
from pages.ui.answer.inside_parts import neighbour_part, state_part
from pages.ui.answer.inside_unit import unit_part
from pages.ui.answer.safe import withheld
from pages.ui.charts.token_charts import chance_bars
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.views.language_model.from_loss import loss_part

SHOWN = 60  # tokens in the chart


def inside_step(task, run):
    """The sentence of Try, taken apart."""
    sentence = ask_sentence(task, run)
    if withheld(task, sentence):
        return
    with errors_told():
        if has_cells(load(run.id, str(run.folder))):
            step_through(task, run, sentence)
        look(task, choose_epoch(run), sentence)
    forcing_part(task, run)


def look(task, run, sentence):
    """Chances, states, one unit, neighbours."""
    predictor = load(run.id, str(run.folder))
    answer = predictor.read(sentence)
    readers = dict(probe.gates_by_word(predictor, sentence)) if answer.words else {"words": []}
    words = readers.pop("words")
    if not words:
        st.caption(t("There is no word in this sentence that the network could read."))
        return
    word_probabilities(answer)
    loss_part(run, answer.words[-SHOWN:], answer.word_probabilities[-SHOWN:])
    if not has_cells(predictor):
        st.caption(t("This network has a fixed window and no cell, so it has no states and gates to look into."))
        return
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


def word_probabilities(answer):
    """How likely each token was, under the sentence that names the greatest surprise."""
    words, probabilities = answer.words[-SHOWN:], answer.word_probabilities[-SHOWN:]
    least = min(range(len(words)), key=probabilities.__getitem__)
    instead, chance = answer.expected[-SHOWN:][least]
    finding = t(
        "“{word}” surprised it most: {percent}; it expected “{instead}” ({chance})",
        word=words[least],
        percent=_share(probabilities[least]),
        instead=instead,
        chance=_share(chance),
    )
    st.markdown(f"**{plain(finding)}**")
    expected = [f"{word} {_share(share)}" for word, share in answer.expected[-SHOWN:]]
    chart = chance_bars(words, probabilities, expected, t("Chance of each word, given those before it"))
    st.vega_lite_chart(chart, key="chances", alt=finding)


def _share(share):
    return percent(share) if share >= 0.095 else percent(share, 1) if share >= 0.0005 else t("under 0.1 %")
