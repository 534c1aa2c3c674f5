"""One unit of Look inside: which one it is, its gates over the words, and what they do at the chosen word."""

import pandas as pd
import streamlit as st

from pages.ui.charts.inside_charts import gate_heat
from pages.ui.frame import state
from pages.ui.frame.words import percent, plain, t
from pages.ui.terms import explained

ORDER = {"lstm": "fiogch", "gru": "zrgh", "rnn": "h"}


def chosen_unit(task, run, reader, default):
    """The unit a person chose for this run and reader, else `default`; the number box starts from it."""
    run_id, of, unit = state.own_unit(task).get((None, None, None))
    state.unit(task).set(unit if (run_id, of) == (run.id, reader) else default)
    return state.unit(task).value


def take_clicked(task, run, reader, chart):
    """A click on a row of the chart chooses that unit; a click beside the rows changes nothing."""
    clicked = chart.value.selection.get("unit", [])
    if clicked and clicked[0].get("unit") is not None:
        state.own_unit(task).set((run.id, reader, int(clicked[0]["unit"])))


def unit_part(task, run, reader, word):
    """The gates of the chosen unit, under what they do at the chosen word; `reader` comes from `state_part`."""
    title = (
        t("One unit, word by word") if run.recipe.cell == "rnn" else t("One unit, gate by gate")
    )  # an RNN has no gates
    st.subheader(explained(title, "unit", "gate"), anchor=False)
    units = reader["gates"]["h"].shape[1]

    def take():
        state.own_unit(task).set((run.id, reader["name"], state.unit(task).value))

    unit = st.number_input(
        t("Unit (0 to {last})", last=units - 1), 0, units - 1, key=state.unit(task), on_change=take, width=160
    )
    series = {gate: values[:, unit] for gate, values in reader["gates"].items()}
    finding = _sentence(run.recipe.cell, reader, unit, series, word)
    st.markdown(f"**{plain(finding)}**")
    gate_line(run.recipe.cell)
    rows = {_gate_name(gate): (gate, series[gate]) for gate in ORDER[run.recipe.cell]}
    first, last = reader["window"]
    shown = {name: (gate, values[first:last]) for name, (gate, values) in rows.items()}
    chart = gate_heat(reader["words"][first:last], first, shown, word)
    st.altair_chart(chart, key=f"gates-{task.name}", alt=finding)
    if unit == reader["best"]:
        st.caption(t("Unit {unit} moves this answer more than any other unit of this reader.", unit=unit))
    with st.expander(t("The same numbers as a table")):
        numbers = {name: [_signed(value) for value in values] for name, (_, values) in rows.items()}
        table = {t("word"): reader["words"]} | numbers
        st.dataframe(pd.DataFrame(table), hide_index=True, alt=finding)


def gate_line(cell):
    """Which gates there are, each to be opened."""
    lines = {
        "lstm": t("Forget gate f, input gate i, output gate o, candidate g, cell state c, hidden state h"),
        "gru": t("Update gate z, reset gate r, candidate g, hidden state h"),
    }
    if cell in lines:
        names = (
            "forget-gate",
            "input-gate",
            "output-gate",
            "update-gate",
            "reset-gate",
            "candidate",
            "cell-state",
            "hidden-state",
        )
        st.caption(explained(lines[cell], *names))


def _sentence(cell, reader, unit, series, at):
    """What the unit does at word number `at`, from its gates' values there."""
    values = {"word": reader["words"][at], "unit": unit}
    shares = {gate: percent(float(numbers[at])) for gate, numbers in series.items() if gate in "fiozr"}
    if cell == "lstm":
        return t(
            "At “{word}” unit {unit} keeps {f} of the old memory, writes {i} of the candidate and shows {o} of the memory",
            **values,
            **shares,
        )
    if cell == "gru":
        return t(
            "At “{word}” unit {unit} keeps {z} of the old state and takes {rest} of the candidate, which sees {r} of the old state",
            **values,
            **shares,
            rest=percent(1 - float(series["z"][at])),
        )
    before = at + 1 if reader["name"].startswith("backward") else at - 1
    start = series["h"][before] if 0 <= before < len(series["h"]) else 0.0
    return t(
        "At “{word}” unit {unit} goes from {before} to {after}",
        **values,
        before=_signed(start),
        after=_signed(series["h"][at]),
    )


def _gate_name(gate):
    return {
        "f": t("forget f"), "i": t("input i"), "o": t("output o"), "z": t("update z"), "r": t("reset r"),
        "g": t("candidate g"), "c": t("memory c"), "h": t("state h"),
    }[gate]  # fmt: skip


def _signed(value):
    return f"{value:.2f}".replace("-", "−")
