"""results(task, group): the finding, scores with intervals beside the baselines, pair by pair, the sentences only one gets right."""

import pandas as pd
import streamlit as st

from nlp_models.answering.comparison import caution, compare, finding, points
from pages.ui.answer.scores import measure_name, method_name, number_of
from pages.ui.frame.words import plain, t, translated
from pages.ui.race.curves import curves_part
from pages.ui.race.names import MARKS, contestant_name, looks_of
from pages.ui.race.only_right import only_right_part
from pages.ui.race.page_links import links_of
from pages.ui.terms import explained

SIGNS = {True: "+", False: "−"}


def results(task, group):
    """Everything there is to say once none of them trains."""
    found = _compared([(run.seen_as, run.status.updated) for run in group.runs], group)
    names = [contestant_name(one.changes) for one in found.contestants]
    st.markdown(f"#### {explained(plain(translated(finding(found, [*map(str, names)]))), 'seed')}")
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
    kind, marks = task.kind, [MARKS[shape] for _, shape in looks_of([one.changes for one in found.contestants])]
    rows = []
    for place in found.ended:
        one = found.contestants[place]
        rows.append(
            {
                t("Network"): f"{marks[place]} {names[place]}",
                _measure_title(found): _with_interval(found, kind, one),
                t("Parameters"): f"{one.parameters:,}",
                t("Steps"): f"{one.steps:,}",
                t("Learning"): t("{seconds} s", seconds=f"{one.seconds:,.1f}"),
                t("A step"): t("{milliseconds} ms", milliseconds=f"{1000 * one.step_seconds:,.0f}"),
            }
        )
    for name, score in found.baselines.items():
        rows.append({t("Network"): f"– {method_name(kind, name)}", _measure_title(found): _number(found, kind, score)})
    table = pd.DataFrame(rows).fillna("–")
    st.dataframe(table, hide_index=True, width="stretch", alt=t("The score of each, and what it cost"))
    for place in found.ended:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{marks[place]} **{plain(names[place])}**", width=180)
            links_of(task, next(iter(found.contestants[place].runs.values())))


def _measure_title(found):
    if found.measure in found.kind.MEASURES:
        return measure_name(found.kind, found.measure).capitalize()
    return t("Bits per character")


def _number(found, kind, score):
    return number_of(kind, found.measure, score) if found.measure in kind.MEASURES else f"{score:.3f}"


def _with_interval(found, kind, one):
    number = _number(found, kind, one.score)
    if one.low is None:
        return number
    return t(
        "{score} ({low} to {high})",
        score=number,
        low=_number(found, kind, one.low),
        high=_number(found, kind, one.high),
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
            t("Difference"): _points(found, pair.difference.value),
            t("Between"): t(
                "{low} to {high}", low=_points(found, pair.difference.low), high=_points(found, pair.difference.high)
            ),
            t("More than chance"): t("yes") if pair.difference.is_sure else t("no"),
        }
        for pair in found.pairs
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt=t("Every pair with its difference"))


def _points(found, value):
    shown = points(found, value, signed=True)
    return shown if isinstance(shown, str) else translated(shown)
