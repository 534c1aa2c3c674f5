"""A probability epoch by epoch."""

import altair as alt
import pandas as pd

from pages.ui.charts.charts import finish
from pages.ui.charts.look import ink, signs

APART = 0.14  # of the width: nearer to each other, two numbers would lie on each other on a phone


def epoch_chart(epochs, shares, chosen, title):
    """A line over the epochs, a ring round the one that is looked at; `title` names the epochs."""
    rows = pd.DataFrame({"epoch": epochs, "share": shares, "chosen": [epoch == chosen for epoch in epochs]})
    last = max(1, epochs[-1])
    ticks = apart([chosen, epochs[0], epochs[-1], *epochs], APART * last)
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


def apart(epochs, least):
    """Those of them that have room for a number, the first ones first."""
    kept = []
    for epoch in epochs:
        if all(abs(epoch - other) >= least for other in kept):
            kept.append(epoch)
    return kept
