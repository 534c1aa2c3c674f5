"""What of a picture would have to be covered, so that the network writes another word: each a picture that a click reads."""

import streamlit as st

from nlp_models.problems.captioning.covering import SIDES, area, covers
from pages.ui.answer.answering import load
from pages.ui.frame.words import percent, plain, t
from pages.ui.inside.searches.search import asks, searched, with_share
from pages.ui.views.captioning.pictures import framed

WIDTH = 210


def tell_covers(task, run, picture, place):
    """The finding, then the covered pictures."""
    predictor = load(run.id, str(run.folder))
    what = ("covers", run.id, str(run.folder), picture, place)
    found = searched(what, lambda progress: covers(predictor, picture, place, progress=progress))
    st.markdown(f"**{finding(found)}**")
    if not found.covers:
        return
    st.caption(t("Found among {tried} covered pictures. A click reads one of them above.", tried=found.tried))
    with st.container(horizontal=True):
        for at, cover in enumerate(found.covers):
            with st.container(width=WIDTH, gap="xsmall"):
                alt = t("The picture with the covered squares in a frame")
                st.image(framed(cover.picture, cover.rectangle, SIDES), width=WIDTH, alt=alt)
                asks(task, cover.picture, line(cover), key=f"flip-cover-{at}")


def finding(found):
    """How many squares it takes, or that the picture is not needed for this word."""
    if not found.covers:
        return t(
            "Even with the whole picture covered it writes “{word}” here: {before} with the picture, {after} without",
            word=plain(found.answer),
            before=percent(found.probability),
            after=percent(found.unseen),
        )
    best, whole = found.covers[0], SIDES**2
    values = {"before": with_share(found.answer, found), "after": with_share(best.answer, best), "all": whole}
    count = area(best.rectangle)
    if count == 1:
        return t("Covering one of {all} squares turns it: {before} → {after}", **values)
    return t("Covering {count} of {all} squares turns it: {before} → {after}", **values, count=count)


def line(cover):
    """What is written without these squares."""
    return " · ".join((with_share(cover.answer, cover), t("it writes “{answer}”", answer=plain(cover.writes))))
