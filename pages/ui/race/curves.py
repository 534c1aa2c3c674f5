"""curves_part(task, group): the held-out score of every contestant as it learns, over steps, seconds or epochs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from nlp_models.scoring.paired import across_seeds
from pages.ui.answer.scores import measure_name, method_name, number_of
from pages.ui.frame.remember import remembered
from pages.ui.frame.words import plain, t
from pages.ui.race import keys
from pages.ui.race.chart import race_chart
from pages.ui.race.names import capital, contestant_name, contestants_of
from pages.ui.terms import explained

ACROSS = ("steps", "seconds", "epochs")
MOST_RULES = 2  # baselines that are drawn; the others stand below


@dataclass(frozen=True)
class Point:
    """The score of one network after one epoch."""

    name: str
    seed: int
    epochs: int
    steps: int
    seconds: float  # of its learning
    score: float


def curves_part(task, group, baselines: Mapping[str, float] | None = None):
    """The finding, the chart, its numbers as a table."""
    measure, points = points_of(task.kind, group)
    if not points:
        return st.caption(t("The first points come after the first epoch."))
    finding = capital(told_so_far(task.kind, measure, points, bool(group.active)))
    st.markdown(f"**{explained(finding, 'epoch', 'validation-data')}**")
    across = st.segmented_control(
        t("Horizontal axis"),
        ACROSS,
        format_func=across_name,
        required=True,
        label_visibility="collapsed",
        **remembered(keys.ACROSS, ACROSS, "steps", parameter="across"),
    )
    st.altair_chart(
        race_chart(
            [vars(point) for point in points],
            [*map(contestant_name, contestants := contestants_of(group))],
            contestants,
            _rules(task.kind, measure, baselines or {}),
            across,
            (across_name(across), _score_title(task.kind, measure)),
            task.kind.MEASURES[measure].percent,
        ),
        key="race",
        alt=finding,
    )
    if baselines:
        st.caption(explained(t("Dashed: simple methods, on the rows that none of the networks has seen."), "baseline"))
    _twin(task.kind, measure, points)


def points_of(kind, group) -> tuple[str, list[Point]]:
    """The measure that is drawn, and a Point for every epoch of every network."""
    measure, points = kind.MEASURE, []
    for seat in group.seats:
        passed = 0.0
        for row in seat.run.metrics() if seat.run else []:
            measure, score = _held_out(kind, row)
            passed += row["seconds"]
            points.append(
                Point(contestant_name(seat.changes), seat.seed, row["epoch"], row["step"], round(passed, 1), score)
            )
    return measure, [point for point in points if point.score == point.score]


def _held_out(kind, row: Mapping[str, Any]) -> tuple[str, float]:
    """The score that is told, of the validation part."""
    own = {name.removeprefix("validation_"): value for name, value in row.items() if name.startswith("validation_")}
    measure = kind.measure(own)
    return measure, own[measure]


def told_so_far(kind, measure, points, active):
    """Who is ahead, at the place where all of them have been."""
    names = list(dict.fromkeys(point.name for point in points))
    common = min(max(point.epochs for point in points if point.name == name) for name in names)
    scores = {
        name: _mean([point.score for point in points if point.name == name and point.epochs == common])
        for name in names
    }
    best = (max if kind.MORE_IS_BETTER else min)(scores, key=lambda name: scores[name])
    level = [name for name in names if _shown(kind, measure, scores[name]) == _shown(kind, measure, scores[best])]
    values = {"name": plain(", ".join(level)), "epoch": common, "score": plain(_shown(kind, measure, scores[best]))}
    if len(names) < 2 and active:
        return t("{name} has {score} after epoch {epoch}; the others are on their way.", **values)
    if len(names) < 2:
        return t("{name} has {score} after epoch {epoch}; the others have no score.", **values)
    if (seeds := _too_few_seeds(points, best, names, common)) > 1:
        return t(
            "After epoch {epoch}, {name} comes first with {score} on rows set aside, but there is no difference that {seeds} seeds could show.",
            seeds=seeds,
            **(values | {"name": plain(best)}),
        )
    if len(level) > 1:
        return t("After epoch {epoch}, {name} are level with {score} on rows set aside.", **values)
    if active:
        return t("After epoch {epoch}, {name} is ahead with {score} on rows set aside.", **values)
    return t("While they learned, {name} was ahead after epoch {epoch}, with {score} on rows set aside.", **values)


def _too_few_seeds(points, best, names, epoch):
    """How many seeds there are of all, where they show no difference between the best and any other; else 0."""
    scores = {(point.name, point.seed): point.score for point in points if point.epochs == epoch}
    seeds = [seed for seed in {seed for _, seed in scores} if all((name, seed) in scores for name in names)]
    if len(seeds) < 2:
        return 0
    gaps = ([scores[best, seed] - scores[name, seed] for seed in seeds] for name in names if name != best)
    return 0 if any(across_seeds(own).is_sure for own in gaps) else len(seeds)


def _mean(values):
    return sum(values) / max(1, len(values))


def _shown(kind, measure, score):
    number = number_of(kind, measure, score)
    return number if kind.MEASURES[measure].percent else f"{measure_name(kind, measure)} {number}"


def _rules(kind, measure, baselines):
    """The baselines that are hardest to beat, a grey line each."""
    there = sorted(baselines.items(), key=lambda one: one[1], reverse=kind.MORE_IS_BETTER)[:MOST_RULES]
    return [{"name": method_name(kind, name), "score": score} for name, score in there]


def across_name(across):
    return {"steps": t("steps"), "seconds": t("seconds of learning"), "epochs": t("epochs")}[across]


def _score_title(kind, measure):
    return t("{measure} on rows set aside", measure=measure_name(kind, measure))


def _twin(kind, measure, points):
    with st.expander(t("The same numbers as a table"), icon=":material/table_rows:"):
        rows = [
            {
                t("Network"): point.name,
                t("Seed"): point.seed,
                t("Epoch"): point.epochs,
                t("Step"): point.steps,
                t("Seconds"): point.seconds,
                capital(measure_name(kind, measure)): number_of(kind, measure, point.score),
            }
            for point in points
        ]
        st.dataframe(
            pd.DataFrame(rows), hide_index=True, width="stretch", height=240, alt=t("Every point of the chart")
        )
