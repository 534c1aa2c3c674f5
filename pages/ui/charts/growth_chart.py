"""How often a network that writes is wrong, place by place: the true tokens before it given, and its own."""

import altair as alt
import pandas as pd

from pages.ui.charts.charts import finish
from pages.ui.charts.look import GREY, signs

BAND, MOST_TICKS, TOP = 0.16, 5, 1.05  # opacity; numbers on the axis; its end


def growth_chart(growth, names, title):
    """Two lines with where they lie with 95 % certainty; grey and dashed the true ones, solid its own; named above them.

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
    colours = [GREY, signs()[1]]
    named = alt.Color("series:N", sort=list(names), scale=alt.Scale(domain=list(names), range=colours))
    layers = []
    for name, colour, dash in zip(names, colours, ([5, 4], [1, 0]), strict=True):
        base = alt.Chart(rows[rows["series"] == name]).encode(x=x)
        layers.append(base.mark_area(opacity=BAND, color=colour).encode(y=alt.Y("low:Q", title=None), y2="high:Q"))
        line = base.encode(
            y=y, color=named, tooltip=["series:N", "place:Q", alt.Tooltip("share:Q", format=".0%"), "texts:Q"]
        )
        layers += [
            line.mark_line(strokeDash=dash, strokeWidth=2.5),
            line.mark_circle(size=50, opacity=1),
        ]
    return finish(alt.layer(*layers).properties(height=240))
