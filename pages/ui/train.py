"""Train: three settings, the rest folded; then the live curve, stop, cancel, resume."""

import typing

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.recipe import Recipe
from nlp_models.runs import RunStore
from pages.ui.charts import loss_curves
from pages.ui.data import chosen_dataset
from pages.ui.remember import choose
from pages.ui.starting import resume_training, start_training
from pages.ui.visitor import visitor
from pages.ui.words import plain, show_error, t, told

MINUTES = (1, 4, 15)
FIRST = ("cell", "minutes", "tokens")
TOKENS = ("subword", "word", "character", "jamo", "morpheme")


def train_step(task, _run):
    """The newest run of this task while it matters, else the form."""
    if error := st.session_state.pop("refused", None):
        show_error(error)
    run = watched_run(task)
    if run is None:
        settings_form(task)
    else:
        watch(task, run)


def watched_run(task):
    """The run to look at: one that is waiting or training, or the last one this session started."""
    runs = RunStore.default().list(visitor(), task.name)
    key = f"watched-{task.name}"
    active = next((run for run in runs if run.is_active), None)
    if active or key not in st.session_state:
        broken = next((run for run in runs[:1] if run.status.state == "interrupted"), None)
        st.session_state[key] = (active or broken).id if active or broken else None
    return next((run for run in runs if run.id == st.session_state[key]), None)


def settings_form(task):
    """Three choices, the rest folded; one primary button."""
    try:
        dataset, name = chosen_dataset(task)
        dataset.check_labels()
    except UnrolledError as error:
        show_error(error)
        st.button(t("Look at the data"), on_click=choose, args=("step", "data"))
        return
    st.write(t("Training on {name}: {rows} rows.", name=plain(name), rows=f"{len(dataset):,}"))
    with st.form("settings", border=True):
        columns = st.columns(3, gap="medium")
        recipe = task.recipe
        cells = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
        choices = {
            "cell": columns[0].segmented_control(t("Cell"), list(cells), default=recipe.cell, format_func=cells.get, required=True, key="set-cell"),
            "minutes": columns[1].segmented_control(t("How long"), MINUTES, default=1 if len(dataset) < 20_000 else 4,
                                                    format_func=lambda m: t("{minutes} min", minutes=m), required=True, key="set-minutes"),
            "tokens": columns[2].selectbox(t("Tokens"), TOKENS, format_func=token_name, key="set-tokens"),
        }  # fmt: skip
        with st.expander(t("More settings: size, vocabulary, dropout, learning rate, seed")):
            choices |= more_settings(recipe)
        started = st.form_submit_button(t("Start training"), type="primary", icon=":material/model_training:")
    if started:
        try:
            start_training(task, recipe.changed(**choices), dataset, name)
        except UnrolledError as error:
            show_error(error)
            return
        st.rerun()


def more_settings(recipe):
    """A widget for every other setting, with the sentence on what it changes."""
    columns, choices = st.columns(2, gap="medium"), {}
    others = [(name, field) for name, field in Recipe.model_fields.items() if name not in FIRST]
    for number, (name, field) in enumerate(others):
        with columns[number % 2]:
            choices[name] = setting(name, field, getattr(recipe, name))
    return choices


def setting(name, field, value):
    """One widget, drawn from the type and bounds of a Recipe field."""
    label, key = t(field.description), f"set-{name}"
    if field.annotation is bool:
        return st.toggle(label, value, key=key)
    options = typing.get_args(field.annotation)
    if typing.get_origin(field.annotation) is typing.Literal:
        names = {
            "last": t("the last state"),
            "mean": t("their mean"),
            "max": t("their maximum"),
            "attention": t("attention"),
        }
        return st.selectbox(label, options, options.index(value), format_func=lambda o: names.get(o, o), key=key)
    limits = {side: getattr(rule, sign) for rule in field.metadata
              for side, signs in (("min_value", ("ge", "gt")), ("max_value", ("le", "lt"))) for sign in signs if hasattr(rule, sign)}  # fmt: skip
    if float not in (field.annotation, *options):
        return st.number_input(label, value=value, step=1, key=key, **limits)
    limits = {side: float(limit) for side, limit in limits.items()}
    return st.number_input(label, value=value, format="%.4g", step=0.001 if value < 0.02 else 0.05, key=key, **limits)


def watch(task, run):
    """A run from waiting to its end; redraws itself every second while something happens."""
    status = run.status
    st.caption(f"{plain(run.about.name)} · {run.recipe.cell.upper()} · {token_name(run.recipe.tokens)}")

    @st.fragment(run_every="1s" if run.is_active else None)
    def live():
        now = run.status
        if now.state != status.state:
            st.rerun()
        SHOWN[now.state](task, run, now)

    live()


def waiting(_task, run, _status):
    position = run.position(RunStore.default()) or 1
    st.status(t("Waiting for its turn (number {place} in line)", place=position), state="running")
    st.caption(t("You can close this tab; training goes on"))
    cancel_button(run)


def running(_task, run, status):
    if not status.step:
        st.status(told(status.message) if status.message else t("Getting ready, about 6 seconds"), state="running")
        return cancel_button(run)
    parts = [t("Epoch {epoch}/{epochs}", epoch=status.epoch, epochs=status.epochs)]
    parts.append(told(status.message) if status.message else time_left(status.seconds_left))
    if status.tokens_per_second:
        parts.append(t("{speed} tokens/s", speed=f"{status.tokens_per_second:,.0f}"))
    st.progress(min(1.0, status.step / max(1, status.steps)), text=" · ".join([*parts, status.device or ""]))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        curves(run, status)
    with right:
        if status.best_epoch:
            st.info(
                t("Epoch {epoch} was the best so far: {percent} % right on held-out sentences.", **best(run, status)),
                icon=":material/insights:",
            )
        st.button(t("Stop and keep the best so far"), icon=":material/flag:", on_click=run.request_stop, key="stop")
        cancel_button(run)
        st.caption(t("You can close this tab; training goes on"))


def done(task, run, status):
    test = run.report["test"] if run.report else None
    if test:
        accuracy = {
            name: f"{100 * test[key]:.1f}"
            for name, key in (("score", "accuracy"), ("low", "accuracy_low"), ("high", "accuracy_high"))
        }
        st.write(
            t(
                "Done: {score} % right on {rows} sentences it has never seen (95%: {low} to {high} %).",
                rows=f"{test['rows']:,}",
                **accuracy,
            )
        )
        st.caption(baseline_words(run.report))
    with st.container(horizontal=True):
        st.button(t("Try it"), type="primary", icon=":material/play_circle:", on_click=_answer_with, args=(run,))
        again_button(task)
    curves(run, status)


def failed(task, run, status):
    st.error(plain(told(status.message)) if status.message else t("The training failed."), icon=":material/error:")
    with st.container(horizontal=True):
        st.button(t("Go on from the last epoch"), icon=":material/restart_alt:", on_click=resume_training, args=(run,))
        again_button(task)
    with st.expander(t("What the training printed")):
        st.code(run.log_tail(), language=None)


def interrupted(task, run, status):
    st.warning(
        t("It was cut off at epoch {epoch} and can go on", epoch=max(1, status.epoch)), icon=":material/power_off:"
    )
    with st.container(horizontal=True):
        st.button(t("Resume"), type="primary", icon=":material/restart_alt:", on_click=resume_training, args=(run,))
        again_button(task)
    curves(run, status)


def cancelled(task, run, status):
    st.write(t("Cancelled. Nothing of it answers."))
    with st.container(horizontal=True):
        again_button(task)
        if run.metrics():
            st.button(t("Go on from the last epoch"), type="tertiary", on_click=resume_training, args=(run,))


SHOWN = {
    "queued": waiting,
    "running": running,
    "done": done,
    "failed": failed,
    "interrupted": interrupted,
    "cancelled": cancelled,
}


def curves(run, status):
    """The loss curves, under a sentence that says what they show."""
    metrics = run.metrics()
    if not metrics:
        st.caption(t("The curve starts after the first epoch."))
        return
    sentence = t("Epoch {epoch} was the best: {percent} % right on held-out sentences.", **best(run, status))
    st.markdown(f"**{sentence}**")
    names = (t("training"), t("validation"), t("epoch"), t("loss"))
    st.altair_chart(loss_curves(metrics, status.best_epoch, names), key="loss", alt=sentence)


def best(run, status):
    """Epoch and score of the best epoch."""
    row = next((row for row in run.metrics() if row["epoch"] == status.best_epoch), None)
    return {"epoch": status.best_epoch, "percent": f"{100 * row['validation_accuracy']:.1f}" if row else "?"}


def baseline_words(report):
    """The best baseline, named beside the score."""
    names = {
        "majority": t("always the commonest label"),
        "naive_bayes": t("naive Bayes"),
        "logistic_regression": t("logistic regression"),
    }
    name, scores = max(report["baselines"].items(), key=lambda item: item[1]["accuracy"])
    return t(
        "The best simple method, {name}, gets {score} % on the same sentences.",
        name=names[name],
        score=f"{100 * scores['accuracy']:.1f}",
    )


def time_left(seconds):
    """Minutes and seconds, roughly."""
    minutes, rest = divmod(round(seconds or 0), 60)
    if minutes:
        return t("about {minutes} min {seconds} s left", minutes=minutes, seconds=rest)
    return t("about {seconds} s left", seconds=rest)


def token_name(kind):
    return {
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


def _forget(task):
    st.session_state[f"watched-{task.name}"] = None


def _answer_with(run):
    choose("run", run.id)
    choose("step", "try")
