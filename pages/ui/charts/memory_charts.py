"""Charts of the memory lab: the three cells by colour, shape and name at the end of their lines."""

import json
import math

import altair as alt

from pages.ui.charts.charts import finish, written_over
from pages.ui.charts.look import GREY, ink

NAMES = {"gru": "GRU", "lstm": "LSTM", "rnn": "RNN"}  # in the order of the theme's colours: green, purple, ochre
SHAPES = {"gru": "circle", "lstm": "square", "rnn": "triangle-up"}
HEIGHT, PLOT, NAME, ROOM = (
    280,
    200,
    17,
    64,
)  # pixels of a chart, of what lies between its axes, between two names, for them


def recall_lines(rows, distances, chance, titles):
    """Accuracy against distance on a log axis: `{"cell", "distance", "share", "low", "high"}` each, chance dashed grey.

    Args:
        titles: of the x axis, of the y axis, and the name of the dashed line.
    """
    x = alt.X(
        "distance:Q",
        scale=alt.Scale(type="log", base=2, domain=[distances[0], distances[-1]], nice=False),
        axis=alt.Axis(values=list(distances), format="d", grid=False, title=titles[0]),
    )
    y = alt.Y(
        "share:Q",
        scale=alt.Scale(domain=[0, 1.02]),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=titles[1]),
    )
    base = alt.Chart(alt.Data(values=_named(rows))).encode(x=x, color=_colours())
    spans = base.mark_rule(strokeWidth=3, opacity=0.35).encode(y=y, y2="high:Q").transform_calculate(share="datum.low")
    ends = {row["cell"]: row["share"] for row in rows if row["distance"] == distances[-1]}
    guessed, its_name = _level(chance, titles[2], y)
    return finish(
        alt.layer(
            guessed,
            spans,
            base.mark_line(strokeWidth=2.5).encode(y=y),
            _points(base, y, 90),
            *its_name,
            *_line_names(base, y, "distance", distances[-1], apart(ends, 1.02)),
        ).properties(height=HEIGHT, padding={"right": ROOM})
    )


def reach_lines(rows, titles, least=1e-12):
    """Norms against steps back on a log axis: `{"cell", "back", "norm"}` each; an LSTM's memory c as `{"cell": "lstm-c"}`, dashed."""
    rows = [row | {"norm": max(row["norm"], least)} for row in rows]
    last = max(row["back"] for row in rows)
    low, high = (
        math.floor(math.log10(min(row["norm"] for row in rows))),
        math.ceil(math.log10(max(row["norm"] for row in rows))),
    )
    step = max(1, math.ceil((high - low) / 4))
    powers = [power(one) for one in range(low, high + 1)]
    y = alt.Y(
        "norm:Q",
        scale=alt.Scale(type="log", domain=[10.0**low, 10.0**high], nice=False),
        axis=alt.Axis(
            values=[10.0**one for one in range(low, high + 1, step)],
            title=titles[1],
            labelExpr=f"{json.dumps(powers, ensure_ascii=False)}[round(log(datum.value) / LN10) - {low}]",
        ),
    )
    x = alt.X(
        "back:Q", scale=alt.Scale(domain=[0, last]), axis=alt.Axis(tickCount=5, format="d", grid=False, title=titles[0])
    )
    cells, memory = (
        [row for row in rows if row["cell"] in NAMES],
        [row | {"cell": "lstm"} for row in rows if row["cell"] not in NAMES],
    )
    base = alt.Chart(alt.Data(values=_named(cells))).encode(x=x, color=_colours())
    marked = base.transform_filter("datum.back % 8 == 0")
    ends = {row["cell"]: math.log10(row["norm"]) - low for row in cells if row["back"] == last}
    layers = [base.mark_line(strokeWidth=2.5).encode(y=y), _points(marked, y, 70)]
    layers += _line_names(base, y, "back", last, apart(ends, max(1, high - low)))
    if memory:
        dashed = alt.Chart(alt.Data(values=_named(memory))).encode(x=x, y=y, color=_colours())
        layers.append(dashed.mark_line(strokeWidth=2, strokeDash=[2, 3]))
    return finish(alt.layer(*layers).properties(height=HEIGHT, padding={"right": ROOM}))


def power(exponent):
    """10⁻³: as it stands beside an axis."""
    raised = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    return "10" + str(exponent).translate(raised) if exponent else "1"


def look_back_lines(rows, distances, whole, horizon, titles):
    """Perplexity by what was done to the words farther back than k: `{"damage", "k", "perplexity"}` each.

    Args:
        whole: the perplexity with everything as it is. horizon: `(k, its name)` of the n-grams.
        titles: of both axes, and the name of the line of `whole`.
    """
    names = list(dict.fromkeys(row["damage"] for row in rows))
    top = max([whole, *(row["perplexity"] for row in rows)])
    low = 0.95 * min([whole, *(row["perplexity"] for row in rows)])
    x = alt.X(
        "k:Q",
        scale=alt.Scale(type="log", base=2, domain=[distances[0], distances[-1]], nice=False),
        axis=alt.Axis(values=list(distances), format="d", grid=False, title=titles[0]),
    )
    y = alt.Y(
        "perplexity:Q",
        scale=alt.Scale(type="log", domain=[low, 1.05 * top], nice=False),
        axis=alt.Axis(tickCount=4, format="~s", title=titles[1]),
    )
    look = {"scale": alt.Scale(domain=names, range="category"), "legend": None}
    shape = alt.Shape("damage:N", scale=alt.Scale(domain=names, range=["circle", "square", "triangle-up"]), legend=None)
    bare = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
    base = bare.encode(color=alt.Color("damage:N", **look))
    first = bare.transform_filter({"field": "k", "equal": distances[0]})
    starts = {row["damage"]: math.log(row["perplexity"] / low) for row in rows if row["k"] == distances[0]}
    shifts = apart(starts, math.log(1.05 * top / low))
    said = [
        layer.encode(text="damage:N")
        for name, shift in shifts.items()
        for layer in written_over(
            first.transform_filter({"field": "damage", "equal": name}), align="left", dx=10, dy=shift - 10, fontSize=13
        )
    ]
    rule = alt.Chart(alt.Data(values=[{"k": horizon[0], "said": horizon[1]}])).encode(x=x)
    level, its_name = _level(whole, titles[2], y)
    return finish(
        alt.layer(
            level,
            rule.mark_rule(color=GREY, strokeDash=[5, 4]),
            base.mark_line(strokeWidth=2.5),
            base.mark_point(filled=True, size=90, opacity=1).encode(shape=shape),
            *its_name,
            *written_over(rule.encode(text="said:N"), align="left", dx=6, y=8, fontSize=13),
            *said,
        ).properties(height=HEIGHT)
    )


def _colours():
    return alt.Color("name:N", scale=alt.Scale(domain=list(NAMES.values()), range="category"), legend=None)


def _named(rows):
    return [row | {"name": NAMES[row["cell"]]} for row in rows]


def _points(base, y, size):
    """A shape for each cell; where they lie on each other the larger ones below show."""
    names = {"scale": alt.Scale(domain=list(NAMES.values()), range=list(SHAPES.values())), "legend": None}
    sizes = alt.Scale(domain=list(NAMES.values()), range=[3 * size, 0.7 * size, size])
    return base.mark_point(filled=True, opacity=1).encode(
        y=y, shape=alt.Shape("name:N", **names), size=alt.Size("name:N", scale=sizes, legend=None)
    )


def _level(value, name, y):
    """A dashed grey line across, and the layers of its name over its left end."""
    base = alt.Chart(alt.Data(values=[{y.shorthand.removesuffix(":Q"): value, "said": name}])).encode(y=y)
    line = base.mark_rule(color=GREY, strokeDash=[5, 4], strokeWidth=1.5)
    return line, written_over(base.encode(text="said:N"), align="left", x=4, dy=-9, fontSize=13)


def _line_names(base, y, field, last, shifts):
    ends = base.transform_filter({"field": field, "equal": last})
    return [
        ends.transform_filter({"field": "cell", "equal": cell})
        .mark_text(align="left", dx=12, dy=shift, fontSize=13, fontWeight=600)
        .encode(y=y, text="name:N", color=alt.value(ink()))  # the lines' own colours are too light for letters
        for cell, shift in shifts.items()
    ]


def apart(ends, height, plot=PLOT):
    """By how many pixels each name moves down so that none lies on another: `{name: place}` on an axis of this height."""
    places, taken = {}, -math.inf
    for name, value in sorted(ends.items(), key=lambda item: -item[1]):
        own = (1 - value / height) * plot
        taken = max(own, taken + NAME)
        places[name] = round(taken - own, 1)
    return places
