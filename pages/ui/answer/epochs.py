"""One slider over the epochs of a training: what is drawn below it is drawn by the network as it was by then."""

import streamlit as st

from nlp_models.answering.epochs import RunAtEpoch, finished_epoch, kept_epochs
from pages.ui.frame import epoch_state
from pages.ui.frame.words import t


def choose_epoch(run):
    """The run, or the run as it was after the epoch that is chosen; where it kept no epochs itself, and no slider.

    Its places are numbers in every language: a slider keeps the words that it was given, and after a switch of language they
    name no place any more. What it stands on is given as its value, too: told but once, a busy page may miss it.
    """
    kept, last = kept_epochs(run), finished_epoch(run)
    if len(kept) < 2:
        return run
    key = epoch_state.epoch(run)
    if key.get(last) not in kept:
        key.pop()
    label = t("The network after which epoch of its training (0: before learning, {kept}: kept)", kept=last)
    epoch = st.select_slider(label, kept, key.get(last), key=key, persist_state="session")
    return run if epoch == last else RunAtEpoch(run, epoch)


def epoch_name(epoch, last):
    """What an epoch is called: a number, where it is neither the first nor the one that was kept."""
    if epoch == last:
        return t("{epoch}, kept", epoch=epoch)
    return str(epoch) if epoch else t("0, before learning")
