"""Which words made the answer: each one tinted by what it did, under a sentence that names the strongest."""

import pandas as pd
import streamlit as st

from nlp_models.problems.classification import attribution
from pages.ui.answer.answering import load
from pages.ui.charts.words_component import words_view
from pages.ui.frame.words import plain, t

LEAST_SCALE = 0.05  # of probability: less than five points never gets the full colour


def reasons(here, label, name, method="occlusion"):
    """The words as chips; gives the index of the chosen one, at first the strongest.

    Args:
        here: `(run id, folder, sentence)`; a word at least of the sentence can be read.
        label, name: whose probability is explained, and what it is called.
        method: "occlusion" or "gradient".
    """
    words, contributions = zip(*_contributions(*here, label, method), strict=True)
    if method == "gradient":
        total = sum(map(abs, contributions)) or 1.0
        contributions = [share / total for share in contributions]
    strongest = max(range(len(contributions)), key=lambda at: abs(contributions[at]))
    finding = _finding(method, words[strongest], contributions[strongest], name)
    st.markdown(f"**{plain(finding)}**")
    scale = max(LEAST_SCALE, abs(contributions[strongest]))
    clicked = words_view(
        list(words), [share / scale for share in contributions], labels=[_number(method, share) for share in contributions],
        key="words", chosen=strongest, title=finding,
    )  # fmt: skip
    st.caption(_how(method, name))
    with st.expander(t("The same numbers as a table")):
        column = t("points") if method == "occlusion" else t("% of the pull")
        rows = {t("word"): words, column: [round(100 * share, 1) for share in contributions]}
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=finding)
    return strongest if clicked is None else clicked


def _finding(method, word, share, name):
    """What the tinted words show, in a sentence."""
    values = {"word": word, "label": name, "number": _number(method, share)}
    if method == "gradient":
        if share < 0:
            return t("“{word}” pulls hardest away from {label} ({number} of the pull)", **values)
        return t("“{word}” pulls hardest towards {label} ({number} of the pull)", **values)
    if abs(share) < 0.005:
        return t("No single word decides: without any one of them the answer moves by less than a point")
    if share < 0:
        return t("“{word}” speaks most against {label} ({number} points)", **values)
    return t("“{word}” speaks most for {label} ({number} points)", **values)


def _number(method, share):
    """+12 points of probability, or −38 % of the pull."""
    whole = round(100 * share)
    sign = "+" if whole > 0 else "−" if whole < 0 else ""
    return f"{sign}{abs(whole)}" if method == "occlusion" else t("{number} %", number=f"{sign}{abs(whole)}")


def _how(method, name):
    if method == "occlusion":
        return t("Each word in turn was made unknown. The number says how many points the probability of {label} lost: blue speaks for it, orange against it.", label=plain(name))  # fmt: skip
    return t("Each word's embedding was stretched a little. The number is its part of the whole pull: blue towards {label}, orange away from it.", label=plain(name))  # fmt: skip


# keyed by run and sentence: a click on a word or a unit computes nothing again
@st.cache_data(max_entries=64, show_spinner=False)
def _contributions(run_id, folder, sentence, label, method):
    measure = {"occlusion": attribution.occlusion, "gradient": attribution.gradient_times_input}[method]
    return measure(load(run_id, folder), sentence, label)
