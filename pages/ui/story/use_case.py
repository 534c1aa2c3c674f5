"""The story every use-case page tells: title, running job, chosen run, steps; then the chosen step."""

import streamlit as st

from nlp_models import tasks
from nlp_models.answering.ready import ready_models
from nlp_models.errors import RunNotFound
from nlp_models.runs.store import RunStore
from pages.ui.answer.answering import network_name
from pages.ui.answer.scores import measured
from pages.ui.frame import state
from pages.ui.frame.navigation import answer_with, open_training
from pages.ui.frame.remember import choose, remembered
from pages.ui.frame.views import step_of
from pages.ui.frame.visitor import keep_visitor, visitor
from pages.ui.frame.words import language, percent, plain, show_error, t
from pages.ui.story.no_network import NEED_A_NETWORK, without_network

STEPS = {
    "try": "play_circle",
    "data": "table_rows",
    "train": "model_training",
    "judge": "fact_check",
    "inside": "search_insights",
    "home": "download",
}


def use_case(task):
    """Draw the page of one task."""
    runs = RunStore.default().list(visitor(), task.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(t(task.title), width="content", anchor=False)
        st.space("stretch")
        with st.container(width="content"):
            job_chip(task, runs)
        run, error = choose_run(task, runs)
    step = st.segmented_control(
        t("Step"), list(STEPS), format_func=step_label, required=True, label_visibility="collapsed", width="stretch",
        wrap=False, **remembered(state.STEP, list(STEPS), "try"),
    )  # fmt: skip
    if error:
        show_error(error)
    if run is None and step in NEED_A_NETWORK:
        without_network(task, step)
    else:
        step_of(task, step)(task, run)
    keep_visitor()


def step_label(step):
    names = {
        "try": t("Try"),
        "data": t("Data"),
        "train": t("Train"),
        "judge": t("Judge"),
        "inside": t("Look inside"),
        "home": t("Take home"),
    }
    return f":material/{STEPS[step]}: {names[step]}"


def choose_run(task, runs):
    """`(run, error)`: the network that the page answers with, or None; an error when the link names none."""
    known, error = {run.id: run for run in runs if run.status.state == "done"}, None
    known |= {model.id: model for model in _of_our_language_first(ready_models(task.name))}
    asked = st.query_params.get("run")
    if asked and asked not in known:
        try:  # a shared run of somebody else, or one of ours that is not finished
            run = RunStore.default().get(asked, visitor())
            known |= {run.id: run} if run.status.state == "done" and run.about.task == task.name else {}
        except RunNotFound as lost:
            del st.query_params["run"]
            error = lost
    if not known:
        return None, error
    chosen = st.selectbox(
        t("Network that answers"), list(known), format_func=lambda key: run_name(known[key]), width=300,
        label_visibility="collapsed", **_remembered_run(task, known),
    )  # fmt: skip
    return known[chosen], error


def _of_our_language_first(models):
    return sorted(models, key=lambda model: language() not in model.languages)


def _remembered_run(task, known):
    """The chosen run; a ready model gives way to the one of the language that the page is switched to."""
    key, seen = state.answering(task), state.language_seen(task)
    chosen = known.get(key.get())
    if chosen and chosen.is_ready and seen.get(language()) != language():
        choose(key, next(run.id for run in known.values() if run.is_ready), parameter="run")
    seen.set(language())
    return remembered(key, list(known), next(iter(known)), parameter="run")


def run_name(run):
    """Name, cell and score of a run, short."""
    score = measured(tasks.load(run.about.task).kind, run.report["test"]) if run.report else None
    return " · ".join([network_name(run), run.recipe.cell.upper(), *([score] if score else [])])


def job_chip(task, runs):
    """What trains, seen from every step; then the way to what came of it. Polls only while something trains."""
    active = next((run.id for run in reversed(runs) if run.is_active), None)
    cut_off = next((run.id for run in runs[:1] if run.status.state == "interrupted"), None)
    if active or cut_off:
        state.JOB.set(active or cut_off)
    job = state.JOB.get()
    if state.ENDED.pop() and any(run.id == job and run.status.state == "done" for run in runs):
        st.toast(t("Done. The network can answer now."), icon=":material/check_circle:")

    run = next((run for run in runs if run.id == job), None)
    if run is None:
        return
    if not active:
        return ended_button(task, run)

    @st.fragment(run_every="2s")
    def chip():
        if not run.folder.exists():
            return
        if not run.is_active:
            state.ENDED.set(True)  # while we looked on: the whole page should know
            st.rerun()
        progress_popover(task, run)

    chip()


def progress_popover(task, run):
    """How far the training is, and the two things to do about it."""
    status = run.status
    label = t("Getting ready")
    if status.step:
        label = t("Training {percent}", percent=percent(int(100 * status.step / max(1, status.steps or 1)) / 100))
    with st.popover(label, icon=":material/progress_activity:", type="tertiary"):
        st.write(plain(run_name(run)))
        if st.button(t("Open"), key="open-job", width="stretch"):
            open_training(task, run)
            st.rerun()
        st.button(t("Stop and keep the best so far"), key="stop-job", on_click=run.request_stop, width="stretch")


def ended_button(task, run):
    """One way on from an ended training, kept until it is taken."""
    words = {
        "done": (t("Done – open"), ":material/check_circle:", answer_with),
        "failed": (t("Failed – see why"), ":material/error:", open_training),
        "interrupted": (t("Cut off – open"), ":material/power_off:", open_training),
    }
    if run.status.state in words:
        label, icon, follow = words[run.status.state]
        st.button(label, icon=icon, type="tertiary", key="ended-job", on_click=follow, args=(task, run))
