"""A group of runs on Runs: one line of the table, and what it opens."""

import pandas as pd
import streamlit as st

from nlp_models import tasks
from nlp_models.runs.groups import Group
from nlp_models.runs.run import ACTIVE
from pages.ui.answer.reader import reader_name
from pages.ui.answer.scores import named
from pages.ui.frame.words import plain, t
from pages.ui.race.names import contestant_name, contestants_of
from pages.ui.race.page_links import links_of, share_popover
from pages.ui.race.starting import delete_race_button, resume_race, stop_or_cancel_race
from pages.ui.race.watch import tell_missing, told_equal


def row_of_race(group: Group, megabytes: float) -> dict:
    """The line: what its runs are at together, the best of their scores, all their time and room."""
    runs = group.runs
    return {
        "state": _state(group),
        "name": t("{name} ({count} networks)", name=group.name, count=len(runs)),
        "score": _best(group),
        "task": t(tasks.load(group.task).title),
        "cell": " ".join(dict.fromkeys(reader_name(run) for run in runs)),
        "loss": None,
        "seconds": round(sum(row["seconds"] for run in runs for row in run.metrics())),
        "size": megabytes,
        "started": pd.to_datetime(group.created, unit="s", utc=True),
    }


def race_details(group: Group) -> None:
    """Who took part, what can be done, and the way to its page."""
    task = tasks.load(group.task)
    st.subheader(plain(group.name), anchor=False)
    st.caption(" · ".join([t("Race"), t(task.title), told_equal(group), *map(contestant_name, contestants_of(group))]))
    tell_missing(group)
    with st.container(horizontal=True):
        if st.button(t("Open"), type="primary", icon=":material/sports_score:", key="open-race"):
            st.switch_page("pages/race.py", query_params={"group": group.id})
        if group.active:
            stop_or_cancel_race(group)
        else:
            if group.resumable:
                st.button(
                    t("Resume"), icon=":material/restart_alt:", on_click=resume_race, args=(group,), key="resume-race"
                )
            share_popover(group)
            delete_race_button(group)
    for run in group.runs:
        if run.status.state == "done":
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(run.about.name), width=260)
                links_of(task, run)


def _state(group: Group) -> str:
    """A sign and words, as of a run: of all of them together."""
    states = [run.status.state for run in group.runs]
    done = t("{count} of {all}", count=states.count("done"), all=len(states))
    if "running" in states:
        return f"▶ {t('Training')} {done}"
    if set(states) & set(ACTIVE):
        return "… " + t("Waiting")
    if "interrupted" in states:
        return "◦ " + t("Cut off")
    if "done" in states:
        return "✓ " + (t("Done") if set(states) == {"done"} else f"{t('Done')} {done}")
    return "× " + t("Cancelled") if "cancelled" in states else "! " + t("Failed")


def _best(group: Group) -> str:
    kind = tasks.load(group.task).kind
    tests = [run.report["test"] for run in group.runs if run.report]
    if not tests:
        return "–"
    sign = 1 if kind.MORE_IS_BETTER else -1
    return named(kind, max(tests, key=lambda test: sign * test[kind.measure(test)]))
