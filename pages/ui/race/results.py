"""results(task, group): the finding, scores with intervals beside the baselines, pair by pair, the sentences only one gets right."""

import pandas as pd
import streamlit as st

from nlp_models.answering.comparison import caution, compare, finding, points
from pages.ui.answer.scores import measure_name, method_name, number_of
from pages.ui.frame.words import plain, t, translated
from pages.ui.race.curves import curves_part
from pages.ui.race.names import MARKS, capital, contestant_name, looks_of
from pages.ui.race.only_right import only_right_part
from pages.ui.race.page_links import links_of
from pages.ui.terms import explained

SHORT, NARROW = 6, 90  # letters of names, and pixels for them, so that a phone has room for the links beside them


def results(task, group):
    """Everything there is to say once none of them trains."""
    with st.spinner(t("Comparing them row by row")):  # a language model reads its rows again
        found = _compared([(run.seen_as, run.status.updated) for run in group.runs], group)
    names = [contestant_name(one.changes) for one in found.contestants]
    st.markdown(f"#### {explained(plain(capital(translated(finding(found, [*map(str, names)])))), 'seed')}")
    if careful := caution(found):
        st.caption(translated(careful))
    curves_part(task, group, found.baselines)
    if found.ended:
        scores_part(task, found, names)
        pairs_part(found, names)
        only_right_part(task, found, names)


@st.cache_data(max_entries=16, show_spinner=False)
def _compared(known_by, _group):
    return compare(_group)


def scores_part(task, found, names):
    """The score of each on rows it has never seen, what it cost, and the ways on."""
    st.subheader(t("On {rows} rows that none of them has seen", rows=f"{found.rows:,}"), anchor=False)
    marks = [MARKS[shape] for _, shape in looks_of([one.changes for one in found.contestants])]
    own = [row_of(found, found.contestants[place], f"{marks[place]} {names[place]}") for place in found.ended]
    simple = [
        {t("Network"): f"– {method_name(task.kind, name)}", _measure_title(found): _number(found, score)}
        for name, score in found.baselines.items()
    ]
    table = pd.DataFrame([*own, *simple]).fillna("–").set_index(t("Network"))
    st.table(table.rename(index=plain))
    if not found.baselines:
        st.caption(
            explained(t("There is no simple method to hold them against: only the networks are compared."), "baseline")
        )
    st.caption(t("Learned: {each}", each=" · ".join(budget_words(found.contestants[n], names[n]) for n in found.ended)))
    width = NARROW if max(map(len, names)) <= SHORT else 180
    for place in found.ended:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{marks[place]} **{plain(names[place])}**", width=width)
            links_of(task, next(iter(found.contestants[place].runs.values())))


def row_of(found, one, name):
    """A line of the table."""
    return {
        t("Network"): name,
        _measure_title(found): _with_interval(found, one),
        t("Parameters"): _parameters(one),
        t("Time a step"): t("{milliseconds} ms", milliseconds=f"{1000 * one.step_seconds:,.0f}"),
    }


def _parameters(one):
    """All of them, and how many are learned where that is another number."""
    if one.trained == one.parameters:
        return f"{one.parameters:,}"
    return t("{all}, {trained} of them learned", all=f"{one.parameters:,}", trained=f"{one.trained:,}")


def budget_words(one, name):
    """Both said: the steps that it took, and the seconds."""
    return t(
        "{name} {steps} steps in {seconds} s", name=plain(name), steps=f"{one.steps:,}", seconds=f"{one.seconds:,.0f}"
    )


def _measure_title(found):
    if found.measure in found.kind.MEASURES:
        return capital(measure_name(found.kind, found.measure))
    return t("Bits per character")


def _number(found, score):
    return number_of(found.kind, found.measure, score) if found.measure in found.kind.MEASURES else f"{score:.3f}"


def _with_interval(found, one):
    number = _number(found, one.score)
    if one.low is None:
        return number
    return t(
        "{score} ({low} to {high})",
        score=number,
        low=_number(found, one.low),
        high=_number(found, one.high),
    )


def pairs_part(found, names):
    """Every two of them: how far apart, between what bounds, and whether chance explains it."""
    if not found.pairs:
        return
    st.subheader(t("Two by two"), anchor=False)
    said = t(
        "The same rows, one network against the other; the interval holds the true difference with 95 % certainty."
    )
    st.caption(explained(said, "confidence-interval"))
    rows = [
        {
            t("Pair"): f"{names[pair.first]} – {names[pair.second]}",
            _difference_title(found): _points(found, pair.difference.value),
            t("Between"): t(
                "{low} to {high}", low=_points(found, pair.difference.low), high=_points(found, pair.difference.high)
            ),
            t("More than chance"): t("yes") if pair.difference.is_sure else t("no"),
        }
        for pair in found.pairs
    ]
    st.table(pd.DataFrame(rows).set_index(t("Pair")).rename(index=plain))


def _difference_title(found):
    """With the name of the score, where its numbers do not say it."""
    if found.is_share:
        return t("Difference")
    return t("Difference in {measure}", measure=measure_name(found.kind, found.measure))


def _points(found, value):
    shown = points(found, value, signed=True)
    return shown if isinstance(shown, str) else translated(shown)
