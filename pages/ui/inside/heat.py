"""What was kept, what was forgotten: a gate of all units over the sentence; a click on a row opens that unit."""

import streamlit as st

from nlp_models.numpy_layers.trace import LONG_NAMES
from pages.ui.answer.inside_parts import ask_units
from pages.ui.answer.inside_unit import take_clicked
from pages.ui.charts.inside_charts import state_heat
from pages.ui.frame import inside_state, state
from pages.ui.frame.words import percent, plain, t
from pages.ui.inside.formulas import names
from pages.ui.inside.steps import LETTERS, SIGNED, words_of

ALIKE = 0.05  # what a mean of all units moves without meaning anything


def heat_part(task, run, reader, unit, window):
    """The gate to show, the finding, the chart."""
    st.subheader(t("What was kept, what was forgotten"), anchor=False)
    letter = ask_letter(reader.cell)
    first, last = window
    words, values = words_of(reader), reader.gates[LONG_NAMES[letter]]
    units = ask_units(reader.gates["hidden_state"], unit)
    found = finding(letter, values[first:last], words[first:last], reader, first)
    st.markdown(f"**{plain(found)}**")
    kind = "state" if letter in SIGNED else "heatmap"
    chart = state_heat(words[first:last], first, values[first:last], units, unit, None, kind=kind)
    key = state.unit_chart(task, f"cell-{reader.name}-{letter}")
    st.altair_chart(chart, key=key, on_select=lambda: take_clicked(task, run, reader.name, key), alt=found)
    signs = t("pink above zero, green below") if letter in SIGNED else t("the stronger the colour, the wider open")
    st.caption(
        t(
            "A row is one of {units} units, a column a step: {signs}. A click on a row opens that unit, as the number above does.",
            units=reader.units,
            signs=signs,
        )
    )


def ask_letter(cell):
    """Which gate or state; at first the one that decides what stays."""
    letters, named = list(LETTERS[cell]), names(cell)
    if inside_state.SHOWN.get() not in letters:
        inside_state.SHOWN.set(letters[0])
    return st.segmented_control(
        t("Gate or state"),
        letters,
        format_func=named.get,
        required=True,
        label_visibility="collapsed",
        key=inside_state.SHOWN,
    )


def finding(letter, values, words, reader, first):
    """What is seen in it, in a sentence."""
    if letter in SIGNED:
        before = [reader.previous(step)["hidden_state"] for step in range(first, first + len(words))]
        moves = abs(reader.gates["hidden_state"][first : first + len(words)] - before).mean(axis=1)
        at = int(moves.argmax())
        return t(
            "The units moved most at “{word}”: by {step} on average, where a state lies between −1 and 1",
            word=words[at],
            step=f"{moves[at]:.2f}",
        )
    means = values.mean(axis=1)
    wide, narrow = int(means.argmax()), int(means.argmin())
    told = {"gate": names(reader.cell)[letter], "mean": percent(float(means.mean()))}
    if means[wide] - means[narrow] < ALIKE:
        return t("On average {gate} is {mean} open, much the same at every step", **told)
    return t(
        "On average {gate} is {mean} open: widest at “{wide}” ({most}), narrowest at “{narrow}” ({least})",
        **told,
        wide=words[wide],
        most=percent(float(means[wide])),
        narrow=words[narrow],
        least=percent(float(means[narrow])),
    )
