"""Which words made the answer: each one tinted by what it did, under a sentence that names the strongest."""

import pandas as pd
import streamlit as st

from nlp_models.answering import attribution
from pages.ui.answer.answering import load
from pages.ui.charts.words_component import words_view
from pages.ui.frame.words import percent, plain, t

LEAST_SCALE = 0.05  # of probability: less than five points never gets the full colour


def reasons(here, label, names, method="occlusion"):
    """The words as chips; gives the index of the chosen one, at first the strongest.

    Args:
        here: `(run id, folder, sentence)`; a word at least of the sentence can be read.
        label, names: whose probability is explained; what every label is called.
        method: "occlusion" or "gradient".
    """
    words, contributions = zip(*_contributions(*here, label, method), strict=True)
    if method == "gradient":
        total = sum(map(abs, contributions)) or 1.0
        contributions = [share / total for share in contributions]
    strongest = max(range(len(contributions)), key=lambda at: abs(contributions[at]))
    finding = _finding(method, words[strongest], contributions[strongest], _sides(label, names))
    st.markdown(f"**{plain(finding)}**")
    scale = max(LEAST_SCALE, abs(contributions[strongest]))
    clicked = words_view(
        list(words),
        [share / scale for share in contributions],
        labels=[_number(method, share) for share in contributions],
        key="words",
        chosen=strongest,
        title=finding,
    )
    st.caption(_how(method, *_sides(label, names)))
    with st.expander(t("The same numbers as a table")):
        column = t("points") if method == "occlusion" else t("share of the push (%)")
        rows = {t("word"): words, column: [round(100 * share, 1) for share in contributions]}
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=finding)
    return strongest if clicked is None else clicked


def _sides(label, names):
    """What a word can speak for: the label that is followed, and of two the other."""
    other = [name for one, name in names.items() if one != label] if len(names) == 2 else [t("another label")]
    return names[label], other[0]


def _finding(method, word, share, sides):
    """What the tinted words show, in a sentence."""
    values = {"word": word, "label": sides[share < 0], "number": _number(method, abs(share)).lstrip("+")}
    if method == "gradient":
        return t("“{word}” pushes hardest towards {label} ({number} of the push)", **values)
    if abs(share) < 0.005:
        return t("No single word decides: without any one of them the answer moves by less than a point")
    return t("“{word}” pulls most towards {label} ({number} points)", **values)


def _number(method, share):
    """+12 points of probability, or −38 % of the push."""
    whole = round(100 * share)
    sign = "+" if whole > 0 else "−" if whole < 0 else ""
    return sign + (str(abs(whole)) if method == "occlusion" else percent(abs(whole) / 100))


def _how(method, name, other):
    values = {"label": plain(name), "other": plain(other)}
    if method == "occlusion":
        return t(
            "Each word in turn was hidden. Its number says how many points it adds to the probability of {label}: blue pulls towards {label}, orange towards {other}.",
            **values,
        )
    return t(
        "Each word's embedding was stretched a little. Its number is its share of the whole push: blue towards {label}, orange towards {other}.",
        **values,
    )


# keyed by run and sentence: a click on a word or a unit computes nothing again
@st.cache_data(max_entries=64, show_spinner=False)
def _contributions(run_id, folder, sentence, label, method):
    measure = {"occlusion": attribution.occlusion, "gradient": attribution.gradient_times_input}[method]
    return measure(load(run_id, folder), sentence, label).parts
