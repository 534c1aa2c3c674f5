"""watch(task, run): a training from its place in line to its end; stop, cancel, resume. Draws itself every second."""

import streamlit as st

from nlp_models import tasks
from nlp_models.errors import UnrolledError
from nlp_models.runs.run import ACTIVE
from nlp_models.runs.store import RunStore
from nlp_models.scoring.curves import best_row, read_curves, read_failure
from pages.ui.answer.scores import baseline_words, done_words
from pages.ui.charts.charts import loss_curves
from pages.ui.frame import state
from pages.ui.frame.navigation import answer_with, train_anew
from pages.ui.frame.words import plain, t, translated
from pages.ui.train.run_buttons import cancel_button, delete_button, resume_button, stop_or_cancel
from pages.ui.train.starting import start_training


def watch(task, run):
    """One run, by its state. Only what changes by itself is a fragment: a button inside could not turn the page."""
    status, recipe = run.status, run.recipe
    st.caption(f"{plain(run.about.name)} · {recipe.cell.upper()} · {token_name(recipe.tokenizer)}")

    if status.state not in ACTIVE:
        return SHOWN[status.state](task, run, status)

    @st.fragment(run_every="1s")
    def live():
        now = run.status
        if now.state != status.state:
            st.rerun()
        SHOWN[now.state](task, run, now)

    live()


def waiting(_task, run, _status):
    store = RunStore.default()
    position = run.position(store) or 1
    if position > 1 or any(place.state == "running" for place in store.queue()):  # perhaps somebody else's
        st.status(t("Waiting for its turn (number {place} in line)", place=position), state="running")
    else:
        st.status(t("Getting ready, about 6 seconds"), state="running")
    cancel_button(run)
    st.caption(t("You can close this tab; training goes on"))


def running(_task, run, status):
    if not status.step:
        st.status(
            translated(status.message) if status.message else t("Getting ready, about 6 seconds"), state="running"
        )
        cancel_button(run)
        st.caption(t("You can close this tab; training goes on"))
        return
    st.progress(min(1.0, status.step / max(1, status.steps or 1)), text=progress_line(status, run.recipe.minutes))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        curves(run)
    with right:
        if finding := main_reading(run):
            st.info(translated(finding.message), icon=":material/insights:")
        stop_or_cancel(run)
        st.caption(t("You can close this tab; training goes on"))


def done(task, run, status):
    if run.report:
        st.markdown(f"**{done_words(task.kind, run.report['test'])}**")
        st.write(baseline_words(task.kind, run.report["test"], run.report["baselines"]))
    with st.container(horizontal=True):
        st.button(t("Try it"), type="primary", icon=":material/play_circle:", on_click=answer_with, args=(task, run))
        again_button(task)
    helping_button(task, run)
    curves(run)


def failed(task, run, status):
    st.error(
        plain(translated(status.message)) if status.message else t("The training failed."), icon=":material/error:"
    )
    with st.container(horizontal=True):
        mending_button(task, run, status)
        resume_button(run)
        again_button(task)
    with st.expander(t("What the training printed")):
        st.code(run.log_tail() or t("Nothing."), language=None)


def interrupted(task, run, status):
    sentence = t("It was cut off at epoch {epoch} and can go on", epoch=max(1, status.epoch))
    st.warning(sentence, icon=":material/power_off:")
    with st.container(horizontal=True):
        resume_button(run, primary=True)
        again_button(task)
        delete_button(run)
    curves(run)


def cancelled(task, run, status):
    st.write(t("Cancelled. Nothing of it answers."))
    with st.container(horizontal=True):
        again_button(task)
        if run.metrics():
            resume_button(run)


SHOWN = {
    "queued": waiting,
    "running": running,
    "done": done,
    "failed": failed,
    "interrupted": interrupted,
    "cancelled": cancelled,
}


def progress_line(status, minutes):
    """Epoch 7/12 · about 1 min 20 s left · 31,200 tokens/s · CPU

    The first steps are slow, TensorFlow builds its graph in them: what they promise is held to the minutes asked for,
    and a speed is told from the second epoch on.
    """
    parts = [t("Epoch {epoch}/{epochs}", epoch=status.epoch, epochs=status.epochs or "?")]
    parts.append(
        translated(status.message) if status.message else time_left(min(status.seconds_left or 0, 60 * minutes))
    )
    if status.tokens_per_second and status.epoch > 1:
        parts.append(t("{speed} tokens/s", speed=f"{status.tokens_per_second:,.0f}"))
    return " · ".join([*parts, *([status.device] if status.device else [])])


def curves(run):
    """The loss curves, under a sentence that says what they show."""
    metrics, share = run.metrics(), tasks.load(run.about.task).kind.HELD_OUT
    if not metrics:
        st.caption(t("The curve starts after the first epoch."))
        return
    sentence = translated(read_curves(metrics, run.recipe, not run.is_active, share)[-1].message)
    st.markdown(f"**{sentence}**")
    names = (t("training"), t("validation"), t("epoch"), t("loss"))
    st.altair_chart(loss_curves(metrics, best_row(metrics)["epoch"], names), key="loss", alt=sentence)


def main_reading(run):
    """The most pressing finding of the curves, if there is one beside the best epoch."""
    first = next(iter(read_curves(run.metrics(), run.recipe, finished=not run.is_active)), None)
    return first if first and first.kind != "best" else None


def helping_button(task, run):
    """What the curves say after the end, with the one button that helps: the same rows, one thing changed."""
    finding = main_reading(run)
    if not finding:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(translated(finding.message))
        changed_button(task, run, finding)


def mending_button(task, run, status):
    """The change with which a failed training would likely go through, where one is known."""
    if finding := read_failure(status.message, run.recipe, run.metrics()):
        changed_button(task, run, finding)


def changed_button(task, run, finding):
    """The remedy of a finding, unless it asks for more than this host gives."""
    too_long = finding.change.get("minutes", 0) > RunStore.default().limits.max_minutes
    if finding.remedy and run.mine and not too_long:
        label, what = translated(finding.remedy), (task, run, finding)
        st.button(label, icon=":material/auto_fix_high:", on_click=_train_changed, args=what, key="help")


def _train_changed(task, run, finding):
    try:
        recipe = run.recipe.changed(**finding.change)
        start_training(task, recipe, run.dataset, run.about.name)
    except UnrolledError as error:
        state.REFUSED.set(error)


def time_left(seconds):
    """Minutes and seconds, roughly."""
    minutes, rest = divmod(round(seconds or 0), 60)
    if minutes:
        return t("about {minutes} min {seconds} s left", minutes=minutes, seconds=rest)
    return t("about {seconds} s left", seconds=rest)


def token_name(kind):
    return {
        "auto": t("tokens chosen for you"),
        "subword": t("subwords"),
        "word": t("words"),
        "spaced": t("words cut at spaces"),
        "character": t("characters"),
        "jamo": t("jamo"),
        "morpheme": t("morphemes"),
    }[kind]


def again_button(task):
    st.button(t("Train another"), icon=":material/add:", on_click=train_anew, args=(task,), key="again")
