"""Train: three settings, the rest folded; once started, the run is watched (watch.py)."""

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.recipe import Recipe
from nlp_models.runs.limits import Limits
from pages.ui.data.step import chosen_dataset
from pages.ui.frame import state
from pages.ui.frame.navigation import watched_run
from pages.ui.frame.remember import choose
from pages.ui.frame.words import plain, show_error, t
from pages.ui.terms import explained, with_term
from pages.ui.train.asking import ask_field
from pages.ui.train.settings import folded_title, more_settings, others
from pages.ui.train.starting import start_training
from pages.ui.train.watch import token_name, watch

CELLS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
MINUTES = (1, 4, 15)
MANY_ROWS = 20_000  # more do not get far in a minute
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
        fields = others(task)
        with st.expander(folded_title(fields), icon=":material/tune:"):
            choices |= more_settings(task, fields)
        ask = ask_field(task, dataset)
        started = st.form_submit_button(t("Start training"), type="primary", icon=":material/play_arrow:")
    if started:
        try:
            start_training(task, task.recipe.changed(**choices), dataset, name, ask=ask)
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
            help=with_term(t(Recipe.model_fields["tokenizer"].description), "tokenizer"),
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
    st.markdown("  \n".join(lines))
