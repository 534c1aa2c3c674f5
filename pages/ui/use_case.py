"""The story every use-case page tells: title, running job, chosen run, steps; then the chosen step."""

import streamlit as st

from nlp_models.errors import RunNotFound
from nlp_models.runs import RunStore
from pages.ui.data import data_step
from pages.ui.remember import choose, remembered
from pages.ui.train import train_step
from pages.ui.try_it import try_step
from pages.ui.visitor import keep_visitor, visitor
from pages.ui.words import plain, show_error, t

STEPS = {"try": "play_circle", "data": "table_rows", "train": "model_training"}


def use_case(task):
    """Draw the page of one task."""
    runs = RunStore.default().list(visitor(), task.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(t(task.title), width="content", anchor=False)
        st.space("stretch")
        running_job(next((run.id for run in reversed(runs) if run.is_active), None))
        run = choose_run(runs)
    lost_run()
    step = st.segmented_control(
        t("Step"), list(STEPS), format_func=step_label, required=True, label_visibility="collapsed", width="stretch",
        wrap=False, **remembered("step", list(STEPS), "try"),
    )  # fmt: skip
    {"try": try_step, "data": data_step, "train": train_step}[step](task, run)
    keep_visitor()


def step_label(step):
    names = {"try": t("Try"), "data": t("Data"), "train": t("Train")}
    return f":material/{STEPS[step]}: {names[step]}"


def choose_run(runs):
    """The finished run that the page answers with; None while there is none."""
    finished = {run.id: run for run in runs if run.status.state == "done"}
    asked = st.query_params.get("run")
    if asked and asked not in finished:
        try:  # a shared run of somebody else, or one of ours that is not finished
            run = RunStore.default().get(asked, visitor())
            finished |= {run.id: run} if run.status.state == "done" else {}
        except RunNotFound as error:
            del st.query_params["run"]
            st.session_state.no_such_run = error
    if error := st.session_state.pop("no_such_run", None):
        st.toast(t(error.message.text), icon=":material/error:", duration="long")
        st.session_state.lost_run = error
    if not finished:
        return None
    chosen = st.selectbox(
        t("Network that answers"), list(finished), format_func=lambda key: run_name(finished[key]), width=300,
        label_visibility="collapsed", **remembered("run", list(finished), next(iter(finished))),
    )  # fmt: skip
    return finished[chosen]


def run_name(run):
    """Name, cell and score of a run, short."""
    score = run.status.score
    return (run.about.name or t("Run")) + (f" · {100 * score:.1f} %" if score else "")


def running_job(run_id):
    """The chip on every page while something trains; polls only then."""

    @st.fragment(run_every="2s" if run_id else None)
    def chip():
        if not run_id:
            return
        try:
            run = RunStore.default().get(run_id, visitor())
        except RunNotFound:
            return
        status = run.status
        if status.state == "done":
            st.session_state[f"told:{run_id}"] = True
            st.toast(t("Done. The network can answer now."), icon=":material/check_circle:")
            choose("run", run_id)
            st.rerun()
        if not run.is_active:
            st.rerun()
        done = int(100 * (status.step or 0) / max(1, status.steps or 1))
        label = t("Training {percent}%", percent=done) if status.step else t("Getting ready")
        with st.popover(label, icon=":material/progress_activity:", type="tertiary"):
            st.write(plain(run_name(run)))
            st.button(t("Open"), key=f"open-{run_id}", on_click=choose, args=("step", "train"))
            st.button(t("Stop and keep the best so far"), key=f"stop-chip-{run_id}", on_click=run.request_stop)

    chip()


def lost_run():
    """The sentence for a link to a run that is not there; told once, above the step."""
    if error := st.session_state.pop("lost_run", None):
        show_error(error)
