"""Where else a unit fires: its ten strongest places in the rows, each of which may be read in place of the sentence."""

import streamlit as st

from nlp_models.answering.units import is_writer, places_of_each, text_of
from nlp_models.numpy_layers.trace import LONG_NAMES
from nlp_models.text.shown import BLANK
from pages.ui.answer.answering import load
from pages.ui.frame import inside_state
from pages.ui.frame.words import errors_told, plain, t
from pages.ui.inside.formulas import names
from pages.ui.inside.parts import folded
from pages.ui.inside.searches.search import asks, here, in_which, rows_to_search, searched
from pages.ui.inside.steps import LETTERS, joined, shown_of

SHOWN = 10
PIECE = "·"  # before a piece within a word, where a decoder's tokens are shown


def places_part(task, run, reader, unit, letter):
    """Drawn when it is opened."""
    box = folded(t("Where else does unit {unit} fire?", unit=unit), ":material/travel_explore:", "cell-places")
    if not box:
        return
    with box, errors_told():
        read, of, places = found_places(task, run, reader, letter)
        tell_places(task, reader, unit, letter, in_which(run, read, of), places[unit])


def ask_searched(cell):
    """The letter of the gate or state that is searched for in the rows; at first the state, which is what a unit tells."""
    letters, named = LETTERS[cell], names(cell)
    if len(letters) == 1:  # a simple RNN has its state alone
        return letters
    if inside_state.LOOKED.get() not in list(letters):
        inside_state.LOOKED.set("h")
    return st.segmented_control(
        t("Look at"), list(letters), format_func=named.get, required=True, key=inside_state.LOOKED
    )


def found_places(task, run, reader, letter):
    """`(rows read, rows there are, the strongest places of each unit with the text of their row)`: a click on another unit searches nothing."""
    what = ("places", *here(run), reader.name, letter)

    def ask(progress):
        (rows, of), predictor = rows_to_search(task, run, reader), load(run.id, str(run.folder))
        found = places_of_each(predictor, rows, reader.name, LONG_NAMES[letter], SHOWN, progress)
        by_unit = [[(place, text_of(rows[place.row])) for place in own] for own in found.of_units]
        return found.rows, of, by_unit

    return searched(what, ask)


def tell_places(task, reader, unit, letter, where, places):
    """The finding, then a line a place."""
    if not places:
        st.write(t("There are no rows to search."))
        return
    shown = [(shown_of(reader, place.tokens), place, text) for place, text in places]
    words, strongest, _ = shown[0]
    values = {
        "unit": unit,
        "gate": names(reader.cell)[letter],
        "where": where,
        "word": words[strongest.at],
        "value": number(strongest.value),
    }
    st.markdown(
        plain(t("In {where}, {gate} of unit {unit} goes furthest at “{word}”: {value}", **values)).join(("**", "**"))
    )
    st.caption(about_places(reader, len(places)))
    with st.container(gap=None):
        for words, place, text in shown:
            line = around(words, place.at, joined(place.tokens))
            asks(task, text, f"{number(place.value)} · {line}", key=f"place-{place.row}")


def about_places(reader, count):
    """How the lines are to be read."""
    if is_writer(reader.name):
        return t(
            "Its {count} strongest places, one a row, within what is right to write there; in bold the token it had just read. A click reads that row above.",
            count=count,
        )
    return t(
        "Its {count} strongest places, one a row; the token in bold is where it stands so. A click reads that row above.",
        count=count,
    )


def around(words, at, glued):
    """A place within its words, as Markdown, its own token in bold; pieces of a word stand together."""
    line, apart = "", True
    for place, word in enumerate(words):
        if word == BLANK and place != at:  # it only says that a word begins
            apart = True
            continue
        bare = word.removeprefix(PIECE) or word
        # in bold within a word, a sign would be read as asterisks
        close = glued[place] and not apart and all(one.isalnum() for one in (bare[0], bare[-1], *line[-1:].strip("*")))
        line += ("" if close or not line else " ") + (f"**{plain(bare)}**" if place == at else plain(bare))
        apart = False
    return line


def number(value):
    """With a sign, as in the drawing."""
    return f"{value:+.2f}".replace("-", "−")
