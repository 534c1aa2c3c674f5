"""opened(task, run, text): the cell of a network that reads a text; a fragment, so that its choices draw nothing else anew."""

import streamlit as st

from nlp_models.answering import probe
from nlp_models.answering.unrolled import has_cells, unroll
from nlp_models.problems.classification import attribution
from pages.ui.answer.answering import followed_label, label_name, load, tell_unread
from pages.ui.answer.epochs import choose_epoch
from pages.ui.answer.inside_parts import ask_window
from pages.ui.answer.inside_unit import chosen_unit
from pages.ui.frame import state
from pages.ui.frame.remember import remembered
from pages.ui.frame.words import errors_told, t
from pages.ui.inside.cell_component import cell_view
from pages.ui.inside.drawn import cell_data
from pages.ui.inside.effect import curve_part, effect_line
from pages.ui.inside.embeddings import embeddings_part
from pages.ui.inside.epochs import by_then_part, curve_by_then_part, epochs_part, why_then
from pages.ui.inside.hands import hands_part, own_holds, take_gate
from pages.ui.inside.heat import heat_part
from pages.ui.inside.linked import copy_cell, follow_choices, follow_holds, follow_unit
from pages.ui.inside.narrow import narrow_part, wide
from pages.ui.inside.network import is_gone
from pages.ui.inside.numbers import numbers_part
from pages.ui.inside.parts import ask_reader, ask_unit, open_unit, topmost
from pages.ui.inside.searches.flips import flips_part
from pages.ui.inside.searches.followers import followers_part
from pages.ui.inside.searches.places import ask_searched, places_part
from pages.ui.inside.searches.search import tell_reading
from pages.ui.inside.word_by_word import word_by_word_part


@st.fragment
def opened(task, run, text, known):
    """Reader and unit, the drawing, hands on the gates, what they did to the answer, the heat map."""
    if is_gone(run):
        st.rerun()  # the whole page tells so, and opens another one
    with errors_told():
        if not has_cells(load(run.id, str(run.folder))):
            st.write(t("This network has no recurrent cells to look into. Choose another one in the box above."))
            return
        last = unrolled(run.id, str(run.folder), text, ())
        follow_choices(run, last.readers)
        with wide("epoch"):
            whole, run = run, choose_epoch(run)
        here = (run.id, str(run.folder), text)
        free = unrolled(*here, ())
        readers = {name: reader for name, reader in free.readers.items() if any(reader.tokens)}
        if not readers:
            st.caption(t("There is no word in this sentence that the network could read."))
            return
        tell_unread(getattr(free.answer, "unknown", ()), getattr(free.answer, "truncated_at", None))
        follow_holds(run, readers)
        held = unrolled(*here, own_holds(run))
        known_readers = of_both(last, readers)
        name, unit, why = ask_reader_and_unit(task, whole, text, known_readers)
        narrow_part(task, whole, known, known_readers, name, unit)
        by_then_part(task, run, free, last)
        why = why_then(run, why, unit, readers[name].units)
        reader, window = held.readers[name], ask_window(len(held.readers[name].tokens))
        effect = effect_line(task, run, free, held)
        cell_view(
            cell_data((run.id, text, *reader.tokens), reader, unit, window, own_holds(run), effect, why), take_gate
        )
        tell_colours()
        numbers_part(reader, unit)
        hands_part(run, reader, unit)
        curve_part(task, run, free, held)
        curve_by_then_part(task, run, free, last)
        heat_part(task, run, reader, unit, window)
        searches_part(task, run, reader, unit, text, free)
        epochs_part(task, run, text, last)
        copy_cell(whole)


def tell_colours():
    """What colour and width of the drawing say."""
    st.caption(
        t(
            "Pink is above zero, green below: the sign of a number in the network, not of its answer. A wire is the wider, the farther its number is from zero."
        )
    )


def of_both(last, readers):
    """The readers of the finished network that an earlier epoch has, too: their liveliest unit is the one that is opened."""
    return {name: reader for name, reader in last.readers.items() if name in readers}


def searches_part(task, run, reader, unit, text, free):
    """What takes a moment to find, folded, by the question that it answers."""
    st.subheader(t("What is this unit for?"), anchor=False)
    tell_reading(reader)
    letter = ask_searched(reader.cell)
    places_part(task, run, reader, unit, letter)
    followers_part(task, run, reader, letter)
    st.subheader(t("Why this answer?"), anchor=False)
    word_by_word_part(task, run, text, free)
    flips_part(task, run, text, free)
    st.subheader(t("What are words to it?"), anchor=False)
    embeddings_part(run, free)


@st.cache_resource(max_entries=6, show_spinner=False)
def unrolled(run_id, folder, text, holds):
    """The Unrolled of a text; a click on a unit or a gate of the heat map computes nothing again."""
    return unroll(load(run_id, folder), text, holds)


def ask_reader_and_unit(task, run, text, readers):
    """`(name of the reader, unit, why this one)`: which layer and direction, and which of its units the drawing opens."""
    with wide("unit"), st.container(horizontal=True, vertical_alignment="bottom"):
        several = len(readers) > 1
        name = ask_reader(readers, **(remembered(state.READER, list(readers), topmost(readers)) if several else {}))
        units = readers[name].units
        follow_unit(task, run, name, units)
        best = strongest(task, run, text).get(name)
        default = int(probe.most_varying(readers[name].gates["hidden_state"], 1)[0]) if best is None else best
        chosen_unit(task, run, name, default)
        box = state.unit(task)
        unit = ask_unit(units, key=box, on_change=lambda: open_unit(task, run, name, box.value))
    return name, unit, why_this_unit(unit, best, default, units)


def why_this_unit(unit, best, default, units):
    """What is said of the unit that is open."""
    if unit == best:
        return t("Of {units} units this one moves the answer most.", units=units)
    if unit == default:
        return t("Of {units} units this one changes most over this sentence.", units=units)
    return t("One of {units} units, with its own numbers.", units=units)


@st.cache_data(max_entries=32, show_spinner=False)
def _strongest(run_id, folder, text, followed):
    effects = attribution.unit_effects(load(run_id, folder), text, followed)
    return {name: int(abs(effect).argmax()) for name, effect in effects.items()}


def strongest(task, run, text):
    """`{reader: the unit with the largest effect on this answer}` of a classifier; of others nothing."""
    if task.problem != "classification":
        return {}
    answer = unrolled(run.id, str(run.folder), text, ()).answer
    own = load(run.id, str(run.folder)).config.names
    names = {label: label_name(task, own, label) for label in answer.probabilities}
    return _strongest(run.id, str(run.folder), text, followed_label(task, names, answer))
