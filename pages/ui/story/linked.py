"""What an address sets up on a use-case page, and the button that copies the set-up that is there."""

import streamlit as st

from nlp_models.errors import UnrolledError
from pages.ui.answer.cell_link import LONGEST
from pages.ui.answer.cell_link import asked as short_enough
from pages.ui.frame import state
from pages.ui.frame.remember import choose
from pages.ui.frame.state import in_url
from pages.ui.frame.views import has_own
from pages.ui.frame.words import t
from pages.ui.set_up.address import SET, asked, copy_button, keep
from pages.ui.train.fixed import as_set, follow_settings

ASKING = ("try", "judge", "inside")  # steps with a sentence


def follow_link(task):
    """Set the page up as the address asks; gives what is wrong with it, and then the page opens as ever."""
    follow_sentence(task)
    if st.query_params.get("source") == "example" != in_url(state.SOURCE).get():  # not what Data wrote there itself
        choose(state.SOURCE, "example")
    try:
        follow_settings(task)
    except UnrolledError as wrong:
        return wrong


def link_told(task, run, step, wrong):
    """What is wrong with the network of a link, on every rerun until another network or step is chosen; None where nothing is."""
    key, place = state.link_told(task), (run.id if run else "", step)
    if wrong:
        key.set((*place, wrong))
    *told_on, told = key.get(("", "", None))
    return told if (*told_on,) == place else None


def follow_sentence(task):
    """The sentence of a link is asked; later the address follows what is typed, as long as it names one."""
    if has_own(task, "cell"):  # a picture: too long for an address
        return
    said = asked("text", task.name)[:LONGEST]
    if said.strip():
        state.ask(task, said)
    if "text" in st.query_params:
        keep("text", task.name, short_enough(state.sentence(task).get("")).get("text", ""))


def copy_link(task, run, step):
    """The button: on Train with its settings, where a sentence is asked with that."""
    more = {"step": step}
    if step == "train":
        more |= {SET: as_set(task), "source": "example" if state.SOURCE.get("example") == "example" else ""}
    if step in ASKING and not has_own(task, "cell"):
        more |= short_enough(state.sentence(task).get(""))
    if run:
        more["run"] = run.id
    copy_button(more, not_in_it(run, step))


def not_in_it(run, step):
    """What whoever opens the link does not get."""
    if step in ("data", "train") and state.SOURCE.get("example") != "example":
        return t("Your own rows are not in the link: whoever opens it brings their own, or takes the example.")
    if run and not run.is_ready and run.mine and not run.about.shared:
        return t("Your network is not shared yet. Share it on Runs first, or others see the ready model.")
    return ""
