"""Charts of Look inside: states over the words, one unit's gates over the words, the nearest words.

Their data are frames: Altair checks every row of a list against its schema, which took seconds for a long sentence.
"""

import altair as alt
import pandas as pd

from pages.ui.charts.charts import finish, on_its_colour
from pages.ui.charts.look import GREY, ink, signs, widest, words_axis
from pages.ui.charts.look import states as state_colours

FEW_CELLS = 14  # words; numbers in more cells do not fit
ENDS = (0.2, 0.5, 1)  # of the colours: a young network's states are small, and the legend tells
CELL = 32  # pixels that a number needs
HEADER = 50  # pixels above the rows: Streamlit counts words and legend into the height
ROW = 10  # pixels of a unit's row
LABELLED_ROWS = 5
GATES = ("f", "i", "o", "z", "r")  # between 0 and 1; the others between -1 and 1


def state_heat(words, first, states, units, unit, word, *, kind="state"):
    """Rows are units in the given order, columns the words from number `first` on; a click chooses the unit.

    Args:
        kind: "state", around zero, around zero; "heatmap" of gates, from 0 to 1.
    """
    rows = [
        {"word": first + at, "unit": int(number), "value": round(float(row[number]), 3), "name": words[at]}
        for at, row in enumerate(states)
        for number in units
    ]
    order = [int(number) for number in units]
    height = ROW * len(order) if len(order) > 16 else max(60, 20 * len(order))
    y = alt.Y(
        "unit:O",
        title=None,
        scale=alt.Scale(domain=order, paddingInner=0.1),
        axis=alt.Axis(values=_few(order, unit), labelOverlap=False),
    )
    end = 1 if kind == "heatmap" else next(end for end in ENDS if end >= min(1, abs(states[:, units]).max()))
    click = alt.selection_point(name="unit", fields=["unit"], on="click")
    cells = (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect(cursor="pointer")
        .encode(x=_words_axis(words, first), y=y, color=_colour(kind, end, legend=True), tooltip=_tooltip("unit:O"))
        .add_params(click)
    )
    frames = [_frame("y", "unit", unit, y), _frame("x", "word", word, _words_axis(words, first))]
    shown = [frame for frame, there in zip(frames, (unit in order, _seen(word, first, words)), strict=True) if there]
    return finish(alt.layer(cells, *shown).properties(height=height + 2 * HEADER))


def gate_heat(words, first, gates, word):
    """One unit: a row for every gate and state, named by `gates = {name: (symbol, [value of each word])}`."""
    rows_scale = alt.Scale(domain=list(gates), paddingInner=0.08)
    y = alt.Y("gate:N", title=None, scale=rows_scale, axis=alt.Axis(labelOverlap=False))
    x = _words_axis(words, first)
    layers = []
    for kind, wanted in (("heatmap", True), ("state", False)):
        rows = [
            {"word": first + at, "gate": name, "value": round(float(value), 4), "name": words[at]}
            for name, (symbol, values) in gates.items()
            if (symbol in GATES) == wanted
            for at, value in enumerate(values)
        ]
        if rows:
            base = alt.Chart(pd.DataFrame(rows)).encode(x=x, y=y)
            of_layer = f"layer_{len(layers)}_color"
            layers.append(base.mark_rect().encode(color=_colour(kind), tooltip=_tooltip("gate:N")))
            layers += [_numbers(base, len(words), of_layer)] if len(words) <= FEW_CELLS else []
    if _seen(word, first, words):
        layers.append(_frame("x", "word", word, x))
    chart = alt.layer(*layers).resolve_scale(color="independent")
    return finish(chart.properties(height=30 * len(gates) + max(HEADER, widest(words))))


def before_after(words, series):
    """Lines over the words, `{name: probabilities}`: of two the first grey and dashed, the second solid, named in a legend."""
    names, styles = list(series), [(GREY, [5, 4]), (signs()[1], [1, 0])][-len(series) :]
    rows = [
        {"word": at, "share": share, "series": name, "name": words[at]}
        for name, shares in series.items()
        for at, share in enumerate(shares)
    ]
    x = alt.X(**words_axis(words, orient="bottom", overlap="greedy", padding=0.4))
    scale = alt.Scale(domain=names, range=[colour for colour, _ in styles])
    colour = alt.Color("series:N", scale=scale, sort=names, **({} if len(names) > 1 else {"legend": None}))
    top = max(row["share"] for row in rows)
    high = 1 if top > 0.4 else top * 1.2 + 1e-6  # small shares in an axis to 100 % would be an empty chart
    ticks = {"format": "%", "values": [0, 0.5, 1]} if high == 1 else {"format": ".2~%", "tickCount": 3}
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, high]), axis=alt.Axis(**ticks))
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=x, y=y, color=colour, tooltip=["name:N", alt.Tooltip("share:Q", format=".0%")]
    )
    lines = [
        base.transform_filter({"field": "series", "equal": name}).mark_line(strokeWidth=2.5, strokeDash=dash)
        for name, (_, dash) in zip(names, styles, strict=True)
    ]
    return finish(alt.layer(*lines, base.mark_circle(size=70, opacity=1)).properties(height=220 + widest(words)))


def neighbour_bars(neighbours):
    """Words and their cosines, the nearest first."""
    rows = [{"word": word, "cosine": round(cosine, 3), "shown": f"{cosine:.2f}"} for word, cosine in neighbours]
    lowest = min(0.0, *(cosine for _, cosine in neighbours))
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y("word:N", sort=None, title=None, axis=alt.Axis(labelLimit=140)),
        x=alt.X("cosine:Q", axis=None, scale=alt.Scale(domain=[lowest, 1.1])),
    )
    text = base.mark_text(align="left", dx=5, fontSize=13, color=ink()).encode(text="shown:N")
    return finish((base.mark_bar(cornerRadius=3, height=16) + text).properties(height=28 * len(rows)))


def _words_axis(words, first):
    return alt.X(**words_axis(words, first, orient="top", paddingInner=0.06))


def _colour(kind, end=1, legend=False):
    ends = [0, end] if kind == "heatmap" else [-end, end]
    key = alt.Legend(gradientLength=120, values=[*ends, 0], format="~g") if legend else None
    colours = kind if kind == "heatmap" else state_colours()
    return alt.Color("value:Q", scale=alt.Scale(domain=ends, range=colours, clamp=True), legend=key)


def _numbers(base, columns, scale):
    """The number in its cell, readable on what it stands on."""
    text = alt.Text("value:Q", format=".2f")
    fits = alt.ExprRef(f"width < {CELL * columns} ? 0 : 1")  # on a phone the table below has them
    return base.mark_text(fontSize=13, opacity=fits).encode(text=text, color=on_its_colour("datum.value", scale=scale))


def _frame(channel, field, value, encoding):
    """An outline round a whole row or column; fading the others would hide their numbers."""
    one = alt.Chart(pd.DataFrame([{field: value}])).mark_rect(fill=None, stroke=ink(), strokeWidth=2, tooltip=None)
    return one.encode(**{channel: encoding})


def _seen(word, first, words):
    return word is not None and first <= word < first + len(words)


def _few(order, unit):
    """The rows whose number is written: some at equal distances, and the chosen one."""
    step = max(1, -(-len(order) // LABELLED_ROWS))
    chosen = order.index(unit) if unit in order else None
    apart = 1 if step == 1 else 2  # rows that a number needs
    places = [at for at in range(0, len(order), step) if chosen is None or abs(at - chosen) >= apart]
    return [order[at] for at in places] + ([unit] if chosen is not None else [])


def _tooltip(row):
    return [alt.Tooltip("name:N", title=" "), alt.Tooltip(row), alt.Tooltip("value:Q", format=".2f")]
