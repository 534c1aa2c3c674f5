"""A sweep on Runs: one line of the table, and what it opens."""

import pandas as pd
import streamlit as st

from nlp_models import tasks
from nlp_models.runs.groups import Group
from nlp_models.sweeps.sweep import readable
from pages.ui.answer.scores import measure_name, named
from pages.ui.frame import state
from pages.ui.frame.addresses import page_of
from pages.ui.frame.key import Key
from pages.ui.frame.words import plain, show_error, t
from pages.ui.sweep.names import score_words, settings_named
from pages.ui.sweep.results import best_chart
from pages.ui.sweep.starting import delete_group_button, delete_sweep_button, resume_button, stop_or_cancel_sweep
from pages.ui.sweep.watch import best_so_far
from pages.ui.train.step import CELLS


def row_of_sweep(group: Group, megabytes: float) -> dict:
    """The line: what it is at, the score of the network that came of it, all its time and room."""
    sweep, _ = readable(group)
    winner = sweep.winner if sweep else None
    count = len(sweep.study.trials) if sweep else len(group.runs)
    return {
        "state": _state(sweep),
        "name": t("{name} ({count} trials)", name=group.name, count=count),
        "score": named(tasks.load(group.task).kind, winner.report["test"])
        if winner and winner.report
        else _so_far(group, sweep),
        "task": t(tasks.load(group.task).title),
        "cell": CELLS[winner.recipe.cell]
        if winner
        else " ".join(dict.fromkeys(CELLS[run.recipe.cell] for run in group.runs)),
        "loss": [row["validation_loss"] for row in winner.metrics()] if winner else None,
        "seconds": round(sweep.study.seconds) if sweep else 0,
        "size": megabytes,
        "started": pd.to_datetime(group.created, unit="s", utc=True),
    }


def sweep_details(group: Group) -> None:
    """What it found, what can be done, the way to its page, and the chart of all trials."""
    task, (sweep, error) = tasks.load(group.task), readable(group)
    st.subheader(plain(group.name), anchor=False)
    if sweep is None:
        show_error(error)
        asks: Key[bool] = Key(f"delete-lost-{group.id}")
        return delete_group_button(group, asks)
    st.caption(" · ".join([t("Several settings"), t(task.title), settings_named(sweep.study.plan.space)]))
    if sweep.study.best is not None and sweep.study.measure:
        st.write(best_so_far(task, sweep.study))
    with st.container(horizontal=True):
        if st.button(t("Open"), type="primary", icon=":material/tune:", key="open-sweep"):
            state.STEP.set("train")
            st.switch_page(page_of(task.name), query_params={"step": "train", "sweep": sweep.id})
        if sweep.state == "running":
            stop_or_cancel_sweep(sweep)
        else:
            if sweep.state != "done":
                resume_button(sweep, primary=False)
            delete_sweep_button(sweep)
    if sweep.study.measure and any(trial.points for trial in sweep.study.trials):
        best_chart(task, sweep.study)


def _so_far(group, sweep):
    if not sweep or sweep.study.best is None or not sweep.study.measure:
        return "–"
    kind, measure = tasks.load(group.task).kind, sweep.study.measure
    told = score_words(kind, measure, sweep.study.trials[sweep.study.best].score)
    return f"{measure_name(kind, measure)} {told}" if kind.MEASURES[measure].percent else told


def _state(sweep):
    """A sign and words, as of a run."""
    if sweep is None:
        return "! " + t("Damaged")
    done = f"{len(sweep.study.trials) - len(sweep.study.open)}/{sweep.study.plan.trials}"
    return {
        "running": f"▶ {t('Training')} {done}",
        "interrupted": "◦ " + t("Cut off"),
        "done": "✓ " + t("Done"),
        "cancelled": "× " + t("Cancelled"),
        "failed": "! " + t("Failed"),
    }[sweep.state]
