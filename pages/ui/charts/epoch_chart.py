"""A probability epoch by epoch."""

import altair as alt
import pandas as pd

from pages.ui.charts.charts import finish
from pages.ui.charts.look import ink, signs

MOST_NUMBERS = 7  # points whose share is written beside them


def epoch_chart(epochs, shares, chosen, title):
    """A line over the epochs, a ring round the one that is looked at; `title` names the epochs."""
    rows = pd.DataFrame({"epoch": epochs, "share": shares, "chosen": [epoch == chosen for epoch in epochs]})
    last = max(1, epochs[-1])
    ticks = epochs if len(epochs) <= MOST_NUMBERS else [*epochs[:: -(-len(epochs) // 5)], epochs[-1]]
    x = alt.X(
        "epoch:Q",
        axis=alt.Axis(values=sorted(set(ticks)), format="d", grid=False, title=title),
        scale=alt.Scale(domain=[-0.05 * last, 1.05 * last]),
    )
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 1.08]), axis=alt.Axis(format="%", values=[0, 0.5, 1]))
    base = alt.Chart(rows).encode(x=x, y=y, tooltip=["epoch:Q", alt.Tooltip("share:Q", format=".0%")])
    line = base.mark_line(color=signs()[1], strokeWidth=2.5)
    points = base.mark_circle(color=signs()[1], size=70, opacity=1)
    ring = base.transform_filter("datum.chosen").mark_point(size=260, strokeWidth=2.5, color=ink())
    numbers = (
        base.transform_filter({"field": "epoch", "oneOf": ticks})
        .mark_text(dy=-14, fontSize=13, color=ink())
        .encode(text=alt.Text("share:Q", format=".0%"))
    )
    return finish(alt.layer(line, points, ring, numbers).properties(height=220))
