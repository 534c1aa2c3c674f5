"""watch_sweep(task, sweep): from its first trial to what came of all; draws itself every two seconds while it goes on."""

import streamlit as st

from nlp_models.errors import RunNotFound
from nlp_models.runs.store import RunStore
from nlp_models.sweeps import sweep as sweeps
from pages.ui.answer.scores import done_words
from pages.ui.frame import state
from pages.ui.frame.navigation import answer_with
from pages.ui.frame.visitor import visitor
from pages.ui.frame.words import plain, t, translated
from pages.ui.sweep.names import in_words, score_words
from pages.ui.sweep.results import best_chart, matters_part, settings_part, trials_table
from pages.ui.sweep.starting import (
    another_button,
    back_button,
    delete_sweep_button,
    resume_button,
    stop_or_cancel_sweep,
)
from pages.ui.terms import explained
from pages.ui.train.length import about_time
from pages.ui.train.watch import getting_ready, place_words

BEGUN = 2  # epochs of a trial that nobody needs to be told the rest of


def watch_sweep(task, sweep):
    """Its name, then by what it is at."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(sweep.name), anchor=False, width="content")
        back_button(task)
    st.caption(explained(t("Several settings, up to {count} trials", count=sweep.study.plan.trials), "trial"))
    if sweep.state != "running":
        return ended(task, sweep)

    @st.fragment(run_every="2s")
    def live():
        try:
            now = sweeps.get(sweep.store, sweep.id, visitor())
        except RunNotFound:  # deleted in another tab
            st.rerun()
        if now.state != "running" or state.REFUSED.get():
            st.rerun()
        going_on(task, now)

    live()


def going_on(task, sweep):
    """Where it stands, the best so far, every trial."""
    study = sweep.study
    closed = sum(trial.state != "open" for trial in study.trials)
    _where(sweep, closed)
    if study.measure and any(trial.points for trial in study.trials):
        if study.best is not None:
            st.markdown(f"**{explained(best_so_far(task, study), 'validation-data', 'trial')}**")
        best_chart(task, study)
    if sweep.mine:
        with st.container(horizontal=True, vertical_alignment="center"):
            stop_or_cancel_sweep(sweep)
            st.caption(t("You can close this tab; training goes on"), width="content")
    if closed:
        trials_table(task, study)


def _where(sweep, closed):
    study, trained = sweep.study, sweep.trained
    share = min(1.0, closed / max(1, study.plan.trials))
    if study.winner is not None:
        return st.progress(1.0, text=t("The best network is being finished and scored on sentences it has never seen."))
    if not trained:
        return st.progress(share, text=t("{count} of {all} trials have ended", count=closed, all=study.plan.trials))
    statuses = {number: run.status for number, run in trained.items()}
    if not (closed or any(status.step for status in statuses.values())):
        first = next(iter(trained.values()))
        return st.status(_not_begun(first, first.status), state="running")
    parts = [t("{count} of {all} trials have ended", count=closed, all=study.plan.trials)]
    for number, status in statuses.items():
        if status.step:
            place = {"number": number + 1, "epoch": status.epoch, "epochs": status.epochs or "?"}
            parts.append(t("trial {number}: epoch {epoch}/{epochs}", **place))
    if left := _seconds_left(sweep, closed):
        parts.append(t("about {time} left", time=about_time(left)))
    st.progress(share, text=explained(" · ".join(parts), "trial", "epoch"))


def _not_begun(run, status):
    """The place in line of the first trial, or for how long it has been getting ready."""
    store = RunStore.default()
    position = run.position(store) or 0
    if status.state == "queued" and (position > 1 or any(place.state == "running" for place in store.queue())):
        return place_words(position, store.seconds_before(run))
    return getting_ready(status.started or status.updated)


def _seconds_left(sweep, closed):
    """By what the trials so far have taken, and how many train beside each other; nothing before the first has ended."""
    study = sweep.study
    return study.seconds / closed * (study.plan.trials - closed) / max(1, len(study.open)) if closed else None


def best_so_far(task, study):
    """Trial 4 is the best so far, with 84.2 % on rows set aside: GRU, units 64."""
    best = study.trials[study.best]
    score = score_words(task.kind, study.measure, best.score)
    values = {"number": study.best + 1, "score": plain(score), "settings": plain(in_words(best.settings))}
    return t("Trial {number} is the best so far, with {score} on rows set aside: {settings}.", **values)


def ended(task, sweep):
    """What came of it, and what to do with it."""
    _told_end(task, sweep)
    with st.container(horizontal=True, vertical_alignment="center"):
        if sweep.winner:
            _use_buttons(task, sweep.winner)
        elif sweep.mine and sweep.state != "done":
            resume_button(sweep)
        another_button(task)
        if sweep.mine:
            delete_sweep_button(sweep)
    study = sweep.study
    if study.measure and any(trial.points for trial in study.trials):
        best_chart(task, study)
        settings_part(task, study)
        matters_part(study)
    trials_table(task, study)


def _use_buttons(task, run):
    use, judge = t("Use this network"), t("See how good it is")
    st.button(
        use, type="primary", icon=":material/play_circle:", on_click=answer_with, args=(task, run), key="use-best"
    )
    st.button(judge, icon=":material/fact_check:", on_click=answer_with, args=(task, run, "judge"), key="judge-best")


def _told_end(task, sweep):
    study = sweep.study
    if sweep.state == "interrupted":
        told = t(
            "It was cut off after {count} trials and goes on to the same ones.",
            count=len(study.trials) - len(study.open),
        )
        return st.warning(told, icon=":material/power_off:")
    if sweep.state == "failed":
        told = plain(translated(study.told)) if study.told else t("The training failed.")
        return st.error(told, icon=":material/error:")
    if sweep.state == "cancelled":
        return st.write(plain(translated(study.told)) if study.told else t("Cancelled. Nothing of it answers."))
    st.markdown(f"#### {explained(best_of_all(task, study), 'validation-data', 'trial')}")
    if sweep.winner and sweep.winner.report:
        st.write(explained(done_words(task.kind, sweep.winner.report["test"]), "test-data"))
    rest = [usual_line(task, study), _cut_line(study), _luck_line(study)]
    st.caption(" ".join(filter(None, rest)))


def best_of_all(task, study):
    """One sentence: the best settings."""
    best = study.trials[study.best]
    score = score_words(task.kind, study.measure, best.score)
    values = {"count": len(study.trials), "number": study.best + 1, "score": plain(score)}
    return t(
        "The best of {count} trials is number {number}: {settings}. It has {score} on rows set aside.",
        settings=plain(in_words(best.settings)),
        **values,
    )


def usual_line(task, study):
    """What the usual settings came to, which are tried first."""
    first = study.trials[0]
    if study.best == 0:
        return t("These are the usual settings, or the nearest to them: nothing that was tried is better.")
    if first.state != "complete":
        return ""
    return t(
        "The usual settings, tried first, have {score}.",
        score=plain(score_words(task.kind, study.measure, first.score)),
    )


def _luck_line(study):
    if len(study.trials) < BEGUN:
        return ""
    return t("The best of many is partly lucky on those rows; the score on sentences it has never seen is not.")


def _cut_line(study):
    if not study.cut:
        return ""
    return t(
        "Stopped after {minutes} minutes of training: {count} of {all} trials.",
        minutes=f"{study.plan.minutes:g}",
        count=len(study.trials),
        all=study.plan.trials,
    )
