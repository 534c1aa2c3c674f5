"""watch(task, run): a training from its place in line to its end; stop, cancel, resume. Draws itself every second."""

import streamlit as st

from nlp_models.run import ACTIVE
from nlp_models.runs import RunStore
from pages.ui.charts import loss_curves
from pages.ui.remember import choose
from pages.ui.starting import resume_training
from pages.ui.visitor import visitor
from pages.ui.words import plain, t, told

ENOUGH = 3  # epochs before a curve says anything
LITTLE = 0.02  # share of the loss; less is hardly a change


def watched_run(task):
    """The run to look at: one that is waiting or training, the last one this session started, or one that broke."""
    runs = RunStore.default().list(visitor(), task.name)
    key = f"watched-{task.name}"
    active = next((run for run in reversed(runs) if run.is_active), None)
    if active or key not in st.session_state:
        broken = next((run for run in runs[:1] if run.status.state in ("interrupted", "failed")), None)
        st.session_state[key] = (active or broken).id if active or broken else None
    return next((run for run in runs if run.id == st.session_state[key]), None)


def watch(task, run):
    """One run, by its state. Only what changes by itself is a fragment: a button inside could not turn the page."""
    status, recipe = run.status, run.recipe
    st.caption(f"{plain(run.about.name)} · {recipe.cell.upper()} · {token_name(recipe.tokens)}")

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
    position = run.position(RunStore.default()) or 1
    if position > 1:
        st.status(t("Waiting for its turn (number {place} in line)", place=position), state="running")
    else:
        st.status(t("Getting ready, about 6 seconds"), state="running")
    cancel_button(run)
    st.caption(t("You can close this tab; training goes on"))


def running(_task, run, status):
    if not status.step:
        st.status(told(status.message) if status.message else t("Getting ready, about 6 seconds"), state="running")
        cancel_button(run)
        st.caption(t("You can close this tab; training goes on"))
        return
    st.progress(min(1.0, status.step / max(1, status.steps or 1)), text=progress_line(status))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        curves(run, status)
    with right:
        if finding := reading(run.metrics()):
            st.info(finding, icon=":material/insights:")
        if run.cancel_requested:
            st.write(t("Cancelling."))
        elif run.stop_requested:
            st.write(t("Stopping after this step; the best so far is kept."))
        else:
            label = t("Stop and keep the best so far")
            st.button(label, icon=":material/flag:", on_click=run.request_stop, key="stop", wrap=True)
            cancel_button(run)
        st.caption(t("You can close this tab; training goes on"))


def done(task, run, status):
    if run.report:
        test = run.report["test"]
        share, low, high = (f"{100 * test[key]:.1f}" for key in ("accuracy", "accuracy_low", "accuracy_high"))
        sentence = t(
            "Done: {score} % right on {rows} sentences it has never seen (95%: {low} to {high} %).",
            score=share, rows=f"{test['rows']:,}", low=low, high=high,
        )  # fmt: skip
        st.markdown(f"**{sentence}**")
        st.write(baseline_words(run.report))
    with st.container(horizontal=True):
        st.button(t("Try it"), type="primary", icon=":material/play_circle:", on_click=answer_with, args=(task, run))
        again_button(task)
    curves(run, status)


def failed(task, run, status):
    st.error(plain(told(status.message)) if status.message else t("The training failed."), icon=":material/error:")
    with st.container(horizontal=True):
        st.button(t("Go on from the last epoch"), icon=":material/restart_alt:", on_click=resume_training, args=(run,))
        again_button(task)
    with st.expander(t("What the training printed")):
        st.code(run.log_tail() or t("Nothing."), language=None)


def interrupted(task, run, status):
    sentence = t("It was cut off at epoch {epoch} and can go on", epoch=max(1, status.epoch))
    st.warning(sentence, icon=":material/power_off:")
    with st.container(horizontal=True):
        st.button(t("Resume"), type="primary", icon=":material/restart_alt:", on_click=resume_training, args=(run,))
        again_button(task)
    curves(run, status)


def cancelled(task, run, status):
    st.write(t("Cancelled. Nothing of it answers."))
    with st.container(horizontal=True):
        again_button(task)
        if run.metrics():
            resume = t("Go on from the last epoch")
            st.button(resume, type="tertiary", icon=":material/restart_alt:", on_click=resume_training, args=(run,))


SHOWN = {
    "queued": waiting,
    "running": running,
    "done": done,
    "failed": failed,
    "interrupted": interrupted,
    "cancelled": cancelled,
}


def progress_line(status):
    """Epoch 7/12 · about 1 min 20 s left · 31,200 tokens/s · CPU"""
    parts = [t("Epoch {epoch}/{epochs}", epoch=status.epoch, epochs=status.epochs or "?")]
    parts.append(told(status.message) if status.message else time_left(status.seconds_left))
    if status.tokens_per_second:
        parts.append(t("{speed} tokens/s", speed=f"{status.tokens_per_second:,.0f}"))
    return " · ".join([*parts, *([status.device] if status.device else [])])


def curves(run, status):
    """The loss curves, under a sentence that says what they show."""
    metrics = run.metrics()
    if not metrics:
        st.caption(t("The curve starts after the first epoch."))
        return
    best = next((row for row in metrics if row["epoch"] == status.best_epoch), metrics[-1])
    share = f"{100 * best['validation_accuracy']:.1f}"
    values = {"epoch": best["epoch"], "percent": share}
    sentence = t("Epoch {epoch} was the best: {percent} % right on held-out sentences.", **values)
    if run.is_active:
        sentence = t("Epoch {epoch} was the best so far: {percent} % right on held-out sentences.", **values)
    st.markdown(f"**{sentence}**")
    names = (t("training"), t("validation"), t("epoch"), t("loss"))
    st.altair_chart(loss_curves(metrics, best["epoch"], names), key="loss", alt=sentence)


def reading(metrics):
    """What the curves say, in a sentence; None before they say anything."""
    if len(metrics) < ENOUGH:
        return None
    first, last = metrics[0], metrics[-1]
    lowest = min(metrics, key=lambda row: row["validation_loss"])
    if lowest is last:
        return t("Still improving; more time may help")
    if first["loss"] - last["loss"] < LITTLE * first["loss"]:
        return t("The loss hardly falls; try a higher learning rate or another cell")
    rise = last["validation_loss"] - lowest["validation_loss"]
    if last["epoch"] - lowest["epoch"] > 1 and rise > LITTLE * lowest["validation_loss"]:
        epoch = lowest["epoch"]
        return t("From epoch {epoch} it began to memorise; that does not help on new sentences", epoch=epoch)
    return None


def baseline_words(report):
    """The best baseline, named beside the score."""
    names = {
        "majority": t("always the commonest label"),
        "naive_bayes": t("naive Bayes"),
        "logistic_regression": t("logistic regression"),
    }
    name, scores = max(report["baselines"].items(), key=lambda item: item[1]["accuracy"])
    score = f"{100 * scores['accuracy']:.1f}"
    return t("The best simple method, {name}, gets {score} % on the same sentences.", name=names[name], score=score)


def time_left(seconds):
    """Minutes and seconds, roughly."""
    minutes, rest = divmod(round(seconds or 0), 60)
    if minutes:
        return t("about {minutes} min {seconds} s left", minutes=minutes, seconds=rest)
    return t("about {seconds} s left", seconds=rest)


def token_name(kind):
    return {
        "auto": t("chosen from the text"),
        "subword": t("subwords"),
        "word": t("words"),
        "character": t("characters"),
        "jamo": t("jamo"),
        "morpheme": t("morphemes"),
    }[kind]


def cancel_button(run):
    """Asks once."""
    with st.popover(t("Cancel"), type="tertiary", icon=":material/close:"):
        st.write(t("Cancel this training? What it has learned is thrown away."))
        st.button(t("Cancel it"), on_click=run.request_cancel, key="cancel")


def again_button(task):
    st.button(t("Train another"), icon=":material/add:", on_click=_forget, args=(task,), key="again")


def open_training(task, run):
    """Go to Train and look at this run."""
    st.session_state[f"watched-{task.name}"] = run.id
    choose("step", "train")


def answer_with(task, run):
    """Go to Try and let this run answer."""
    st.session_state.job = None
    choose(f"run-{task.name}", run.id, parameter="run")
    choose("step", "try")


def _forget(task):
    st.session_state[f"watched-{task.name}"] = None
    st.session_state.job = None
