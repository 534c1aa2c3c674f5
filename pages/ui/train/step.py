"""Train: three settings, the rest folded; once started, the run is watched (watch.py)."""

import typing

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.recipe import Recipe
from nlp_models.runs.limits import Limits
from nlp_models.settings import shown
from pages.ui.data.step import chosen_dataset
from pages.ui.frame import state
from pages.ui.frame.navigation import watched_run
from pages.ui.frame.remember import choose
from pages.ui.frame.words import plain, show_error, t
from pages.ui.train.starting import start_training
from pages.ui.train.watch import token_name, watch

CELLS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
MINUTES = (1, 4, 15)
MANY_ROWS = 20_000  # more do not get far in a minute
FIRST = ("cell", "minutes", "tokenizer")
REPEATING = ("steps", "stop_after")  # for scripts that repeat a run
TOKENS = ("auto", "subword", "word", "spaced", "character", "jamo", "morpheme")


def train_step(task, _run):
    """The newest run of this task while it matters, else the form."""
    if error := state.REFUSED.pop():
        show_error(error)
    run = watched_run(task)
    if run is None:
        settings_form(task)
    else:
        watch(task, run)


def settings_form(task):
    """Three choices, the rest folded; one primary button."""
    try:
        dataset, name = chosen_dataset(task)
        task.kind.check(dataset)
    except UnrolledError as error:
        show_error(error)
        st.button(t("Look at the data"), on_click=choose, args=(state.STEP, "data"))
        return
    st.write(t("Data: {name}, {rows} rows", name=plain(name), rows=f"{len(dataset):,}"))
    with st.form("settings", border=True):
        choices = first_settings(task, max(task.kind.MINUTES, 1 if len(dataset) < MANY_ROWS else 4))
        with st.expander(t("More settings: size, vocabulary, dropout, learning rate, seed"), icon=":material/tune:"):
            choices |= more_settings(task)
        started = st.form_submit_button(t("Start training"), type="primary", icon=":material/play_arrow:")
    if started:
        try:
            start_training(task, task.recipe.changed(**choices), dataset, name)
        except UnrolledError as error:
            return show_error(error)
        st.rerun()


def first_settings(task, minutes):
    """The three that matter most."""
    recipe, tokens_matter = task.recipe, "tokenizer" in task.kind.SETTINGS
    cell, how_long, *rest = st.columns(3 if tokens_matter else 2, gap="medium")
    most = Limits().max_minutes
    allowed = [n for n in MINUTES if n <= most] or [most]
    choices = {
        "cell": cell.segmented_control(
            t("Cell"), list(CELLS), default=recipe.cell, format_func=CELLS.get, **kept(task, "cell")
        ),
        "minutes": how_long.segmented_control(
            t("How long"), allowed, default=max([n for n in allowed if n <= minutes], default=allowed[0]),
            format_func=lambda m: t("{minutes} min", minutes=m), **kept(task, "minutes"),
        ),
    }  # fmt: skip
    if tokens_matter:
        choices["tokenizer"] = rest[0].selectbox(
            t("Tokens"),
            TOKENS,
            TOKENS.index(recipe.tokenizer),
            format_func=token_name,
            key=state.setting(task, "tokenizer"),
            persist_state="session",
        )
    return choices


def kept(task, name):
    """What both rows of buttons share; a choice survives leaving the step."""
    return {
        "key": state.setting(task, name),
        "required": True,
        "width": "stretch",
        "wrap": False,
        "persist_state": "session",
    }


def more_settings(task):
    """A widget for every other setting that changes something here, with the sentence on what it changes."""
    columns, choices = st.columns(2, gap="medium"), {}
    used = [name for name in task.kind.SETTINGS if name not in (*FIRST, *REPEATING)]
    others = [(name, field) for name, field in Recipe.model_fields.items() if name in used]
    for number, (name, field) in enumerate(others):
        with columns[number % 2]:
            choices[name] = setting(task, name, field)
    return choices


def setting(task, name, field):
    """One widget, drawn from the type and bounds of a Recipe field."""
    label, key, value = t(field.description), state.setting(task, name), getattr(task.recipe, name)
    if field.annotation is bool:
        return st.toggle(label, value, key=key, persist_state="session")
    options = typing.get_args(field.annotation)
    if typing.get_origin(field.annotation) is typing.Literal:
        names = {"auto": t("chosen from the data"), "yes": t("yes"), "no": t("no")}
        names |= {option: t(words) for option, words in shown(field).options.items()}
        return st.selectbox(
            label,
            options,
            options.index(value),
            format_func=lambda o: names.get(o, o),
            key=key,
            persist_state="session",
        )
    limits = {side: getattr(rule, sign) for rule in field.metadata
              for side, signs in (("min_value", ("ge", "gt")), ("max_value", ("le", "lt"))) for sign in signs if hasattr(rule, sign)}  # fmt: skip
    if float not in (field.annotation, *options):
        return st.number_input(label, value=value, step=1, key=key, persist_state="session", **limits)
    limits = {side: float(limit) for side, limit in limits.items()}
    step = 0.001 if value is None or value < 0.02 else 0.05
    return st.number_input(label, value=value, format="%.4g", step=step, key=key, persist_state="session", **limits)
