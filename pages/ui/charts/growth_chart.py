"""How often a network that writes is wrong, place by place: the true tokens before it given, and its own."""

import altair as alt
import pandas as pd

from pages.ui.charts.charts import finish
from pages.ui.charts.look import GREY, ink, signs

BAND, MOST_TICKS, NAME = 0.16, 5, 18  # opacity; numbers on the axis; pixels of a name
ROOM = 150  # pixels at the right, for the names


def growth_chart(growth, names, title):
    """Two lines with where they lie with 95 % certainty; grey and dashed the true ones, solid its own; named at their ends.

    Args:
        growth: Places of answering/forcing.py.
        names: of the line with the true tokens, and of that with its own.
        title: of the places, under them.
    """
    rows = pd.DataFrame([
        {"place": place.number, "series": name, "share": share.mean, "low": share.low, "high": share.high, "texts": place.texts}
        for place in growth for name, share in zip(names, (place.forced, place.free), strict=True)
    ])  # fmt: skip
    last = growth[-1].number
    every = -(-last // MOST_TICKS)
    x = alt.X("place:Q", axis=alt.Axis(values=[1, *range(every, last + 1, every)], format="d", grid=False, title=title), scale=alt.Scale(domain=[1, max(2, last)]))  # fmt: skip
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", values=[0, 0.5, 1]))
    layers = []
    for name, colour, dash in zip(names, (GREY, signs()[1]), ([5, 4], [1, 0]), strict=True):
        base = alt.Chart(rows[rows["series"] == name]).encode(x=x)
        layers.append(base.mark_area(opacity=BAND, color=colour).encode(y=alt.Y("low:Q", title=None), y2="high:Q"))
        line = base.encode(y=y, tooltip=["series:N", "place:Q", alt.Tooltip("share:Q", format=".0%"), "texts:Q"])
        layers += [line.mark_line(color=colour, strokeDash=dash, strokeWidth=2.5), line.mark_circle(color=colour, size=50, opacity=1)]  # fmt: skip
    ends = rows[rows["place"] == last].assign(at=_apart(rows[rows["place"] == last]["share"].tolist()))
    said = alt.Chart(ends).mark_text(align="left", dx=10, fontSize=13, color=ink()).encode(x=x, y=alt.Y("at:Q"), text="series:N")  # fmt: skip
    return finish(
        alt.layer(*layers, said).properties(height=240, padding={"right": ROOM, "left": 5, "top": 5, "bottom": 5})
    )


def _apart(shares):
    """Where the two names stand: at the ends of their lines, but not on each other."""
    (lower, upper), room = sorted(shares), NAME / 200
    if upper - lower < room:
        middle = min(1 - room / 2, max(room / 2, (lower + upper) / 2))
        lower, upper = middle - room / 2, middle + room / 2
    return [upper, lower] if shares[0] > shares[1] else [lower, upper]
