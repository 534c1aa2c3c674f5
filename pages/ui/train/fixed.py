"""Settings that a link brings: checked as Start training checks them, marked on the form, and freed by a click."""

import streamlit as st

from nlp_models.errors import LinkError
from nlp_models.recipe import Recipe
from pages.ui.frame import state
from pages.ui.frame.words import t
from pages.ui.set_up.address import SET, asked, keep
from pages.ui.set_up.fixed import fixed
from pages.ui.set_up.written import pairs, written
from pages.ui.train.settings import name_of, others

FEW = 8  # settings that are named one by one


def follow_settings(task):
    """Fix what the address asks for; raises LinkError or RecipeError, and then nothing is set."""
    try:
        if said := asked(SET, task.name):
            values = checked(task, pairs(said))
            for name, value in values.items():
                state.setting(task, name).set(value)
            fixed(task).set(tuple(values))
    finally:
        keep(SET, task.name, written({name: state.setting(task, name).get() for name in fixed(task).get(())}))


def checked(task, said):
    """`{name: value}` of what a link says; only what the form shows can be set."""
    known = settable(task)
    if unknown := next((name for name in said if name not in known), None):
        raise LinkError("This link sets {name}, which there is not on this page.", name=unknown)
    recipe = task.recipe.changed(**{name: text or None for name, text in said.items()})
    return {name: getattr(recipe, name) for name in said}


def settable(task):
    """The names of all settings of the form, the first ones first."""
    first = ("cell", "length", *(name for name in ("tokenizer",) if name in task.kind.SETTINGS))
    return [*first, *others(task)]


def as_set(task):
    """The settings as an address has them: those that show first, and whatever was changed."""
    now = {name: state.setting(task, name).get(getattr(task.recipe, name)) for name in settable(task)}
    shown = [name for name in ("cell", "length", "tokenizer") if now.get(name) is not None]
    changed = [name for name in others(task) if now[name] != getattr(task.recipe, name)]
    return written({name: now[name] for name in (*shown, *changed, *fixed(task).get(()))})


def fixed_line(task):
    """What a link has fixed, a button each to free it; nothing where nothing is fixed."""
    names = fixed(task).get(())
    if not names:
        return
    with st.container(border=True, key="fixed-by-link"):
        st.markdown(":material/lock: " + t("Set by the link you opened, and locked. Click one to free it."))
        with st.container(horizontal=True):
            for name in names[:FEW]:
                label = name_of(name, Recipe.model_fields[name])
                st.button(label, icon=":material/lock_open:", key=f"free-{name}", on_click=_free, args=(task, name))
            if len(names) > 1:
                st.button(t("Free all"), type="tertiary", key="free-all", on_click=_free, args=(task, *names))


def _free(task, *names):
    fixed(task).set(tuple(name for name in fixed(task).get(()) if name not in names))
