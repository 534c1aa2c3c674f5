"""Judge, one step closer: what corrections changed, sure mistakes, calibration, the threshold. Drawn only when open."""

import numpy as np
import streamlit as st

from nlp_models.answering.judging import judge_training
from nlp_models.errors import RunNotFound
from nlp_models.problems.classification.judging import confident_errors, what_changed
from nlp_models.runs.store import RunStore
from nlp_models.scoring.metrics import (
    THRESHOLDS,
    calibration_bins,
    expected_calibration_error,
    threshold_curve,
    wilson_interval,
)
from pages.ui.answer.answering import followed_label
from pages.ui.answer.judge_parts import between, points, signed
from pages.ui.charts.judge_charts import calibration_dots, threshold_lines
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import percent, percent_format, plain, t
from pages.ui.terms import explained
from pages.ui.views.classification import keys
from pages.ui.views.classification.cost import (
    ask_cost_ratio,
    cheapest_button,
    cost_metrics,
    precision_recall_part,
    recall_change,
)
from pages.ui.views.classification.evaluated import scored
from pages.ui.views.classification.judge_rows import can_correct, row_table, shown_names

NINETY = (0.85, 0.95)  # "about 90 %"
HALF = 50


def change_expander(task, run, evaluated):
    """A run trained again, beside the one it came from: both on the same rows and labels."""
    try:
        parent = RunStore.default().get(run.about.parent, visitor()) if run.about.parent else None
    except RunNotFound:  # deleted since
        return
    before = scored(parent).evaluated if parent and parent.status.state == "done" else None
    change = what_changed(before, evaluated) if before else None
    if change is None:
        return
    label = t(
        "What changed: {before} → {after} right", before=percent(change.before, 1), after=percent(change.after, 1)
    )
    expander = st.expander(label, key="change", on_change="rerun", icon=":material/compare_arrows:")
    if not expander.open:
        return
    with expander:
        st.markdown(f"**{change_words(change)}**")
        same = parent.report["data_sha256"] == run.report["data_sha256"]
        if task.rare:
            label = wanted_label(task, evaluated)
            recall_change(before, evaluated, label, shown_names(task, evaluated).get(label, label))
        words = t("Both were scored on the same {rows} sentences.", rows=f"{len(evaluated):,}")
        if not same:
            words = t(
                "Both were scored on the same {rows} sentences, with the corrected labels.", rows=f"{len(evaluated):,}"
            )
        st.caption(words)
        kinds = {"right": change.became_right, "wrong": change.became_wrong}
        titles = {
            "right": t("Became right: {count}", count=len(change.became_right)),
            "wrong": t("Became wrong: {count}", count=len(change.became_wrong)),
        }
        kind = st.segmented_control(
            t("Which sentences"),
            list(kinds),
            format_func=titles.get,
            default="right",
            required=True,
            key="change-kind",
            label_visibility="collapsed",
        )
        row_table(task, run, evaluated, kinds[kind], f"change-{kind}")


def change_words(change):
    """Better, level or worse than the run it came from."""
    number = f"{100 * abs(change.comparison.difference):.1f}"
    return {
        "wins": t("{number} points better than before, more than chance would explain", number=number),
        "ties": t("About as good as before (within the margin of error)"),
        "loses": t("{number} points worse than before, more than chance would explain", number=number),
    }[change.comparison.verdict]


def wrong_expander(task, run, evaluated):
    """The mistakes it was surest of, of the test rows or of those it learned from."""
    expander = st.expander(
        t("Sure and wrong ({count})", count=f"{len(confident_errors(evaluated)):,}"),
        key="wrong",
        on_change="rerun",
        icon=":material/priority_high:",
    )
    if not expander.open:
        return
    with expander:
        chosen = evaluated
        if can_correct(run, evaluated):
            parts = {
                "test": t("Test sentences"),
                "validation": t("Validation sentences"),
                "training": t("Training sentences"),
            }
            part = st.segmented_control(
                t("Which sentences"),
                list(parts),
                format_func=parts.get,
                default="test",
                required=True,
                key="wrong-part",
                label_visibility="collapsed",
            )
            chosen = {
                "test": lambda: evaluated,
                "validation": lambda: evaluated.validation or evaluated,
                "training": lambda: _training(run.seen_as, str(run.folder), run),
            }[part]()
        places = confident_errors(chosen)
        st.markdown(f"**{wrong_words(chosen, places)}**")
        row_table(task, run, chosen, places, f"wrong-{chosen.source}")


def wrong_words(evaluated, places):
    """How many were wrong, and how sure it was of the worst."""
    if not len(places):
        return t("None of {rows} answers was wrong.", rows=f"{len(evaluated):,}")
    values = {
        "count": f"{len(places):,}",
        "rows": f"{len(evaluated):,}",
        "percent": percent(evaluated.confidence[places[0]], 1),
    }
    if evaluated.source == "training":
        return t(
            "{count} of {rows} sentences it learned from still contradict their label, the first at {percent}: wrong labels, or hard ones. What is corrected here changes what it learns.",
            **values,
        )
    return t("{count} of {rows} answers were wrong; it was {percent} sure of the first.", **values)


@st.cache_resource(max_entries=2, show_spinner=False)
def _training(run_id, folder, _run):
    return judge_training(_run)


def calibration_expander(task, evaluated):
    """Whether what it claims is what happens."""
    expander = st.expander(t("Is “90 %” really 90 %?"), key="calibration", on_change="rerun", icon=":material/balance:")
    if not expander.open:
        return
    with expander:
        bins = calibration_bins(evaluated.probabilities, evaluated.targets)
        words = calibration_words(evaluated)
        st.markdown(f"**{words}**")
        st.altair_chart(
            calibration_dots(bins, (t("It was this sure"), t("Really right"))), key="calibration-dots", alt=words
        )
        gap = percent(expected_calibration_error(bins), 1)
        st.caption(
            t(
                "On the dashed line it would be exactly as sure as it is right. On average it is {gap} off (expected calibration error); the bars are 95 % intervals, the numbers count sentences.",
                gap=gap,
            )
        )


def calibration_words(evaluated):
    """Too sure, too unsure or about right, overall and where it says about 90 %."""
    right, sure = evaluated.predicted == evaluated.targets, evaluated.confidence
    low, high = wilson_interval(int(right.sum()), len(evaluated))
    values = {"claimed": percent(sure.mean()), "right": percent(right.mean())}
    words = t("It is {claimed} sure on average and right {right} of the time: about as sure as it should be.", **values)
    if sure.mean() > high:
        words = t("It is {claimed} sure on average but right only {right} of the time: too sure.", **values)
    if sure.mean() < low:
        words = t("It is {claimed} sure on average but right {right} of the time: too modest.", **values)
    near = (sure >= NINETY[0]) & (sure < NINETY[1])
    if near.any():
        interval = between(*wilson_interval(int(right[near].sum()), int(near.sum())))
        words += " " + t(
            "Where it says about 90 %, {right} are right ({interval}, {rows} sentences).",
            right=percent(right[near].mean()),
            interval=interval,
            rows=f"{int(near.sum()):,}",
        )
    return words


def threshold_expander(task, run, evaluated):
    """From which probability on to say the one of two labels: what that does to the scores, and to which rows."""
    title = t("Threshold, and what a mistake costs") if task.rare else t("Threshold")
    expander = st.expander(title, key="threshold", on_change="rerun", icon=":material/tune:")
    if not expander.open:
        return
    with expander:
        names, positive = shown_names(task, evaluated), evaluated.labels.index(wanted_label(task, evaluated))
        name, key = names[evaluated.labels[positive]], keys.threshold(task)
        both = name, names[evaluated.labels[1 - positive]]
        cost_ratio = ask_cost_ratio(key, both) if task.rare else None
        best_thresholds(evaluated, positive, key, cost_ratio)
        key.setdefault(HALF)
        threshold = st.slider(
            t("Say “{label}” from this probability on", label=plain(name)),
            1,
            99,
            format=percent_format(),
            key=key,
            persist_state="session",
        )
        share = evaluated.probabilities[:, positive]
        curve = threshold_curve(evaluated.targets, share, positive)
        if cost_ratio:
            cost_metrics(evaluated, positive, both, cost_ratio, threshold / 100)
        threshold_metrics(curve, threshold)
        lines = threshold_lines(
            curve, threshold / 100, (t("precision"), t("recall"), "F1"), t("Threshold for {label}", label=name)
        )
        words = flip_words(share, threshold, name)
        st.altair_chart(lines, key="threshold-lines", alt=words)
        st.markdown(f"**{words}**")
        if threshold != HALF:
            row_table(task, run, evaluated, flipped(share, threshold), f"flipped-{threshold}")
        if cost_ratio:
            precision_recall_part(evaluated, positive, name, threshold / 100)


def wanted_label(task, evaluated):
    """The label that Try's curve follows, of two; of more the one the task looks for."""
    names = shown_names(task, evaluated)
    names = {label: names[label] for label in evaluated.labels}
    if len(names) > 2:
        return task.rare
    return followed_label(task, names, None)


def best_thresholds(evaluated, positive, key, cost_ratio=None):
    """The best thresholds of the validation rows: taken from the test rows they would flatter."""
    held = evaluated.validation
    if held is None or not len(held):
        return
    curve = threshold_curve(held.targets, held.probabilities[:, positive], positive)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("Best on the {rows} validation sentences:", rows=f"{len(held):,}"), width="content")
        for score, title in (("f1", "F1"), ("accuracy", t("Accuracy"))):
            at = round(100 * curve.best(score))
            label = t("{score} at {percent} %", score=title, percent=at)
            st.button(label, type="tertiary", key=f"best-{score}", on_click=key.set, args=(at,))
        if cost_ratio:
            cheapest_button(evaluated, positive, key, cost_ratio)


def threshold_metrics(curve, threshold):
    """The four scores here, and how they differ from those at 50 %."""
    at, half = (int(np.flatnonzero(np.round(100 * THRESHOLDS) == value)[0]) for value in (threshold, HALF))
    shown = {t("Precision"): curve.precision, t("Recall"): curve.recall, "F1": curve.f1, t("Accuracy"): curve.accuracy}
    with st.container(horizontal=True):
        for title, scores in shown.items():
            change = scores[at] - scores[half]
            value = f"{scores[at]:.3f}" if title == "F1" else percent(scores[at], 1)
            delta = signed(change, 3) if title == "F1" else points(change)
            st.metric(
                explained(title, "precision", "recall", "f1", "accuracy"),
                value,
                delta if threshold != HALF else None,
                border=True,
                width="stretch",
                height="stretch",
                delta_color="off",
                delta_arrow="off",
            )


def flipped(share, threshold):
    """Places of the rows that are answered otherwise than at 50 %, the surest first."""
    places = np.flatnonzero((share >= threshold / 100) != (share >= HALF / 100))
    return places[np.argsort(-np.abs(share[places] - HALF / 100), kind="stable")]


def flip_words(share, threshold, name):
    """How many rows the threshold turns over, and to what."""
    if threshold == HALF:
        return t("At 50 % it gives the likelier label. Move the slider to see what changes.")
    count = f"{len(flipped(share, threshold)):,}"
    values = {"count": count, "label": plain(name), "percent": threshold}
    if threshold < HALF:
        return t("From {percent} % on, {count} more sentences are called “{label}” than at 50 %", **values)
    return t("From {percent} % on, {count} fewer sentences are called “{label}” than at 50 %", **values)
