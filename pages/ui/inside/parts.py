"""What several parts of the opened cell are made of: a folded part, the boxes that ask for a word, a cell, a unit."""

import streamlit as st

from nlp_models.problems.captioning.covering import seen_place
from nlp_models.text.shown import content_place
from pages.ui.answer.answering import load
from pages.ui.frame import inside_state, state
from pages.ui.frame.key import Key
from pages.ui.frame.words import t

WRITERS = ("sequence_to_sequence", "captioning")


def folded(label, icon, key):
    """The box of a part that is drawn once it is opened; None while it is closed."""
    box = st.expander(label, icon=icon, on_change="rerun", key=key)
    return box if box.open else None


def ask_place(label, words, key, first=0):
    """The place of one of these words; one that is chosen in one part is chosen in every other that asks for one of them.

    Args:
        first: the place that stands there before anybody chose.
    """
    kept, own = inside_state.place_among(words), Key(f"{key}-{hash(tuple(words))}")
    own.set(min(kept.get(first), len(words) - 1))
    return st.selectbox(
        label,
        range(len(words)),
        format_func=lambda at: f"{at + 1}. {words[at]}",
        key=own,
        width=280,
        on_change=lambda: kept.set(own.value),
    )


def ask_written(label, run, answer, key):
    """The place of one of the words that were written; at first the one that owes most to the picture, else one of content."""
    if hasattr(answer, "blind_probabilities"):
        return ask_place(label, answer.words, key, seen_place(answer))
    vocabulary = load(run.id, str(run.folder)).problem.target_vocabulary
    first = content_place(vocabulary, [[answer.ids[at] for at in own] for own in answer.places])
    return ask_place(label, answer.said_words, key, first)


def written_words(answer):
    """The words of an answer that was written; of other answers those that were read, or none."""
    return getattr(answer, "said_words", None) or getattr(answer, "words", [])


def words_to_ask(task, free):
    """The words that may be asked about: of a network that writes those that it wrote, of others those that it read."""
    return written_words(free.answer) if task.problem in WRITERS else free.words


def ask_reader(readers, **how):
    """Which cell, where there are several."""
    if len(readers) == 1:
        return next(iter(readers))
    return st.segmented_control(
        t("Which cell"),
        list(readers),
        format_func=lambda name: reader_name(name, readers),
        required=True,
        **how,
    )


def topmost(readers):
    """The cell that is opened at first: the topmost that reads from the left."""
    return [name for name in readers if name.startswith("forward")][-1]


def reader_name(name, readers):
    """Side, direction, and the layer where there are several."""
    side, _, layer = name.rpartition("_")
    writes, pairs = side.startswith("decoder/"), any(other.startswith("decoder/") for other in readers)
    direction = t("Left to right") if side.endswith("forward") else t("Right to left")
    reads = t("Reads from the left") if side.endswith("forward") else t("Reads from the right")
    told = t("Writes the answer") if writes else reads if pairs else direction
    deep = len({other.rpartition("_")[2] for other in readers}) > 1
    return t("Layer {layer}: {direction}", layer=layer, direction=told) if deep else told


def ask_unit(units, **how):
    """Which of so many units."""
    return st.number_input(t("Unit (0 to {last})", last=units - 1), 0, units - 1, width=124, **how)


def open_unit(task, run, reader, unit):
    """This unit of a reader is open from now on: from an on_change or on_click."""
    state.own_unit(task).set((run.id, reader, int(unit)))
