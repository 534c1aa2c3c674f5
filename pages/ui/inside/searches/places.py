"""Where else a unit fires: its ten strongest places in the rows, each of which may be read in place of the sentence."""

import streamlit as st

from nlp_models.answering.units import places_of_each
from nlp_models.numpy_layers.trace import LONG_NAMES
from pages.ui.answer.answering import load
from pages.ui.frame import inside_state
from pages.ui.frame.words import errors_told, plain, t
from pages.ui.inside.formulas import names
from pages.ui.inside.searches.search import asks, rows_to_search, searched
from pages.ui.inside.steps import LETTERS, shown_tokens

SHOWN = 10


def places_part(task, run, reader, unit, letter):
    """Drawn when it is opened."""
    opened = st.expander(
        t("Where else does unit {unit} fire?", unit=unit),
        icon=":material/travel_explore:",
        on_change="rerun",
        key="cell-places",
    )
    if not opened.open:
        return
    with opened, errors_told():
        where, places = found_places(task, run, reader, letter)
        tell_places(task, reader, unit, letter, where, places[unit])


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
    """`(what was searched, the strongest places of each unit with the text of their row)`: a click on another unit searches nothing."""
    what = ("places", run.id, run.seen_as, str(run.folder), reader.name, letter)

    def ask(progress):
        rows, where = rows_to_search(task, run)
        found = places_of_each(load(run.id, str(run.folder)), rows, reader.name, LONG_NAMES[letter], SHOWN, progress)
        return where, [[(place, rows[place.row]) for place in own] for own in found]

    return searched(what, ask)


def tell_places(task, reader, unit, letter, where, places):
    """The finding, then a line a place."""
    if not places:
        st.write(t("There are no rows to search."))
        return
    strongest = places[0][0]
    values = {
        "unit": unit,
        "gate": names(reader.cell)[letter],
        "where": where,
        "word": word(strongest),
        "value": number(strongest.value),
    }
    st.markdown(
        plain(t("In {where}, {gate} of unit {unit} goes furthest at “{word}”: {value}", **values)).join(("**", "**"))
    )
    st.caption(
        t(
            "Its {count} strongest places, one a row; the token in bold is where it stands so. A click reads that row above.",
            count=len(places),
        )
    )
    with st.container(gap=None):
        for place, text in places:
            asks(task, text, f"{number(place.value)} · {around(place)}", key=f"place-{place.row}")


def around(place):
    """A place within its words, as Markdown, its own token in bold."""
    tokens = [plain(token) for token in shown_tokens(place.tokens)]
    tokens[place.at] = f"**{tokens[place.at]}**"
    return " ".join(tokens)


def word(place):
    return shown_tokens(place.tokens)[place.at]


def number(value):
    """With a sign, as in the drawing."""
    return f"{value:+.2f}".replace("-", "−")
