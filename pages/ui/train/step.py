"""Train: three settings, the rest folded; once started, the run is watched (watch.py)."""

import typing

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.recipe import Recipe
from nlp_models.runs.limits import Limits
from nlp_models.settings import GROUPS, shown
from pages.ui.data.step import chosen_dataset
from pages.ui.frame import state
from pages.ui.frame.navigation import watched_run
from pages.ui.frame.remember import choose
from pages.ui.frame.words import plain, show_error, t
from pages.ui.terms import explained, with_term
from pages.ui.train.starting import start_training
from pages.ui.train.watch import token_name, watch

CELLS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
MINUTES = (1, 4, 15)
MANY_ROWS = 20_000  # more do not get far in a minute
FIRST = ("cell", "minutes", "tokenizer")
REPEATING = ("steps", "stop_after")  # for scripts that repeat a run
NAMED = ("units", "dropout", "learning_rate", "seed")  # in the title of what is folded
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
    st.write(t("Training on {name}: {rows} rows.", name=plain(name), rows=f"{len(dataset):,}"))
    with st.form("settings", border=True):
        choices = first_settings(task, max(task.kind.MINUTES, 1 if len(dataset) < MANY_ROWS else 4))
        cell_lines()
        with st.expander(folded_title(others(task)), icon=":material/tune:"):
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


def cell_lines():
    """What the three cells are, a line each."""
    rnn = t("**RNN** has one state, which it overwrites at every word.")
    lstm = t("**LSTM** has a cell state besides: three gates say what to forget, what to write and what to show.")
    gru = t("**GRU** has one state and two gates: simpler than an LSTM, and often as good.")
    lines = (
        explained(rnn, "rnn", "hidden-state"),
        explained(lstm, "lstm", "cell-state", "gate"),
        explained(gru, "gru"),
    )
    st.caption("  \n".join(lines))


def others(task):
    """`{name: field}` of the settings that change something here, beside the first ones."""
    used = [name for name in task.kind.SETTINGS if name not in (*FIRST, *REPEATING)]
    return {name: field for name, field in Recipe.model_fields.items() if name in used}


def folded_title(fields):
    """The fold promises what is in it: some settings by their names, and how many more there are."""
    names = [t(fields[name].title).split(" (")[0].split("(")[0] for name in NAMED if name in fields]
    return t("More settings: {names} and {count} more", names=", ".join(names), count=len(fields) - len(names))


def more_settings(task):
    """A widget for every other setting, group by group."""
    fields, choices = others(task), {}
    for group, title in GROUPS.items():
        within = {name: field for name, field in fields.items() if shown(field).group == group}
        if within:
            st.markdown(f"**{t(title)}**")
            choices |= setting_widgets(task, within)
    return choices


def setting_widgets(task, fields):
    """Two beside each other, in rows, so that they stand in one line."""
    choices, names = {}, list(fields)
    for first in range(0, len(names), 2):
        for column, name in zip(
            st.columns(2, gap="medium", vertical_alignment="bottom"), names[first : first + 2], strict=False
        ):
            with column:
                choices[name] = setting(task, name, fields[name])
    return choices


def setting(task, name, field):
    """One widget, drawn from the title, type and bounds of a Recipe field; its sentence and the term are the help."""
    label, key, value = t(field.title), state.setting(task, name), getattr(task.recipe, name)
    how = {"key": key, "persist_state": "session", "help": with_term(t(field.description), name)}
    if field.annotation is bool:
        return st.toggle(label, value, **how)
    options = typing.get_args(field.annotation)
    if typing.get_origin(field.annotation) is typing.Literal:
        names = {"auto": t("chosen from the data"), "yes": t("yes"), "no": t("no")}
        names |= {option: t(words) for option, words in shown(field).options.items()}
        return st.selectbox(
            label,
            options,
            options.index(value),
            format_func=lambda o: names.get(o, o),
            **how,
        )
    limits = {side: getattr(rule, sign) for rule in field.metadata
              for side, signs in (("min_value", ("ge", "gt")), ("max_value", ("le", "lt"))) for sign in signs if hasattr(rule, sign)}  # fmt: skip
    if float not in (field.annotation, *options):
        return st.number_input(label, value=value, step=1, **how, **limits)
    limits = {side: float(limit) for side, limit in limits.items()}
    step = 0.001 if value is None or value < 0.02 else 0.05
    return st.number_input(label, value=value, format="%.4g", step=step, **how, **limits)
