"""Parts of Look inside that several views share: states of a reader, its units, neighbours of a word."""

import streamlit as st

from nlp_models.answering import probe
from nlp_models.answering.embeddings import chance as chance_of
from nlp_models.answering.embeddings import nearest, tables
from pages.ui.answer.inside_unit import chosen_unit, take_clicked
from pages.ui.charts.inside_charts import neighbour_bars, state_heat
from pages.ui.frame import state
from pages.ui.frame.remember import remembered
from pages.ui.frame.words import plain, t
from pages.ui.terms import explained

SHOWN_UNITS = 32

ALL_UNITS = 256  # more rows than this nobody scrolls through

SHOWN_WORDS = 60

CLEARLY = 1.2  # times the cosine that chance gives


def state_part(task, run, readers, words, word, effects):
    """The units' states over the words; gives what `unit_part` needs of the chosen reader."""
    st.subheader(explained(t("What it held in mind after every word: its hidden state"), "hidden-state"), anchor=False)
    name = ask_reader(readers)
    states = readers[name]["h"]
    first, last = ask_window(len(words))
    best = int(abs(effects[name]).argmax()) if name in effects else None
    unit = chosen_unit(task, run, name, int(probe.most_varying(states, 1)[0]) if best is None else best)
    finding = _most_moved(states, words, backward=name.startswith("backward"))
    st.markdown(f"**{plain(finding)}**")
    units = ask_units(states, unit)
    chart = state_heat(words[first:last], first, states[first:last], units, unit, word)
    key = state.unit_chart(task, name)
    st.altair_chart(chart, key=key, on_select=lambda: take_clicked(task, run, name, key), alt=finding)
    caption = t(
        "A row is one of {units} units, a column a word: pink above zero, green below. A click on a row opens that unit.",
        units=states.shape[1],
    )
    st.caption(explained(caption, "unit"))
    return {"name": name, "gates": readers[name], "words": words, "window": (first, last), "best": best}


def ask_reader(readers):
    """Which cell to look at, where there are several."""
    if len(readers) == 1:
        return next(iter(readers))
    top = [name for name in readers if name.startswith("forward")][-1]
    return st.segmented_control(
        t("Reading direction"),
        list(readers),
        format_func=lambda name: _reader_name(name, readers),
        required=True,
        label_visibility="collapsed",
        **remembered(state.READER, list(readers), top),
    )


def ask_window(count):
    """`(first, last)` of the words that are drawn: 60 at a time."""
    if count <= SHOWN_WORDS:
        return 0, count
    starts = count - SHOWN_WORDS + 1
    first = st.slider(t("First word shown, of {count}", count=count), 1, starts, key=f"window-{count}") - 1
    return first, first + SHOWN_WORDS


def ask_units(states, unit):
    """The units to draw, by when they wake up: those that change most, the chosen one among them, or all."""
    count, shown = states.shape[1], SHOWN_UNITS
    if count > SHOWN_UNITS:
        most = min(count, ALL_UNITS)
        everything = st.toggle(
            t("Show {count} units instead of the {few} that change most", count=most, few=shown), key="all-units"
        )
        shown = most if everything else SHOWN_UNITS
    wanted = {*probe.most_varying(states, shown - 1).tolist(), unit}
    return [number for number in probe.by_first_strong(states).tolist() if number in wanted or shown >= count]


def neighbour_part(predictor, word):
    """The words whose embeddings are nearest, and whether that is nearer than chance."""
    st.subheader(t("Words that are alike to the network"), anchor=False)
    if tell_neighbours(tables(predictor)["read"], word):
        caption = t(
            "Embeddings that point the same way have a cosine of 1. Click another word above to see its neighbours."
        )
        st.caption(explained(caption, "embedding", "cosine"))


def tell_neighbours(table, word):
    """The finding and the bars. Gives `[(token, cosine)]`, none of a word that is not known."""
    neighbours, chance = nearest(table, word), chance_of(table)
    if not neighbours:
        st.write(t("“{word}” is unknown to the network, so it has no neighbours.", word=plain(word)))
        return neighbours
    name, cosine = neighbours[0]
    values = {"word": word, "nearest": name, "cosine": f"{cosine:.2f}", "chance": f"{chance:.2f}"}
    finding = t("“{nearest}” is nearest to “{word}”: cosine {cosine}, where chance gives {chance}", **values)
    if cosine < CLEARLY * chance:
        finding = t(
            "No word stands out near “{word}”: “{nearest}” has a cosine of {cosine}, and chance gives {chance}",
            **values,
        )
    st.markdown(f"**{plain(finding)}**")
    st.altair_chart(neighbour_bars(neighbours), key="neighbours", alt=finding)
    tell_pieces(table.vocabulary)
    if len(pieces := table.pieces(word)) > 1:
        said = {"word": plain(word), "pieces": plain(" · ".join(pieces))}
        st.caption(t("“{word}” is read in pieces, {pieces}. It stands in the middle of them here.", **said))
    return neighbours


def tell_pieces(vocabulary):
    """That what is listed above may be no whole word, of a network that cuts its words."""
    if vocabulary.kind == "subword":
        st.caption(explained(t("It reads word pieces, so some of these are only the beginning of a word."), "subword"))


def _most_moved(states, words, backward):
    """The word at which the states changed most."""
    read = states[::-1] if backward else states
    moves = abs(read - [[0] * read.shape[1], *read[:-1]]).mean(axis=1)
    at = int(moves.argmax())
    word = words[len(words) - 1 - at if backward else at]
    return t(
        "The units moved most at “{word}”: by {step} on average, where a state lies between −1 and 1",
        word=word,
        step=f"{moves[at]:.2f}",
    )


def _reader_name(name, readers):
    side, _, layer = name.rpartition("_")
    direction = {"forward": t("Left to right"), "backward": t("Right to left")}[side]
    deep = len({reader.rpartition("_")[2] for reader in readers}) > 1
    return t("Layer {layer}: {direction}", layer=layer, direction=direction) if deep else direction
