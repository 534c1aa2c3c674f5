"""only_right_part(...): the held-out sentences that one contestant alone gets right, a few of each."""

import streamlit as st

from pages.ui.answer.safe import masked
from pages.ui.frame.views import has_own
from pages.ui.frame.words import plain, t
from pages.ui.race.names import MARKS, looks_of

SHOWN, LETTERS = 5, 140


def only_right_part(task, found, names):
    """Of each how many, and the first of them; of pictures only how many."""
    if not any(found.only_right):
        return
    st.subheader(t("What only one of them gets right"), anchor=False)
    marks = [MARKS[shape] for _, shape in looks_of([one.changes for one in found.contestants])]
    for place, texts in enumerate(found.only_right):
        if found.contestants[place].score is None:
            continue
        st.markdown(f"{marks[place]} **{plain(names[place])}** · " + _count(len(texts)))
        if texts and not has_own(task, "asked"):
            st.markdown("\n".join(f"- {plain(_short(task, text))}" for text in texts[:SHOWN]))


def _count(count):
    return t("1 sentence") if count == 1 else t("{count} sentences", count=f"{count:,}")


def _short(task, text):
    shown = masked(" ".join(task.kind.readable(text).split()))
    return shown if len(shown) <= LETTERS else f"{shown[:LETTERS]} …"
