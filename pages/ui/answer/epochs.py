"""One slider over the epochs of a training: what is drawn below it is drawn by the network as it was by then."""

import streamlit as st

from nlp_models.answering.epochs import RunAtEpoch, finished_epoch, kept_epochs
from pages.ui.frame import epoch_state
from pages.ui.frame.words import t


def choose_epoch(run):
    """The run, or the run as it was after the epoch that is chosen; where it kept no epochs itself, and no slider."""
    kept, last = kept_epochs(run), finished_epoch(run)
    if len(kept) < 2:
        return run
    key, drawn = epoch_state.epoch(run), epoch_state.drawn(run)
    if key.get() not in kept:
        key.set(last)
    stands = key.value if drawn.get() == key.value else None  # what was just set is told by the key
    drawn.set(key.value)
    epoch = ask_epoch(run, value=stands, key=key, persist_state="session")  # told once only, a busy page may miss it
    return run if epoch == last else RunAtEpoch(run, epoch)


def ask_epoch(run, **how):
    """The slider alone. Its places are numbers in every language: it keeps the words that it was given, which a switch takes away."""
    label = t(
        "The network after which epoch of its training (0: before learning, {kept}: kept)", kept=finished_epoch(run)
    )
    return st.select_slider(label, kept_epochs(run), **how)


def epoch_name(epoch, last):
    """What an epoch is called: a number, where it is neither the first nor the one that was kept."""
    if epoch == last:
        return t("{epoch}, kept", epoch=epoch)
    return str(epoch) if epoch else t("0, before learning")
