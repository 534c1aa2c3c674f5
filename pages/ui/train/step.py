"""Train: three settings, the rest folded; once started, the run is watched (watch.py)."""

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.recipe import Recipe
from pages.ui.data.step import chosen_dataset
from pages.ui.frame import state
from pages.ui.frame.expected import expect_training
from pages.ui.frame.navigation import watched_run
from pages.ui.frame.remember import choose, relabelled
from pages.ui.frame.words import plain, show_error, t
from pages.ui.set_up.fixed import is_fixed
from pages.ui.sweep.step import sweep_button, sweep_step
from pages.ui.terms import explained, with_term
from pages.ui.train.asking import ask_field
from pages.ui.train.fixed import fixed_line
from pages.ui.train.length import choose_length
from pages.ui.train.settings import folded_title, more_settings, others
from pages.ui.train.starting import name_field, proposed_name, start_training
from pages.ui.train.watch import token_name, watch

CELLS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
TOKENS = ("auto", "subword", "word", "spaced", "character", "jamo", "morpheme")


def train_step(task, _run):
    """The newest run of this task while it matters, else the form."""
    if error := state.REFUSED.pop():
        show_error(error)
    run = watched_run(task)
    if sweep_step(task):
        return
    if run is None:
        expect_training()
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
    st.write(t(task.kind.AMOUNT, name=plain(name), count=f"{len(dataset):,}"))
    fixed_line(task)
    with st.container(border=True):  # no form: how long it takes follows the settings
        choices, how_long = first_settings(task)
        fields = others(task)
        with st.expander(folded_title(fields), icon=":material/tune:"):
            choices |= more_settings(task, fields)
        with how_long:
            choices["length"] = choose_length(task, choices, dataset)
        called = name_field(task, name)
        ask = ask_field(task, dataset)
        with st.container(horizontal=True, vertical_alignment="center"):
            started = st.button(t("Start training"), type="primary", icon=":material/play_arrow:", key="start")
            race = {"task": task.name, "compare": "cell"}
            words, icon = t("Compare RNN, LSTM and GRU"), ":material/sports_score:"
            compared = st.button(words, icon=icon, type="tertiary", key="compare-cells")
            sweep_button(task)
    if compared:
        st.switch_page("pages/race.py", query_params=race)
    if started:
        try:
            called = called or proposed_name(name, choices["cell"], choices.get("fixed_window"))
            start_training(task, task.recipe.changed(**choices), dataset, called, ask=ask)
        except UnrolledError as error:
            return show_error(error)
        st.rerun()


def first_settings(task):
    """`(the two that matter most, where how long stands)`: the cells' lines stand under their own buttons, on a phone too."""
    recipe, tokens_matter = task.recipe, "tokenizer" in task.kind.SETTINGS
    choices = {
        "cell": st.segmented_control(
            t("Cell"), list(CELLS), default=recipe.cell, format_func=CELLS.get, **kept(task, "cell")
        )
    }
    cell_lines()
    how_long, *rest = st.columns([3, 2] if tokens_matter else 1, gap="medium")
    if tokens_matter:
        choices["tokenizer"] = rest[0].selectbox(
            t("Tokens"),
            TOKENS,
            format_func=token_name,
            help=with_term(t(Recipe.model_fields["tokenizer"].description), "tokenizer"),
            disabled=is_fixed(task, "tokenizer"),
            **relabelled(state.setting(task, "tokenizer"), TOKENS.index(recipe.tokenizer)),
        )
    return choices, how_long


def kept(task, name):
    """What both rows of buttons share; a choice survives leaving the step."""
    return {
        "key": state.setting(task, name),
        "disabled": is_fixed(task, name),
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
