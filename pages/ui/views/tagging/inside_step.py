"""Look inside a tagger: the tags it gave, which tag likes to follow which, what each direction held in mind."""

import pandas as pd
import streamlit as st

from nlp_models.numpy_layers.trace import Trace
from nlp_models.problems.tagging.entities import kind_of
from nlp_models.problems.tagging.tags import forbidden, types_of
from nlp_models.text.vocabulary import SPACE
from pages.ui.answer.answering import ask_sentence, load
from pages.ui.answer.cell_link import step_through
from pages.ui.answer.epochs import choose_epoch
from pages.ui.answer.inside_parts import neighbour_part, state_part
from pages.ui.answer.inside_unit import unit_part
from pages.ui.answer.unreadable import cannot_read
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.terms import explained
from pages.ui.views.tagging.charts import transition_heat
from pages.ui.views.tagging.words import kind_label, kind_name, tag_called, tagged_words

SHOWN_TAGS = 3


def inside_step(task, run):
    """The sentence of Try, taken apart."""
    sentence = ask_sentence(task, run)
    with errors_told():
        if not cannot_read(task, run, sentence):
            step_through(task, run, sentence)
            look(task, choose_epoch(run), sentence)


def look(task, run, sentence):
    """Tags, transitions, states of both directions, one unit, neighbours."""
    predictor = load(run.id, str(run.folder))
    trace = Trace()
    answer = predictor.problem.read(sentence, predictor, trace)
    words = answer.words
    if not words:
        st.caption(t("There is no word in this sentence that the network could read."))
        return
    clicked = tagged_words(
        task,
        predictor.config.names,
        words,
        answer.tags,
        answer.confidence,
        answer.letters,
        key=f"inside-{task.name}-{run.id}",
        title=t("The words of the sentence with their tags; a click tells more"),
        kinds=types_of(predictor.problem.labels),
    )
    word = clicked[0] if clicked else 0
    tag_probabilities(task, predictor, answer)
    readers = {
        name: {gate: value[0][: len(words)] for gate, value in cell.gates.items()}
        for name, cell in trace.readers.items()
    }
    transitions(task, predictor)
    reader = state_part(task, run, readers, words, word, {})
    unit_part(task, run, reader, word)
    if not answer.letters:
        neighbour_part(predictor, words[word])


def tag_probabilities(task, predictor, answer):
    """The likeliest tags of every word, as a table."""
    names = predictor.config.names
    rows = []
    for word, share in zip(answer.words, answer.tag_probabilities, strict=True):
        if word == SPACE:
            continue
        best = sorted(share, key=share.get, reverse=True)[:SHOWN_TAGS]
        cells = [f"{_tag(task, names, tag)} {percent(share[tag])}" for tag in best]
        rows.append([word, *cells, *[""] * (SHOWN_TAGS - len(cells))])
    with st.expander(t("The likeliest tags of every word")):
        columns = [t("Word"), t("Likeliest"), t("Second"), t("Third")]
        st.dataframe(
            pd.DataFrame(rows, columns=columns),
            hide_index=True,
            width="stretch",
            alt=t("The likeliest tags of every word"),
        )


def transitions(task, predictor):
    """The CRF's scores for one tag after another."""
    if predictor.network.settings["crf"] != "yes":
        return
    labels, between = predictor.problem.labels, predictor.network.weights["crf/transitions"]
    barred = forbidden(labels)[0] < 0
    st.subheader(explained(t("Which tag likes to follow which (CRF)"), "crf"), anchor=False)
    scores = [
        (between[n, m], labels[n], labels[m])
        for n in range(len(labels))
        for m in range(len(labels))
        if not barred[n, m]
    ]
    _, before, after = max(scores)
    finding = likeliest_pair(task, predictor, before, after)
    if barred.any():
        finding += " " + t(
            "{count} pairs are forbidden (–), so they never occur in an answer.", count=int(barred.sum())
        )
    st.markdown(f"**{plain(finding)}**")
    shown = [tag_called(task, predictor.config.names, label) for label in labels]
    chart = transition_heat(shown, between, barred, (t("tag before"), t("tag after")))
    with st.expander(t("Every pair of tags"), icon=":material/grid_on:"):
        st.altair_chart(chart, key="transitions", alt=finding)
        st.caption(t("Blue: the tag on top is likelier after the one on the left; orange: less likely."))


def likeliest_pair(task, predictor, before, after):
    """Which tag follows which most readily, without the codes of the tags."""
    names, kind = predictor.config.names, kind_of(before)
    if after[:2] == "I-" and kind == kind_of(after):
        values = {"kind": kind_name(task, names, kind)}
        return t("After a part of a name ({kind}), the next is most often part of the same name.", **values)
    values = {"before": kind_label(task, names, kind), "after": kind_label(task, names, kind_of(after))}
    return t("After “{before}”, “{after}” comes most readily.", **values)


def _tag(task, names, tag):
    kind = kind_of(tag)
    shown = kind_name(task, names, kind)
    return tag if kind == tag and shown == tag else shown if kind == tag else f"{tag[:2]}{shown}"
