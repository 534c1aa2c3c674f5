"""runs_page(): all runs of this visitor over all tasks; one chosen shows its details, two or more are compared."""

import hashlib
from pathlib import Path

import pandas as pd
import streamlit as st

from nlp_models import tasks
from nlp_models.datasets import limits
from nlp_models.errors import RunNotFound, UnrolledError
from nlp_models.runs import groups
from nlp_models.runs.groups import Group
from nlp_models.runs.store import RunStore
from nlp_models.sharing import brought
from pages.ui.answer.reader import reader_name
from pages.ui.answer.scores import named
from pages.ui.frame import state
from pages.ui.frame.addresses import name_tab, page_of
from pages.ui.frame.remember import choose, remembered
from pages.ui.frame.visitor import keep_visitor, visitor
from pages.ui.frame.words import show_error, t
from pages.ui.runs.compare import compare
from pages.ui.runs.damaged import damaged_runs
from pages.ui.runs.details import details
from pages.ui.runs.everything import delete_everything_part
from pages.ui.runs.labs import lab_runs
from pages.ui.runs.race_line import race_details, row_of_race
from pages.ui.runs.sweep_line import row_of_sweep, sweep_details
from pages.ui.terms import term_help

ALL = "all"


def runs_page():
    """The table, then what is chosen in it, then the way back for a run that was downloaded."""
    store = RunStore.default()
    runs = [run for run in store.list(visitor()) if run.about.task in tasks.names()]
    with st.container(horizontal=True, vertical_alignment="center"):  # the title stands where it does on other pages
        st.title(t("Runs"), anchor=False, width="content")
    name_tab(t("Runs"))
    if error := state.REFUSED.pop():
        show_error(error)
    if runs:
        show_runs(store, of_use_case(runs))
    else:
        st.write(t("Nothing here yet"))
        if st.button(t("Start with sentiment"), type="primary", icon=":material/thumbs_up_down:"):
            choose(state.STEP, "try")
            st.switch_page(page_of("sentiment"))
    lab_runs(store, state_words)
    damaged_runs(store)
    bring_back(store)
    delete_everything_part(store)
    keep_visitor()


def show_runs(store, runs):
    """A line a run; those of a group are one line."""
    watch_for_changes(runs)
    units = groups.gathered(store, runs)
    sizes = {unit.id: sum(map(size_of, runs_of(unit))) for unit in units}
    chosen = table(units, sizes)
    if not chosen:
        st.write(summary(len(units), sum(sizes.values()), store.limits.keep_days))
    elif len(chosen) > 1:
        compare([run for unit in chosen for run in runs_of(unit) if not run.about.trial])
    elif isinstance(chosen[0], Group):
        (sweep_details if chosen[0].is_sweep else race_details)(chosen[0])
    else:
        details(chosen[0])


def runs_of(unit):
    """The runs of a line."""
    return unit.runs if isinstance(unit, Group) else [unit]


def of_use_case(runs):
    """The runs of the use case that is chosen; all of them where there is only one."""
    titles = {run.about.task: t(tasks.load(run.about.task).title) for run in runs}
    if len(titles) < 2:
        return runs
    options = [ALL, *(name for name in tasks.names() if name in titles)]
    chosen = st.pills(
        t("Use case"),
        options,
        format_func=lambda name: titles.get(name) or t("All"),
        required=True,
        label_visibility="collapsed",
        **remembered(state.USE_CASE, options, ALL),
    )
    return [run for run in runs if chosen in (ALL, run.about.task)]


def summary(count, megabytes, days):
    """How many, how much, how long."""
    values = {"size": f"{megabytes:,.1f}", "days": days}
    if count == 1:
        return t("1 run, {size} MB. A run is deleted {days} days after it ended. Choose it to see more.", **values)
    return t(
        "{count} runs, {size} MB. A run is deleted {days} days after it ended. Choose one to see more, several to compare.",
        count=count,
        **values,
    )


def watch_for_changes(runs):
    """Looks every two seconds while something runs; draws the page anew when a run has moved on."""
    seen = [(run.id, run.status.state, run.status.epoch) for run in runs if run.is_active]
    if not seen:
        return

    @st.fragment(run_every="2s")
    def look():
        try:
            now = [(run.id, run.status.state, run.status.epoch) for run in runs if run.is_active]
        except RunNotFound:  # deleted in another tab
            now = None
        if now != seen:
            st.rerun()

    look()


def table(runs, sizes):
    """The runs that are chosen in the table, in its order."""
    ids = [run.id for run in runs]
    rows = [ids.index(run_id) for run_id in state.CHOSEN_RUNS.get([]) if run_id in ids]
    # another key when a run came or went: the rows of a selection would then mean other runs
    key = "runs-" + hashlib.sha256("".join(ids).encode()).hexdigest()[:16]
    event = st.dataframe(
        pd.DataFrame([row_of(run, sizes[run.id]) for run in runs]),
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        hide_index=True,
        column_config=columns(),
        column_order=list(columns()),
        selection_default={"selection": {"rows": rows}},
        alt=t("All runs, the newest first"),
        height="auto" if len(runs) <= 8 else 320,
    )
    chosen = [runs[row] for row in sorted(event.selection.rows)]
    state.CHOSEN_RUNS.set([run.id for run in chosen])
    return chosen


def row_of(run, megabytes):
    """One line of the table."""
    if isinstance(run, Group):
        return (row_of_sweep if run.is_sweep else row_of_race)(run, megabytes)
    about, status, metrics, report = run.about, run.status, run.metrics(), run.report
    return {
        "name": about.name or t("Run"),
        "score": named(tasks.load(about.task).kind, report["test"]) if report else state_words(status),
        "state": state_words(status),
        "task": t(tasks.load(about.task).title),
        "cell": reader_name(run),
        "loss": [row["validation_loss"] for row in metrics] or None,
        "seconds": round(report["seconds"]["all"] if report else sum(row["seconds"] for row in metrics)),
        "size": megabytes,
        "started": pd.to_datetime(about.created, unit="s", utc=True),
    }


def columns():
    """How each column looks."""
    column = st.column_config
    return {
        "name": column.TextColumn(t("Name"), width=180),
        "score": column.TextColumn(t("Score"), width=142),  # on a phone these two are seen without a swipe
        "state": column.TextColumn(t("State"), width=120),
        "task": column.TextColumn(t("Task")),
        "cell": column.TextColumn(t("Cell"), help=term_help("cell")),
        "loss": column.LineChartColumn(t("Validation loss"), help=term_help("loss"), width=105),
        "seconds": column.NumberColumn(t("Time"), format=t("%d s")),
        "size": column.NumberColumn(t("On disk"), format="%.1f MB"),
        "started": column.DatetimeColumn(t("Started"), format="MM-DD HH:mm", timezone=st.context.timezone),
    }


def state_words(status):
    """A sign and words: colour alone says nothing here."""
    words = {
        "queued": "… " + t("Waiting"),
        "running": "▶ " + t("Training"),
        "done": "✓ " + t("Done"),
        "failed": "! " + t("Failed"),
        "cancelled": "× " + t("Cancelled"),
        "interrupted": "◦ " + t("Cut off"),
    }[status.state]
    if status.state == "running" and status.step:
        words += f" {status.epoch}/{status.epochs or '?'}"  # epochs
    return words


def size_of(run):
    """Megabytes on disk."""
    sizes = []
    for path in run.folder.rglob("*"):
        try:
            sizes.append(path.stat().st_size)
        except FileNotFoundError:  # a training renames while we look
            continue
    return sum(sizes) / 10**6


def bring_back(store):
    """A run that was downloaded, here or elsewhere, comes back: to go on, or to answer."""
    if error := state.FILE_REFUSED.pop():
        show_error(error)
    with st.expander(t("Bring back a run that you downloaded"), icon=":material/upload:"):
        key = state.run_file(state.BROUGHT.setdefault(0))  # a new one after each file, so that it is taken in once
        st.file_uploader(
            t("A run file (.zip). An unfinished one goes on where it was cut off."),
            type="zip",
            max_upload_size=limits.BROUGHT_MEGABYTES,
            key=key,
            on_change=_take_in,
            args=(store, key),
        )


def _take_in(store, key):
    file = key.value
    if file is None:
        return
    try:
        run = brought.bring(file.getvalue(), store, owner=visitor(), name=Path(file.name).stem)
        state.CHOSEN_RUNS.set([run.id])
    except UnrolledError as error:
        state.FILE_REFUSED.set(error)
    state.BROUGHT.set(state.BROUGHT.value + 1)
