"""Look inside of what writes: a text held back, with the true words before every place and with its own, and what that does."""

import pandas as pd
import streamlit as st

from nlp_models.answering import forcing
from nlp_models.text.shown import BREAK
from pages.ui.answer.answering import load
from pages.ui.charts.forcing_component import columns_of, two_ways_view
from pages.ui.charts.growth_chart import growth_chart
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.terms import explained

LETTERS = 70  # of a text in the list
HARDLY = 0.03  # a difference between two shares


def forcing_part(task, run, show=None):
    """Drawn when it is opened.

    Args:
        show: draws what is read for a text, where that is no text.
    """
    opened = st.expander(
        t("Given the true words, or its own: teacher forcing"),
        icon=":material/call_split:",
        on_change="rerun",
        key=f"forcing-{task.name}",
    )
    if not opened.open:
        return
    with opened, errors_told():
        how = t(
            "While it learns to write, it is given the true word before every place (teacher forcing), so that all places are learned at once and an early mistake spoils nothing. When it is asked, it has only its own words: after a mistake it reads a text that it was never shown."
        )
        st.caption(explained(how, "teacher-forcing"))
        if not run.is_ready and not run.has_rows:
            st.write(t("This needs sentences held back from the training, and those of this network are not here."))
            return
        with st.spinner(t("Writing the sentences held back in both ways")):
            played = _played(run.seen_as, run.id, str(run.folder), run)
        example_part(task, run, played, show)
        growth_part(run, played.courses)


@st.cache_resource(max_entries=6, show_spinner=False)
def _played(_seen_as, run_id, folder, _run):
    return forcing.theatre(load(run_id, folder), forcing.held_back(_run))


def example_part(task, run, played, show):
    """One text in two rows, under what is seen in it; another one can be chosen."""
    if not any(map(forcing.parts_in_between, played.examples)):
        st.write(none_parts(played))
    names = [_named(task, course) for course in played.examples]
    at = st.selectbox(
        t("Sentence held back"), range(len(names)), format_func=names.__getitem__, key=f"forcing-text-{run.id}"
    )
    course = played.examples[at]
    if show:
        show(course.source)
    elif course.source:
        st.markdown(t("It reads: {what}", what=plain(course.source)))
    finding = what_happens(course)
    st.markdown(f"**{plain(finding)}**")
    two_ways_view(course, f"two-ways-{run.id}-{at}", finding)
    st.caption(
        t(
            "Under each true word stands what it expected there with the true words before it, ✓ where that is the same; ⏎ is the end."
        )
    )
    with st.expander(t("The same words as a table")):
        st.dataframe(_table(course), hide_index=True, alt=finding)


def none_parts(played):
    """What is said where no text parts in the middle."""
    count = len(played.courses)
    if all(course.parting is None for course in played.courses):
        return t(
            "It writes all {count} sentences that were tried just as they stand: its own words never part from the true ones.",
            count=count,
        )
    return t(
        "Of {count} sentences that were tried none parts in the middle: its own words are other ones from the start.",
        count=count,
    )


def what_happens(course):
    """The finding of one text."""
    count, same = sum(word != BREAK for word in course.true[course.given :]), (course.parting or 0) - course.given
    if course.parting is None:
        return t("It writes all {count} words by itself", count=count)
    true, own = course.true[course.parting], course.own[course.parting : course.parting + 1]
    if true == BREAK:
        return t(
            "It writes all {count} words by itself, but goes on with “{own}” where the sentence ends",
            count=count,
            own=own[0],
        )
    if own in ([], [BREAK]) and not same:
        return t("It writes nothing by itself: it stops at once, where “{true}” stands", true=true)
    if own in ([], [BREAK]):
        return t(
            "It writes {same} of {count} words by itself, then stops where “{true}” stands",
            same=same,
            count=count,
            true=true,
        )
    if not same:
        return t("Its very first word is another one: “{own}”, not “{true}”", own=own[0], true=true)
    return t(
        "It writes {same} of {count} words by itself, then “{own}” where “{true}” stands, and from there on it reads its own text",
        same=same,
        count=count,
        own=own[0],
        true=true,
    )


def growth_part(run, courses):
    """How often it is wrong, place by place, under the finding."""
    growth = forcing.error_growth(courses)
    st.markdown(f"**{t('How mistakes grow with the length')}**")
    finding = how_it_grows(growth)
    st.markdown(plain(finding))
    names = (t("true tokens given"), t("its own tokens"))
    st.altair_chart(growth_chart(growth, names, t("place in the text")), key=f"growth-{run.id}", alt=finding)
    where = t("from our own sample") if run.is_ready else t("held back from its training")
    caption = t(
        "The share of wrong tokens in each place, of {count} sentences {where}, and where it lies with 95 % certainty. Wrong is whatever is not the very token that stands there: a good answer in other words counts as wrong, too.",
        count=len(courses),
        where=where,
    )
    st.caption(explained(caption, "token", "confidence-interval"))
    with st.expander(t("The same numbers as a table")):
        st.dataframe(_numbers(growth, names), hide_index=True, alt=finding)


def how_it_grows(growth):
    """Where the two are furthest apart, in a sentence."""
    surest = max(growth, key=lambda place: place.free.low - place.forced.high)
    values = {"number": surest.number, "forced": percent(surest.forced.mean), "free": percent(surest.free.mean)}
    if max(place.free.mean - place.forced.mean for place in growth) < HARDLY:
        return t(
            "Its own words hardly lead it astray: nowhere is it wrong much more often than with the true ones before it."
        )
    if surest.free.low <= surest.forced.high:
        return t(
            "With its own tokens before it, it is wrong more often at some places, but with so few sentences that may be chance."
        )
    return t(
        "At the first place it is wrong in {first} of the sentences either way. At place {number} it is wrong in {forced} with the true tokens before it, but in {free} with its own: one mistake leads to others.",
        first=percent(growth[0].free.mean),
        **values,
    )


def _named(task, course):
    """A text in the list: what is read for it, else its own beginning."""
    text = task.kind.cell(course.source) if course.source else " ".join(course.true)
    return text if len(text) <= LETTERS else f"{text[:LETTERS].rstrip()} …"


def _table(course):
    rows = columns_of(course)
    return pd.DataFrame(
        {
            t("True words"): [row["true"] for row in rows],
            t("It expected"): [t("given") if row["given"] else row["guess"] for row in rows],
            t("Its own words"): [row["own"] for row in rows],
        }
    )


def _numbers(growth, names):
    def told(share):
        return t(
            "{share} ({low} to {high})", share=percent(share.mean), low=percent(share.low), high=percent(share.high)
        )

    return pd.DataFrame(
        {
            t("place in the text"): [place.number for place in growth],
            t("sentences"): [place.texts for place in growth],
            names[0]: [told(place.forced) for place in growth],
            names[1]: [told(place.free) for place in growth],
        }
    )
