"""What reads the tokens of a network, as people call it: its cell, or the window that stands in a cell's place."""

from nlp_models import tasks
from pages.ui.frame.words import t


def reader_of(run):
    """Its short name: "rnn", "lstm", "gru" or "window"."""
    known = run.about.task in tasks.names()  # a lab's is none
    return tasks.load(run.about.task).kind.reader(run.recipe) if known else run.recipe.cell


def reader_name(run):
    """LSTM, or Fixed window (4)."""
    return called(reader_of(run), run.recipe.fixed_window)


def called(reader, window=0):
    """The same of a reader by its short name."""
    return window_name(window) if reader == "window" else reader.upper()


def window_name(window):
    """A window of so many tokens."""
    return t("Fixed window ({count})", count=window)
