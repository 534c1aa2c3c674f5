"""On a phone network, epoch, cell and unit stand in one popover, so that the row of words and the cell come first.

Both are drawn, and the width of the screen decides in the browser which one is seen (frame/everyone/everyone.css): Python does
not know it. The popover is filled once it is opened; what is chosen there is put into the boxes of a wide screen.
"""

import streamlit as st

from pages.ui.answer.answering import name_and_cell
from pages.ui.answer.epochs import ask_epoch
from pages.ui.frame import epoch_state, inside_state, state
from pages.ui.frame.key import Key
from pages.ui.frame.remember import choose
from pages.ui.frame.words import plain, t
from pages.ui.inside.network import ask_network, take_network
from pages.ui.inside.parts import ask_reader, ask_unit, open_unit
from pages.ui.terms import explained

WIDE, NARROW = "cell-wide", "cell-narrow"  # everyone.css knows them


def wide(part):
    """A container that a phone does not show while the popover is there."""
    return st.container(key=f"{WIDE}-{part}")


def tell_page():
    """What the page is for."""
    caption = t(
        "The real numbers of a network while it reads a sentence: step through its cell, look at every gate, and hold one still."
    )
    st.caption(explained(caption, "gate"))


def narrow_part(task, run, known, readers, name, unit):
    """The popover, named after the network and the unit that are open.

    Args:
        run: the finished network, one of the known ones by id.
        name: of the reader that is open.
    """
    called = t("{network} · unit {unit}", network=plain(name_and_cell(run)), unit=unit)
    with st.container(key=NARROW):
        box = st.popover(
            kept_label(run, called), icon=":material/tune:", width="stretch", on_change="rerun", key=inside_state.FOLDED
        )
        if box.open:
            with box:
                tell_page()
                ask_run(run, known)
                ask_cell(task, run, readers, name, unit)


def kept_label(run, label):
    """The label, or while the popover of this network is open the one that it was opened with: named otherwise it would close."""
    kept = inside_state.LABEL.get(("", ""))
    if not inside_state.FOLDED.get(False) or kept[0] != run.id:
        inside_state.LABEL.set((run.id, label))
    return inside_state.LABEL.value[1]


def ask_run(run, known):
    """Which network, and which epoch of its training."""

    def take(chosen):
        choose(inside_state.NETWORK, chosen, parameter="run")
        take_network(known)

    ask_network(known, **twin(inside_state.NETWORK, run.id, take))
    if inside_state.NETWORK.get() != run.id:
        st.rerun()  # the sentence stands outside of what is drawn anew
    epoch = epoch_state.epoch(run)
    if epoch.is_set():
        ask_epoch(run, **twin(epoch, epoch.value, epoch.set))


def ask_cell(task, run, readers, name, unit):
    """Which layer and direction, and which unit."""
    ask_reader(readers, **twin(state.READER, name, lambda new: choose(state.READER, new)))
    ask_unit(readers[name].units, **twin(state.unit(task), unit, lambda new: open_unit(task, run, name, new)))


def twin(key, value, take):
    """What a second box over the same choice is given: the value, and who takes a new one."""
    own = Key(f"{key}-narrow")
    own.set(value)
    return {"key": own, "on_change": lambda: take(own.value)}
