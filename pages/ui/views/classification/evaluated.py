"""What Judge's parts share: a run's answers and scores, and how scores and methods are told."""

from typing import NamedTuple

import streamlit as st

from nlp_models.answering.judging import judge
from nlp_models.problems.classification.judging import Evaluated
from nlp_models.scoring.metrics import classification_scores


class Scored(NamedTuple):
    """A finished run with its rows (None: they are elsewhere), its scores and those of the baselines, by name."""

    evaluated: Evaluated | None
    scores: dict | None
    baselines: dict[str, dict]


def scored(run):
    """The Scored of a finished run or ready model."""
    return _scored(run.seen_as, str(run.folder), run)


@st.cache_resource(max_entries=4, show_spinner=False)
def _scored(run_id, folder, _run):
    # a finished run changes no more, and nothing here changes it: sessions may share it, keyed by run
    evaluated, report = judge(_run), _run.report or {}
    scores = report.get("test")
    if evaluated and evaluated.source == "held-out" and "macro_f1_low" not in (scores or {}):
        scores = classification_scores(evaluated.targets, evaluated.predicted, evaluated.labels)
    return Scored(evaluated, scores, report.get("baselines") or {})


def best_baseline(baselines):
    """`(name, scores)` of the most accurate one."""
    return max(baselines.items(), key=lambda item: item[1]["accuracy"])
