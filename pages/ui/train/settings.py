"""The settings of a training that a form folds away: by their names, in three groups, each with its sentence as help."""

import re
import typing

import streamlit as st

from nlp_models.recipe import Recipe
from nlp_models.settings import GROUPS, shown
from pages.ui.frame import state
from pages.ui.frame.remember import relabelled
from pages.ui.frame.words import t
from pages.ui.set_up.fixed import is_fixed
from pages.ui.terms import with_term

FIRST = ("cell", "length", "minutes", "tokenizer")
REPEATING = ("steps", "stop_after")  # for scripts that repeat a run
NAMED = ("units", "dropout", "learning_rate", "seed")  # in the title of what is folded


def others(task):
    """`{name: field}` of the settings that change something here, beside the first ones."""
    used = [name for name in task.kind.SETTINGS if name not in (*FIRST, *REPEATING)]
    return {name: field for name, field in Recipe.model_fields.items() if name in used}


def name_of(name, field):
    """What a setting is called; one that has no title, as a kind of somebody else's may not, goes by its name."""
    return t(field.title) if field.title else name.replace("_", " ")


def folded_title(fields):
    """The fold promises what is in it: some settings by their names, and how many more there are."""
    names = [re.split(r" ?\(", name_of(name, fields[name]))[0] for name in NAMED if name in fields]
    return t("More settings: {names} and {count} more", names=", ".join(names), count=len(fields) - len(names))


def more_settings(task, fields):
    """A widget for every one of these, group by group; gives what was chosen, by name."""
    choices = {}
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
        columns = st.columns(2, gap="medium", vertical_alignment="bottom")
        for column, name in zip(columns, names[first : first + 2], strict=False):
            with column:
                choices[name] = setting(task, name, fields[name])
    return choices


def setting(task, name, field):
    """One widget, drawn from the title, type and bounds of a Recipe field; its sentence and the term are the help."""
    label, key, value = name_of(name, field), state.setting(task, name), getattr(task.recipe, name)
    how = {
        "key": key,
        "persist_state": "session",
        "help": with_term(t(field.description), name),
        "disabled": is_fixed(task, name),
    }
    if field.annotation is bool:
        return st.toggle(label, value, **how)
    options = typing.get_args(field.annotation)
    if typing.get_origin(field.annotation) is typing.Literal:
        names = {"auto": t("chosen from the data"), "yes": t("yes"), "no": t("no")}
        names |= {option: t(words) for option, words in shown(field).options.items()}
        return st.selectbox(
            label,
            options,
            format_func=lambda o: names.get(o, o),
            **how | relabelled(key, options.index(value)),
        )
    limits = {
        side: getattr(rule, sign)
        for rule in field.metadata
        for side, signs in (("min_value", ("ge", "gt")), ("max_value", ("le", "lt")))
        for sign in signs
        if hasattr(rule, sign)
    }
    if float not in (field.annotation, *options):
        return st.number_input(label, value=value, step=1, placeholder=t("chosen from the data"), **how, **limits)
    limits = {side: float(limit) for side, limit in limits.items()}
    step = 0.001 if value is None or value < 0.02 else 0.05
    return st.number_input(
        label, value=value, format="%.4g", step=step, placeholder=t("chosen from the data"), **how, **limits
    )
