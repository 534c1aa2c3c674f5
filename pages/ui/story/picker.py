"""The list of networks in the title: Yours, then Ready; each with its cell and its score under its name."""

import streamlit as st

from nlp_models import tasks
from pages.ui.answer.answering import network_name
from pages.ui.answer.reader import reader_name
from pages.ui.answer.scores import named
from pages.ui.frame import state
from pages.ui.frame.navigation import use_network
from pages.ui.frame.words import plain, t

TALL = 8  # networks; more of them scroll


def picker(task, known, chosen):
    """Shows which network answers; opened, it lists the others. They are read only then: some people have fifty."""
    key, group = state.picker(task), group_of(chosen)
    told = ([] if says_ready(chosen) else [groups()[group]]) + details(chosen)
    with st.popover(two_lines(chosen, told), width=300, wrap=True, key=key, on_change="rerun") as shown:
        if shown.open:
            with st.container(height=480 if len(known) > TALL else "content", border=False, gap="xsmall"):
                list_groups(task, known, chosen)


def list_groups(task, known, chosen):
    """A heading for every group that has a network, and a button for each of them."""
    for group, title in groups().items():
        if of_group := [run for run in known.values() if group_of(run) == group]:
            st.markdown(f"**{title}**")
            for run in of_group:
                icon = f":material/radio_button_{'checked' if run.id == chosen.id else 'unchecked'}:"
                st.button(
                    two_lines(run, details(run)),
                    icon=icon,
                    type="tertiary",
                    width="stretch",
                    wrap=True,
                    key=f"pick-{run.id}",
                    on_click=_pick,
                    args=(task, run.id),
                )


def groups():
    """The headings, in their order."""
    return {"own": t("Yours"), "link": t("By link"), "ready": t("Ready")}


def group_of(run):
    return "ready" if run.is_ready else "own" if run.mine else "link"


def says_ready(run):
    """Whether its name tells its group already."""
    return run.is_ready and not tasks.load(run.about.task).variants.get(run.variant)


def details(run):
    """Cell and score, as far as there is one and the name does not tell them."""
    cell = reader_name(run)
    score = [named(tasks.load(run.about.task).kind, run.report["test"])] if run.report else []
    return ([] if cell.lower() in network_name(run).lower() else [cell]) + score


def two_lines(run, told):
    """A label: the name, under it what is told of it."""
    return f"**{plain(network_name(run))}**  \n{plain(' · '.join(told))}"


def _pick(task, network):
    use_network(task, network)
    state.picker(task).set(False)
