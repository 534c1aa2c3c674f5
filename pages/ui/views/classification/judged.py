"""What Judge's parts share: a run's answers and scores, and how scores and methods are told."""

from typing import NamedTuple

import streamlit as st

from nlp_models.answering.judging import Judged, judge
from nlp_models.scoring.metrics import classification_scores
from pages.ui.frame.words import t


class Scored(NamedTuple):
    """A finished run with its rows (None: they are elsewhere), its scores and those of the baselines, by name."""

    judged: Judged | None
    scores: dict | None
    baselines: dict[str, dict]


def scored(run):
    """The Scored of a finished run or ready model."""
    return _scored(run.id, str(run.folder), run)


@st.cache_resource(max_entries=4, show_spinner=False)
def _scored(run_id, folder, _run):
    # a finished run changes no more, and nothing here changes it: sessions may share it, keyed by run
    judged, report = judge(_run), _run.report or {}
    scores = report.get("test")
    if judged and judged.source == "held-out" and "macro_f1_low" not in (scores or {}):
        scores = classification_scores(judged.targets, judged.predicted, judged.labels)
    return Scored(judged, scores, report.get("baselines") or {})


def best_baseline(baselines):
    """`(name, scores)` of the most accurate one."""
    return max(baselines.items(), key=lambda item: item[1]["accuracy"])


def points(share):
    """A difference of two shares: +2.4 pts."""
    return t("{number} pts", number=signed(100 * share, 1))


def signed(number, digits):
    """With its sign, a true minus; nothing is ever -0.0."""
    text = f"{number:+.{digits}f}"
    return "0" if not float(text) else text.replace("-", "−")


def between(low, high):
    """An interval of two shares."""
    return t("{low} to {high} %", low=f"{100 * low:.1f}", high=f"{100 * high:.1f}")


def verdict(comparison, name):
    """Who is better, in a sentence."""
    number = f"{100 * abs(comparison.difference):.1f}"
    if comparison.verdict == "wins":
        return t("{number} points above {name}, more than chance would explain", number=number, name=name)
    if comparison.verdict == "loses":
        return t("On this data {name} is better, by {number} points", number=number, name=name)
    return t("Level with {name}: the difference is within the margin", name=name)
