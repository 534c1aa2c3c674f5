"""The charts of a sweep with what they show, and every trial as a line of a table."""

import pandas as pd
import streamlit as st

from nlp_models.sweeps.space import Choices
from pages.ui.answer.scores import measure_name
from pages.ui.frame.words import percent, plain, t, translated
from pages.ui.sweep.chart import best_so_far_chart, importance_chart, setting_chart
from pages.ui.sweep.names import score_words, setting_name, value_name
from pages.ui.terms import explained


def shown_trials(study):
    """`{"number", "score", "kept", "best", **settings as they are}` of every trial with a score."""
    rows, best, sign = [], None, 1 if study.plan.more_is_better else -1
    for number, trial in enumerate(study.trials):
        if trial.score is None:
            continue
        kept = trial.state in ("complete", "open")
        if trial.state == "complete" and (best is None or sign * trial.score > sign * best):
            best = trial.score
        rows.append(
            {"number": number + 1, "score": trial.score, "kept": kept, "best": best, "settings": trial.settings}
        )
    return rows


def score_title(task, study):
    return t("{measure} on rows set aside", measure=measure_name(task.kind, study.measure))


def best_chart(task, study):
    """A point a trial and a line of the best so far."""
    rows = shown_trials(study)
    given_up = sum(not row["kept"] for row in rows)
    titles, is_percent = (t("trial"), score_title(task, study)), task.kind.MEASURES[study.measure].percent
    best = [row["best"] for row in rows if row["best"] is not None]
    said = t("Best so far: {score}", score=score_words(task.kind, study.measure, best[-1])) if best else titles[1]
    chart = best_so_far_chart(rows, titles, is_percent, t("best so far"), study.plan.trials)
    st.altair_chart(chart, key="sweep-best", alt=said)
    told = t("Filled: learned to its end. Hollow: given up early ({count}).", count=given_up)
    st.caption(explained(told, "pruning") if given_up else t("A point is one trial."))


def settings_part(task, study):
    """The score against each setting, two beside each other."""
    rows = shown_trials(study)
    st.subheader(t("The score against each setting"), anchor=False)
    names, is_percent = list(study.plan.space), task.kind.MEASURES[study.measure].percent
    for first in range(0, len(names), 2):
        for column, name in zip(st.columns(2, gap="medium"), names[first : first + 2], strict=False):
            own, one = setting_name(name), study.plan.space[name]
            points = [row | {"value": _value(name, one, row["settings"][name])} for row in rows]
            log = not isinstance(one, Choices) and one.log
            chart = setting_chart(points, (own, score_title(task, study)), isinstance(one, Choices), log, is_percent)
            alt = t("Score against {setting}, a point a trial", setting=own)
            column.altair_chart(chart, key=f"sweep-{name}", alt=alt)


def _value(name, one, value):
    return value_name(name, value) if isinstance(one, Choices) else value


def matters_part(study):
    """Which settings tell the better trials from the others; only of enough trials."""
    if not study.importance:
        return
    shares = [{"name": setting_name(name), "share": share} for name, share in study.importance.items()]
    first = max(shares, key=lambda one: one["share"])
    values = {"setting": plain(first["name"]), "share": percent(first["share"])}
    told = t("{setting} tells the better trials from the others most clearly ({share}).", **values)
    st.subheader(explained(t("Importance of each setting"), "importance"), anchor=False)
    st.markdown(f"**{told}**")
    st.altair_chart(importance_chart(shares), key="sweep-importance", alt=told)
    st.caption(t("From {count} trials: a hint, no proof.", count=len(study.trials)))


def trials_table(task, study):
    """Every trial with what it tried and what came of it; those that failed say why below."""
    rows = [_row(task, study, number) for number in range(len(study.trials))]
    height = 320 if len(rows) > 8 else "auto"
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=height, alt=t("Every trial"))
    for number, trial in enumerate(study.trials):
        if trial.state == "failed":
            reason = plain(translated(trial.told)) if trial.told else t("The training failed.")
            st.caption(t("Trial {number} failed: {reason} The others go on.", number=number + 1, reason=reason))


def _row(task, study, number):
    trial = study.trials[number]
    score = "–" if trial.score is None else score_words(task.kind, study.measure, trial.score)
    settings = {setting_name(name): value_name(name, value) for name, value in trial.settings.items()}
    # a phone shows three columns
    return {t("Trial"): number + 1, t("Score"): score, t("State"): state_of(study, number), **settings}


def state_of(study, number):
    """A sign and words."""
    trial = study.trials[number]
    if number == study.best:
        return "★ " + t("the best so far")
    epoch = trial.points[-1].epoch if trial.points else 0
    return {
        "open": "▶ " + t("Training"),
        "complete": "✓ " + t("Done"),
        "pruned": "× " + t("given up after epoch {epoch}", epoch=epoch),
        "failed": "! " + t("Failed"),
        "stopped": "× " + t("Cancelled"),
    }[trial.state]
