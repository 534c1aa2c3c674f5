"""How often a network that writes is wrong, place by place: the true tokens before it given, and its own."""

import altair as alt
import pandas as pd

from pages.ui.charts.charts import finish
from pages.ui.charts.look import GREY, ink, signs

BAND, MOST_TICKS = 0.16, 5  # opacity; numbers on the axis
NAME, TOP = 0.1, 1.15  # how far from its line a name stands, and the end of the axis: shares


def growth_chart(growth, names, title):
    """Two lines with where they lie with 95 % certainty; grey and dashed the true ones, solid its own; named where they are apart.

    Args:
        growth: Places of answering/forcing.py.
        names: of the line with the true tokens, and of that with its own.
        title: of the places, under them.
    """
    rows = pd.DataFrame(
        [
            {
                "place": place.number,
                "series": name,
                "share": share.mean,
                "low": share.low,
                "high": share.high,
                "texts": place.texts,
            }
            for place in growth
            for name, share in zip(names, (place.forced, place.free), strict=True)
        ]
    )
    last = growth[-1].number
    every = -(-last // MOST_TICKS)
    x = alt.X(
        "place:Q",
        axis=alt.Axis(values=[1, *range(every, last + 1, every)], format="d", grid=False, title=title),
        scale=alt.Scale(domain=[1, max(2, last)]),
    )
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, TOP]), axis=alt.Axis(format="%", values=[0, 0.5, 1]))
    layers = []
    for name, colour, dash in zip(names, (GREY, signs()[1]), ([5, 4], [1, 0]), strict=True):
        base = alt.Chart(rows[rows["series"] == name]).encode(x=x)
        layers.append(base.mark_area(opacity=BAND, color=colour).encode(y=alt.Y("low:Q", title=None), y2="high:Q"))
        line = base.encode(y=y, tooltip=["series:N", "place:Q", alt.Tooltip("share:Q", format=".0%"), "texts:Q"])
        layers += [
            line.mark_line(color=colour, strokeDash=dash, strokeWidth=2.5),
            line.mark_circle(color=colour, size=50, opacity=1),
        ]
    said = (
        alt.Chart(_named(growth, names))
        .mark_text(fontSize=13, fontWeight=600, color=ink())
        .encode(x=x, y=alt.Y("at:Q"), text="series:N")
    )
    return finish(alt.layer(*layers, said).properties(height=240))


def _named(growth, names):
    """Where the names stand: the own above its line, the other below, in the middle third of the chart; none on the axis."""
    first, last = len(growth) // 3, max(len(growth) // 3, 2 * len(growth) // 3)
    place = max(growth[first : last + 1], key=lambda place: place.free.mean - place.forced.mean)
    upper, lower = place.free.mean + NAME, place.forced.mean - NAME
    if lower < NAME:
        lower, upper = place.forced.mean + NAME, max(upper, place.forced.mean + 2 * NAME)
    return pd.DataFrame({"place": [place.number] * 2, "at": [lower, upper], "series": names})
