"""race_form(): a use case and its data, what is compared, for how long, how often; one primary button."""

import streamlit as st

from nlp_models import tasks
from nlp_models.errors import UnrolledError
from nlp_models.lengths import LENGTHS
from nlp_models.runs.contests import SEEDS, comparable
from pages.ui.data.step import chosen_dataset
from pages.ui.frame.addresses import page_of
from pages.ui.frame.expected import expect_training
from pages.ui.frame.remember import remembered
from pages.ui.frame.words import plain, show_error, t
from pages.ui.race import keys
from pages.ui.race.names import comparison_name, contestant_name
from pages.ui.race.planned import planned, told_before
from pages.ui.race.starting import start_race
from pages.ui.terms import explained
from pages.ui.train.asking import ask_field
from pages.ui.train.length import about_time, length_name, others_line

NEWEST = "sentiment"  # quickest to learn, and everybody can judge it


def race_form():
    """What will be raced, and the button that starts it."""
    expect_training()
    task = _choose_task()
    try:
        dataset, name = chosen_dataset(task)
        task.kind.check(dataset)
    except UnrolledError as error:
        show_error(error)
        return _data_link(task, t("Look at the data"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(t(task.kind.AMOUNT, name=plain(name), count=f"{len(dataset):,}"))
        _data_link(task, t("Choose other data"))
    with st.container(border=True):
        setting = _choose_comparison(task, dataset)
        changes = comparable(task.kind, dataset.columns["text"])[setting]
        who = t("Who takes part: {names}", names=", ".join(map(contestant_name, changes)))
        st.caption(explained(plain(who), "nnlm", "frozen-embeddings"))
        equal, plan = _choose_budget(task, dataset, changes)
        ask = ask_field(task, dataset)
        if st.button(t("Start the race"), type="primary", icon=":material/sports_score:", disabled=plan is None):
            start_race(task, dataset, name, setting, plan, equal, ask)


def _choose_task():
    """The use case; of a link or the button on Train the one that it names."""
    names = tasks.names()
    return tasks.load(
        st.selectbox(
            t("Use case"),
            names,
            format_func=lambda name: t(tasks.load(name).title),
            width=300,
            **remembered(keys.TASK, names, NEWEST, parameter="task"),
        )
    )


def _data_link(task, label):
    st.page_link(
        page_of(task.name), label=label, icon=":material/table_rows:", query_params={"step": "data"}, width="content"
    )


def _choose_comparison(task, dataset):
    """The setting in which they differ; the cells where nothing else was chosen."""
    options = [*comparable(task.kind, dataset.columns["text"])]
    return st.pills(
        t("What is compared"),
        options,
        format_func=comparison_name,
        required=True,
        **remembered(keys.compared(task), options, "cell", parameter="compare"),
    )


def _choose_budget(task, dataset, changes):
    """`(what is the same for all, Planned or None where it cannot be)`: for how long, and how often."""
    left, right = st.columns(2, gap="medium")
    with right:
        equal = st.segmented_control(
            t("The same for all"),
            ("steps", "seconds"),
            format_func=_equal_name,
            required=True,
            width="stretch",
            **remembered(keys.EQUAL, ("steps", "seconds"), "steps", parameter="equal"),
        )
    seeds = keys.SEEDS.get(SEEDS[0])
    with left:
        plans = {name: planned(task, dataset, changes, name, equal, seeds) for name in LENGTHS}
        length = st.segmented_control(
            t("How long, all together"),
            LENGTHS,
            format_func=lambda name: _with_time(name, plans[name]),
            required=True,
            width="stretch",
            wrap=True,  # straight in a column it would be cut on a phone
            **remembered(keys.length(task), LENGTHS, LENGTHS[0], parameter="length"),
        )
    plan = plans[length]
    if plan:
        st.caption(explained(told_before(plan, changes, equal), "step"))
        others_line()
    _choose_seeds()
    return equal, plan


def _choose_seeds():
    words = t("Three trainings of each take three times as long and show what was luck.")
    st.segmented_control(
        t("Trainings of each"),
        SEEDS,
        default=SEEDS[0],
        format_func=_seeds_name,
        required=True,
        key=keys.SEEDS,
        persist_state="session",
        help=words,
    )


def _with_time(name, plan):
    return (
        t("{length} · {time}", length=length_name(name), time=about_time(plan.seconds)) if plan else length_name(name)
    )


def _equal_name(equal):
    return t("steps") if equal == "steps" else t("time")


def _seeds_name(seeds):
    return t("one seed") if seeds == 1 else t("{count} seeds", count=seeds)
